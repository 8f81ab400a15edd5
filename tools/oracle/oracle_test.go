package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestFind(t *testing.T) {
	root := fstest.MapFS{
		"testdata/golden/a/template.json":         {},
		"testdata/golden/b/c/template.json":       {},
		"testdata/golden/b/c/stack.json":          {},
		"testdata/golden/template.json":           {},
		"tools/node_modules/golden/template.json": {},
	}
	for glob, want := range map[string][]string{
		"testdata/golden/**/template.json":  {"testdata/golden/a/template.json", "testdata/golden/b/c/template.json", "testdata/golden/template.json"},
		"./testdata/golden/*/template.json": {"testdata/golden/a/template.json"},
		"testdata/golden/b/c/*.json":        {"testdata/golden/b/c/stack.json", "testdata/golden/b/c/template.json"},
	} {
		got, err := find(root, []string{glob, glob})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("find(%s): %v (-want +got):\n%s", glob, err, diff)
		}
	}
	for _, glob := range []string{"golden/*.json", "**/node_modules/**/*.json"} {
		if got, err := find(root, []string{glob}); err == nil {
			t.Errorf("find(%s) = %v, want an error: nothing would be judged", glob, got)
		}
	}
}

func TestLintFindings(t *testing.T) {
	out := `[{"Filename": "t.json", "Level": "Error", "Message": "no", "Rule": {"Id": "E3006"}, "Location": {"Path": ["Resources", "App", "Tags", 0]}},
		{"Filename": "t.json", "Level": "Warning", "Message": "hm", "Rule": {"Id": "W1"}, "Location": {"Path": ["Outputs", "App"]}}]`
	types := func(string) (map[string]string, error) {
		return map[string]string{"App": "AWS::SageMaker::MlflowApp"}, nil
	}
	got, err := lintFindings([]byte(out), types)
	if err != nil {
		t.Fatal(err)
	}
	want := []finding{
		{File: "t.json", Rule: "E3006", Severity: "Error", Resource: "App", Type: "AWS::SageMaker::MlflowApp", Path: "Resources.App.Tags.0", Message: "no"},
		{File: "t.json", Rule: "W1", Severity: "Warning", Path: "Outputs.App", Message: "hm"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lintFindings (-want +got):\n%s", diff)
	}
}

func TestFindingsInRefusesOtherOutput(t *testing.T) {
	if got, err := findingsIn([]byte("{\"rule\": \"E1\"}\nwarning: old Node\n")); err == nil {
		t.Errorf("findingsIn = %v, want an error", got)
	}
}

func TestDecide(t *testing.T) {
	j := judge{name: "j", rejects: func(f finding) bool { return f.Severity == "Error" }}
	broken := []brokenTemplate{
		{Name: "kept", path: "broken/kept.json", Rejected: map[string][]string{"j": {"E1"}}},
		{Name: "lost", path: "broken/lost.json", Rejected: map[string][]string{"j": {"E1"}, "other": {"E7"}}},
		{Name: "others", path: "broken/others.json", Rejected: map[string][]string{"other": {"E7"}}},
	}
	known := &exceptions{list: []exception{
		{Judge: "j", Rule: "E2", Type: "A::B::C", Reason: "r"},
		{Judge: "other", Rule: "E3", Type: "A::B::C", Reason: "r"},
	}}
	at := func(file, rule, severity string) finding {
		return finding{File: file, Rule: rule, Severity: severity, Resource: "R", Type: "A::B::C", Message: "m"}
	}
	got := j.decide([]finding{
		at("broken/kept.json", "E1", "Error"),
		at("broken/lost.json", "E9", "Error"),
		at("broken/lost.json", "E1", "Warning"),
		at("t.json", "E2", "Error"),
		at("t.json", "E3", "Error"),
		at("t.json", "W1", "Warning"),
		at("u.json", "W1", "Warning"),
	}, broken, known)
	want := verdict{
		judge:    "j",
		errors:   []finding{at("t.json", "E3", "Error")},
		excepted: []finding{at("t.json", "E2", "Error")},
		warnings: []finding{at("t.json", "W1", "Warning"), at("u.json", "W1", "Warning")},
		missed:   []string{"broken/lost.json: expected E1, got [E9]"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(verdict{})); diff != "" {
		t.Errorf("decide (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(known.list[1:], known.unused(), cmpopts.IgnoreUnexported(exception{})); diff != "" {
		t.Errorf("unused (-want +got):\n%s", diff)
	}
	var printed bytes.Buffer
	got.print(&printed)
	const text = `j: 1 errors, 1 excepted, 2 warnings
  error t.json: E3 R (A::B::C) : m
  not rejected broken/lost.json: expected E1, got [E9]
  warning ×2 t.json: W1 R (A::B::C) : m
`
	if diff := cmp.Diff(text, printed.String()); diff != "" {
		t.Errorf("print (-want +got):\n%s", diff)
	}
}

func TestAgrees(t *testing.T) {
	for _, test := range []struct {
		verdict verdict
		want    bool
	}{
		{verdict{excepted: []finding{{}}, warnings: []finding{{}}}, true},
		{verdict{errors: []finding{{}}}, false},
		{verdict{missed: []string{"m"}}, false},
	} {
		if got := test.verdict.agrees(); got != test.want {
			t.Errorf("agrees(%+v) = %t", test.verdict, got)
		}
	}
}

func TestValidatorRejects(t *testing.T) {
	for _, test := range []struct {
		rule, severity string
		want           bool
	}{{"F3002", "FATAL", true}, {"E3510", "ERROR", true}, {"W3030", "WARN", true}, {"W9013", "WARN", false}} {
		if got := validatorRejects(finding{Rule: test.rule, Severity: test.severity}); got != test.want {
			t.Errorf("validatorRejects(%s %s) = %t", test.rule, test.severity, got)
		}
	}
}

func TestReadIndexWantsTheWholeFolder(t *testing.T) {
	for index, want := range map[string]string{
		`[]`: "does not list a.json",
		`[{"name": "a", "mistake": "m", "rejected": {}}]`:                            "no judge rejects a",
		`[{"name": "a", "mistake": "m", "rejected": {"j": ["E1"]}, "why": ""}]`:      "unknown field",
		`[{"name": "a", "mistake": "m", "rejected": {"j": ["E1"]}, "schema": true}]`: "",
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a.json"), "{}")
		write(t, filepath.Join(dir, "index.json"), index)
		_, err := readIndex(dir)
		if got := textOf(err); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("readIndex of %s = %q, want %q", index, got, want)
		}
	}
}

func TestReadExceptionsWantsReasons(t *testing.T) {
	for list, want := range map[string]string{
		`[{"judge": "j", "rule": "E1", "type": "T", "reason": "r"}]`: "",
		`[{"judge": "j", "rule": "E1", "type": "T"}]`:                "lacks a judge, a rule or a reason",
	} {
		file := filepath.Join(t.TempDir(), "exceptions.json")
		write(t, file, list)
		_, err := readExceptions(file)
		if got := textOf(err); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("readExceptions of %s = %q, want %q", list, got, want)
		}
	}
}

// The committed lists are read here, so that a slip in them shows without the judges.
func TestCommittedLists(t *testing.T) {
	if _, err := readExceptions("exceptions.json"); err != nil {
		t.Error(err)
	}
	const dir = "../../testdata/broken"
	list, err := readIndex(dir)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, j := range judges() {
		known[j.name] = true
	}
	for _, b := range list {
		for judge := range b.Rejected {
			if !known[judge] {
				t.Errorf("%s: no judge is called %q", b.Name, judge)
			}
		}
		if data, err := os.ReadFile(b.path); err != nil || !json.Valid(data) {
			t.Errorf("%s is no JSON: %v", b.path, err)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
