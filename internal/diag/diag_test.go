package diag_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
)

func TestSuggest(t *testing.T) {
	known := []string{"instanceType", "instanceCount", "image", "inputs", "maxRuntimeSeconds", "ml.m5.large", "ml.m5.xlarge"}
	for given, want := range map[string]string{
		"instance_type":       "instanceType",
		"InstanceType":        "instanceType",
		"instanceTyp":         "instanceType",
		"imgae":               "image",
		"input":               "inputs",
		"max_runtime_seconds": "maxRuntimeSeconds",
		"ml.m5.lage":          "ml.m5.large",
		"hyperparameters":     "",
		"x":                   "",
		"":                    "",
	} {
		if got := diag.Suggest(given, known); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line int) diag.Position { return diag.Position{File: file, Line: line, Column: 1} }
	got := diag.Sort([]diag.Diagnostic{
		{Pos: at("b.cue", 1), Message: "b"},
		{Pos: at("a.cue", 9), Message: "late"},
		{Pos: at("a.cue", 2), Message: "early"},
		{Pos: at("b.cue", 1), Message: "b"},
		{Pos: at("a.cue", 2), Message: "early", Severity: diag.Note},
	})
	want := []diag.Diagnostic{
		{Pos: at("a.cue", 2), Message: "early"},
		{Pos: at("a.cue", 2), Message: "early", Severity: diag.Note},
		{Pos: at("a.cue", 9), Message: "late"},
		{Pos: at("b.cue", 1), Message: "b"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sort (-want +got):\n%s", diff)
	}
}

func TestPositionString(t *testing.T) {
	for want, p := range map[string]diag.Position{
		"a.cue:3:7": {File: "a.cue", Line: 3, Column: 7},
		"a.cue":     {File: "a.cue"},
		"":          {},
	} {
		if got := p.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}
