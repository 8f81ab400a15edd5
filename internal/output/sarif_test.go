package output

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
)

// sarifSchema is the published schema of SARIF 2.1.0; see testdata/README.md.
func sarifSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", document); err != nil {
		t.Fatal(err)
	}
	return compiler.MustCompile("sarif.json")
}

// sarif writes a report as SARIF, has the schema judge it, and reads it again.
func sarif(t testing.TB, schema *jsonschema.Schema, r *Report) sarifRun {
	t.Helper()
	var out bytes.Buffer
	if err := (SARIF{}).Write(&out, r); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Fatalf("the schema refuses it: %v\n%s", err, out.Bytes())
	}
	var log sarifLog
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

func TestSARIF(t *testing.T) {
	dir := t.TempDir()
	const name = "stacks/a b:ü#/stack.cue"
	if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte("\n\ta: \"日🙂\", b: 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	place := diag.Position{File: name, Line: 2, Column: 16}
	run := sarif(t, sarifSchema(t), &Report{
		Root: dir, Base: filepath.Dir(dir), Version: "v1.2.3",
		Rules: []policy.Rule{{ID: "SM101", Title: "spot waits", Doc: "It waits\nfor it.", Good: "a: 1", Bad: "a: 2"}, {ID: "SM102", Title: "unused", Doc: "It is not."}},
		Findings: []diag.Diagnostic{
			{Severity: diag.Note, Message: "no place"},
			{Severity: diag.Warning, Rule: "SM101", Pos: place, Path: "b", Message: "let pass", Waiver: &diag.Waiver{Pos: place, Reason: "we know", Until: "2027-01-31"}},
			{Severity: diag.Warning, Rule: "SM101", Pos: place, Path: "b", Message: "see [x](http://evil)", Help: "mend it",
				Related: []diag.Related{{Pos: place, Message: "there"}, {Pos: diag.Position{File: "github.com/smgen/smgen/schema/job.cue", Line: 1, Column: 1}, Message: "in the schema"}}},
			{Rule: "ACME001", Pos: diag.Position{File: name, Line: 2, Column: 99}, Message: "gone"},
		},
	})
	below := filepath.Base(dir) + "/"
	here := sarifPhysical{sarifArtifact{below + "stacks/a%20b%3A%C3%BC%23/stack.cue", "%SRCROOT%"}, sarifRegion{2, 12}}
	line := here
	line.Region.StartColumn = 0
	module := sarifPhysical{sarifArtifact{below + "cue.mod/module.cue", "%SRCROOT%"}, sarifRegion{1, 0}}
	member := []sarifLogical{{"b", "member"}}
	want := []sarifResult{
		{RuleID: "ACME001", RuleIndex: 3, Level: "error", Message: sarifMessage{"gone"}, Locations: []sarifLocation{{Physical: line}}},
		{RuleID: "SM101", RuleIndex: 0, Level: "warning", Message: sarifMessage{"see [x]\\(http://evil)\nmend it"}, Locations: []sarifLocation{{Physical: here, Logical: member}},
			Related: []sarifLocation{{ID: 1, Physical: here, Message: &sarifMessage{"there"}}}},
		{RuleID: "SM001", RuleIndex: 2, Level: "note", Message: sarifMessage{"no place"}, Locations: []sarifLocation{{Physical: module}}},
		{RuleID: "SM101", RuleIndex: 0, Level: "warning", Message: sarifMessage{"let pass"}, Locations: []sarifLocation{{Physical: here, Logical: member}},
			Suppressions: []sarifSuppression{{"inSource", "accepted", "we know (until 2027-01-31)", &sarifLocation{Physical: here}}}},
	}
	for i := range run.Results {
		run.Results[i].Fingerprints = nil
	}
	if diff := cmp.Diff(want, run.Results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	var ids []string
	for _, rule := range run.Tool.Driver.Rules {
		ids = append(ids, rule.ID)
		if rule.Help.Text == "" || rule.Help.Markdown == "" || rule.ShortDescription.Text == "" {
			t.Errorf("rule %s has no help", rule.ID)
		}
	}
	if diff := cmp.Diff([]string{"SM101", "SM102", "SM001", "ACME001"}, ids); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if v := run.Tool.Driver.SemanticVersion; v != "1.2.3" {
		t.Errorf("semantic version %q", v)
	}
}

// TestSARIFFits keeps the worst of what code scanning takes, and counts the rest.
func TestSARIFFits(t *testing.T) {
	r := &Report{Findings: []diag.Diagnostic{{Severity: diag.Note, Message: "note"}, {Severity: diag.Warning, Message: "warning"}, {Message: "error"}}}
	run := sarifOf(r, 2).Runs[0]
	if len(run.Results) != 2 || run.Results[0].Level != "error" || run.Results[1].Level != "warning" {
		t.Errorf("results %v", run.Results)
	}
	want := []sarifNotification{{"note", sarifMessage{"and 1 more finding, which code scanning would refuse; smgen vet lists all of them"}}}
	if diff := cmp.Diff(want, run.Invocations[0].Notifications); diff != "" {
		t.Errorf("notifications (-want +got):\n%s", diff)
	}
}

// TestSARIFEmpty has lists where the schema and code scanning want them.
func TestSARIFEmpty(t *testing.T) {
	run := sarif(t, sarifSchema(t), &Report{Version: "devel"})
	if run.Results == nil || run.Tool.Driver.Rules == nil || run.Tool.Driver.SemanticVersion != "" {
		t.Errorf("run %+v", run)
	}
}

// FuzzSARIF puts any text into all that a report takes from specs: the schema
// accepts it, messages say what was typed, and nothing of it is a link.
func FuzzSARIF(f *testing.F) {
	schema := sarifSchema(f)
	for _, text := range []string{"plain", "[x](http://evil)", "[[x]](1)", "{0}", "\x00\xff\u202e\u2028", `\"</script>`, "a/b c:d%#?", "../..", "//host/x", "http://x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		place := diag.Position{File: text, Line: 1, Column: 1}
		run := sarif(t, schema, &Report{Findings: []diag.Diagnostic{{
			Rule: "R" + text, Pos: place, Path: "p" + text, Message: "m" + text, Help: text,
			Related: []diag.Related{{Pos: place, Message: text}}, Waiver: &diag.Waiver{Pos: place, Reason: text, Until: text},
		}}})
		got := run.Results[0].Message.Text
		if strings.Contains(got, "](") {
			t.Errorf("%q is a link in %q", text, got)
		}
		if !strings.Contains(text, `\`) && !strings.Contains(text, "\n") && !strings.ContainsFunc(text, isControl) {
			want := "m" + strings.ToValidUTF8(text, "\ufffd")
			if said, _, _ := strings.Cut(strings.ReplaceAll(got, `]\(`, "]("), "\n"); said != want {
				t.Errorf("%q is said as %q", want, said)
			}
		}
		uri := run.Results[0].Locations[0].Physical.Artifact.URI
		if strings.HasPrefix(uri, "/") || strings.Contains(uri, ":") {
			t.Errorf("%q is the URI %q, which is not relative", text, uri)
		}
		if uri := relativeURI(text); strings.Contains(uri, ":") {
			t.Errorf("%q is the URI %q, which has a scheme", text, uri)
		}
	})
}
