package compile_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/schema"
)

// TestEveryField demands that each field of the schema is set in the spec of
// some golden, not by a default alone.
func TestEveryField(t *testing.T) {
	fields, err := source.Fields()
	if err != nil {
		t.Fatal(err)
	}
	if len(fields) < 200 {
		t.Fatalf("the schema has %d fields; the reader of the schema has lost some", len(fields))
	}
	set := fieldsSet(compileAll(t, template.JSON))
	for _, field := range fields {
		reason := notUsed(field)
		switch {
		case set[field] && reason != "":
			t.Errorf("%s is set in a golden, and is said to be unused: %s", field, reason)
		case !set[field] && reason == "":
			t.Errorf("no golden sets %s; add it to a case under %s", field, golden)
		}
	}
}

// notUsed says why a field can have no golden: the schema allows references in
// general, and a check refuses those that cannot work.
func notUsed(field string) string {
	base, isRun := strings.CutSuffix(field, ".run")
	isRun = isRun && !strings.HasSuffix(base, ".experiment")
	isMap := strings.HasSuffix(base, "environment.*") || strings.HasSuffix(base, "hyperparameters.*")
	switch {
	case isRun && (!isMap || strings.Contains(field, ".custom.")):
		return "the value cannot differ from run to run"
	case strings.HasSuffix(field, "subnets.ssm") || strings.HasSuffix(field, "securityGroups.ssm"):
		return "an SSM parameter cannot stand for a whole list"
	}
	return ""
}

// fieldsSet returns the fields that the specs set, as [source.Fields] names them.
func fieldsSet(results []*compile.Result) map[string]bool {
	set := map[string]bool{}
	for _, r := range results {
		for path, origin := range r.Stack.Origins {
			if origin.Default || strings.HasPrefix(origin.Pos.File, schema.ImportPath) {
				continue
			}
			for _, field := range generalised(path) {
				set[field] = true
			}
		}
	}
	return set
}

var part = regexp.MustCompile(`\.?("(?:[^"\\]|\\.)*"|[^.\[\]"]+)|(\[\d+\])`)

// generalised returns the forms that a path has when any of its names may be
// the user's own: jobs.*.image for jobs.churn.image. Since few parts of a path
// can be, there are few.
func generalised(path string) []string {
	forms := []string{""}
	for _, m := range part.FindAllStringSubmatch(path, -1) {
		var longer []string
		for _, form := range forms {
			if m[2] != "" {
				longer = append(longer, form+"[]")
				continue
			}
			for _, name := range []string{m[1], "*"} {
				longer = append(longer, strings.TrimPrefix(form+"."+name, "."))
			}
		}
		forms = longer
		if len(forms) > 1<<8 {
			return nil // deep inside a request or a raw resource, where no fields are
		}
	}
	return forms
}

func TestGeneralised(t *testing.T) {
	got := strings.Join(generalised(spec.Join("jobs", "a.b")+".access[0]"), " ")
	want := `jobs."a.b".access[] jobs."a.b".*[] jobs.*.access[] jobs.*.*[] *."a.b".access[] *."a.b".*[] *.*.access[] *.*.*[]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
