package compile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
)

// specs is a repository with one stack for each text of a job's fields. The job
// is called train, its stack after its number.
func specs(t *testing.T, jobs []string) *source.Repository {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "cue.mod", "module.cue"), "module: \"acme.example/specs\"\nlanguage: version: \"v0.17.0\"\n")
	for i, fields := range jobs {
		write(t, filepath.Join(dir, "stacks", number(i), "stack.cue"), `package stacks

import "github.com/smgen/smgen/schema"

stack: schema.#Stack & {
	project:     "p`+number(i)+`"
	environment: "test"
	account:     "123456789012"
	region:      "us-east-1"
	jobs: train: {
		schedule: expression: "cron(0 2 * * ? *)"
`+fields+`
	}
}
`)
	}
	repository, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return repository
}

func number(i int) string { return fmt.Sprintf("%04d", i) }

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// received returns the requests that SageMaker gets from the stacks of specs, as
// the encoded templates hold them.
func received(t *testing.T, jobs []string) []any {
	t.Helper()
	results := compileIn(t, specs(t, jobs), template.JSON, "stacks/...")
	if len(results) != len(jobs) {
		t.Fatalf("%d of %d stacks were compiled", len(results), len(jobs))
	}
	requests := make([]any, len(jobs))
	for i, r := range results {
		requests[i] = requestIn(t, r)
	}
	return requests
}

// requestIn decodes the input of the job's schedule.
func requestIn(t *testing.T, r *compile.Result) any {
	t.Helper()
	document, err := template.Parse(r.Template)
	if err != nil {
		t.Fatal(err)
	}
	target, _ := document.Resources["TrainSchedule"].Properties["Target"].(map[string]any)
	decoder := json.NewDecoder(strings.NewReader(joined(t, target["Input"])))
	decoder.UseNumber()
	var request any
	if err := decoder.Decode(&request); err != nil {
		t.Fatalf("%s: the input is not JSON: %v", r.Dir, err)
	}
	return request
}

// joined resolves Fn::Join; what CloudFormation fills in becomes its compact
// JSON without quotes.
func joined(t *testing.T, value any) string {
	t.Helper()
	switch v := value.(type) {
	case string:
		return v
	case map[string]any:
		if join, ok := v["Fn::Join"].([]any); ok && len(join) == 2 && join[0] == "" {
			parts, _ := join[1].([]any)
			var out strings.Builder
			for _, part := range parts {
				out.WriteString(joined(t, part))
			}
			return out.String()
		}
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(bytes.ReplaceAll(raw, []byte(`"`), nil))
	}
	t.Fatalf("the input is %v", value)
	return ""
}

// missing returns where got lacks what want has, or "". Members and list
// elements that want does not have are no difference.
func missing(got, want any, at string) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s: got %v, want an object", at, got)
		}
		for name, value := range w {
			if problem := missing(g[name], value, at+"."+name); problem != "" {
				return problem
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok {
			return fmt.Sprintf("%s: got %v, want a list", at, got)
		}
		for i, value := range w {
			if !contains(g, value) {
				return fmt.Sprintf("%s[%d]: got %v, want %v", at, i, got, value)
			}
		}
	default:
		if got != want {
			return fmt.Sprintf("%s: got %#v, want %#v", at, got, want)
		}
	}
	return ""
}

func contains(list []any, want any) bool {
	for _, element := range list {
		if missing(element, want, "") == "" {
			return true
		}
	}
	return false
}

func TestMissing(t *testing.T) {
	decode := func(text string) any {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	got := decode(`{"a": {"b": "x"}, "list": [{"n": "1"}, {"n": "2"}]}`)
	tests := map[string]string{
		`{"a": {"b": "x"}}`:      "",
		`{"list": [{"n": "2"}]}`: "",
		`{"a": {"b": "y"}}`:      `request.a.b: got "x", want "y"`,
		`{"c": "y"}`:             `request.c: got <nil>, want "y"`,
		`{"a": ["b"]}`:           `request.a: got map[b:x], want a list`,
		`{"list": {"n": "1"}}`:   `request.list: got [map[n:1] map[n:2]], want an object`,
		`{"list": [{"n": "3"}]}`: `request.list[0]: got [map[n:1] map[n:2]], want map[n:3]`,
	}
	for want, problem := range tests {
		if found := missing(got, decode(want), "request"); found != problem {
			t.Errorf("%s: got %q, want %q", want, found, problem)
		}
	}
}
