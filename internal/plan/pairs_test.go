package plan_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// TestPairs compares the pairs of templates in testdata. Each says in its comment
// what it shows; what is expected follows from recorded change sets and from
// CloudFormation's documentation, never from the code. Where a default change set
// announces more, the section dynamic has that.
func TestPairs(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d pairs, %v; want at least 20", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sections := map[string]string{}
			for _, f := range archive.Files {
				sections[f.Name] = string(f.Data)
			}
			before, after := parse(t, sections["before"]), parse(t, sections["after"])
			got := plan.Compare(before, after, plan.Options{})
			if diff := gocmp.Diff(sections["plan"], summary(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			want, ok := sections["dynamic"]
			if !ok {
				want = sections["plan"]
			}
			got = plan.Compare(before, after, plan.Options{Dynamic: true})
			if diff := gocmp.Diff(want, summary(got)); diff != "" {
				t.Errorf("dynamic (-want +got):\n%s", diff)
			}
		})
	}
}

// parse reads a template, without text nil.
func parse(t testing.TB, text string) *template.Document {
	t.Helper()
	if strings.TrimSpace(text) == "" {
		return nil
	}
	d, err := template.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// summary writes a plan in few lines, of the notes only what they are about.
func summary(p plan.Plan) string {
	var b strings.Builder
	for _, change := range p.Changes {
		r := change.ResourceChange
		fmt.Fprintln(&b, joined(string(r.Action), r.LogicalResourceId, r.ResourceType, string(r.Replacement), r.PolicyAction, strings.Join(r.Scope, "+")))
		for _, d := range r.Details {
			of := d.Target
			fmt.Fprintln(&b, " ", joined(d.Evaluation, d.ChangeSource, d.CausingEntity, of.RequiresRecreation, of.AttributeChangeType, of.Path, of.BeforeValue, "→", of.AfterValue))
		}
	}
	for _, o := range p.Outputs {
		fmt.Fprintln(&b, joined("output", string(o.Action), o.OutputName, o.BeforeValue, "→", o.AfterValue, o.BeforeExport, "→", o.AfterExport))
	}
	for _, n := range p.Notes {
		fmt.Fprintln(&b, joined("note", string(n.Kind), n.LogicalResourceId))
	}
	return b.String()
}

func joined(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
