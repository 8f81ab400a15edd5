package output_test

import (
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

// TestPrivate prints no source line that may hold a secret.
func TestPrivate(t *testing.T) {
	for name, test := range map[string]struct {
		text  string // the finding is where the text has a caret
		d     diag.Diagnostic
		shown bool
	}{
		"a plain field":                {"jobs: a: ^image: \"x\"", diag.Diagnostic{Path: "jobs.a.image"}, true},
		"a variable":                   {"PASS: ^\"hunter2\"", diag.Diagnostic{Path: "jobs.a.environment.PASS"}, false},
		"a hyperparameter":             {"x: ^\"hunter2\"", diag.Diagnostic{Path: "jobs.a.hyperparameters.x"}, false},
		"in the request":               {"x: ^\"hunter2\"", diag.Diagnostic{Path: "jobs.a.request.HyperParameters.x"}, false},
		"a tag":                        {"x: ^\"hunter2\"", diag.Diagnostic{Path: "tags.x"}, false},
		"a stage is no tag":            {"^stage: \"x\"", diag.Diagnostic{Path: "jobs.a.stage"}, true},
		"a secret by its name":         {"dbPassword: ^\"hunter2\"", diag.Diagnostic{Path: "jobs.a.dbPassword"}, false},
		"a secret by its rule":         {"x: ^\"hunter2\"", diag.Diagnostic{Path: "jobs.a.x", Rule: "SM501"}, false},
		"a secret by its form":         {"image: ^\"https://user:hunter22@acme.example/x\"", diag.Diagnostic{Path: "jobs.a.image"}, false},
		"a variable on the line":       {"jobs: a: {^imag: \"x\", environment: X: \"hunter2\"}", diag.Diagnostic{Path: "jobs.a.imag"}, false},
		"a syntax error":               {"jobs: a: {\n\timage ^= 3\n}", diag.Diagnostic{}, true},
		"a syntax error in text":       {"jobs: a: {\n\tX: ^\"hunter2\n}", diag.Diagnostic{}, false},
		"a syntax error in bytes":      {"jobs: a: {\n\tX: ^'hunter2\n}", diag.Diagnostic{}, false},
		"a syntax error inside":        {"environment: {\n\n\t\tX: ^hunter2,,\n}", diag.Diagnostic{}, false},
		"a syntax error beside":        {"a: {\n\tenvironment: X: \"y\"\n\tb ^=\n}", diag.Diagnostic{}, true},
		"in a text of many lines":      {"x: \"\"\"\n\thunter2 ^\\q\n\t\"\"\"", diag.Diagnostic{}, false},
		"a syntax error, not indented": {"environment: {\na: {b: 1}\nX: ^hunter2,,\n}", diag.Diagnostic{}, false},
		"a field inside":               {"environment: {\n\tX: \"hunter2\" ^\n}", diag.Diagnostic{Path: "jobs.a.image"}, false},
		"below a comment":              {"// tags\n\timage: ^\"x\"", diag.Diagnostic{Path: "jobs.a.image"}, true},
		"behind a text of many":        {"x: \"\"\"\n\ty\n\t\"\"\"\nz ^=", diag.Diagnostic{}, true},
		"advice on a stack":            {"^stack: {", diag.Diagnostic{Severity: diag.Note}, false},
		"a column that is not there":   {"a: 1^", diag.Diagnostic{Path: "a", Pos: diag.Position{Column: 9}}, false},
		"a line that is blank":         {"a: {\n  ^\n}", diag.Diagnostic{Path: "a"}, false},
	} {
		before, after, _ := strings.Cut(test.text, "^")
		d := test.d
		d.Message = "wrong"
		line := before[strings.LastIndex(before, "\n")+1:]
		d.Pos = diag.Position{File: spec, Line: 1 + strings.Count(before, "\n"), Column: d.Pos.Column + len(line) + 1}
		got := written(t, output.Text{}, repository(t, before+after, d))
		if shown := strings.Contains(got, " | "); shown != test.shown {
			t.Errorf("%s: the source line is shown: %t, want %t\n%s", name, shown, test.shown, got)
		}
		if strings.Contains(got, "hunter2") {
			t.Errorf("%s: the secret is printed:\n%s", name, got)
		}
	}
}
