package diag_test

import (
	std "cmp"
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

func TestParsePosition(t *testing.T) {
	for text, want := range map[string]diag.Position{
		"a.cue:3:7":        {File: "a.cue", Line: 3, Column: 7},
		"a:b/c.cue:12:1":   {File: "a:b/c.cue", Line: 12, Column: 1},
		"a.cue":            {File: "a.cue"},
		"a.cue:3":          {File: "a.cue:3"},
		"a.cue:three:four": {File: "a.cue:three:four"},
		"":                 {},
	} {
		got := diag.ParsePosition(text)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParsePosition(%q) (-want +got):\n%s", text, diff)
		}
		if got.String() != text {
			t.Errorf("ParsePosition(%q) prints as %q", text, got)
		}
	}
}

func TestReaches(t *testing.T) {
	var (
		failure = diag.Diagnostic{}
		warning = diag.Diagnostic{Severity: diag.Warning}
		note    = diag.Diagnostic{Severity: diag.Note}
		waived  = diag.Diagnostic{Waiver: &diag.Waiver{Reason: "accepted"}}
	)
	for _, test := range []struct {
		list  []diag.Diagnostic
		worst diag.Severity // none is worse than this
		none  bool
	}{
		{nil, 0, true},
		{[]diag.Diagnostic{waived}, 0, true},
		{[]diag.Diagnostic{waived, note}, diag.Note, false},
		{[]diag.Diagnostic{note, warning}, diag.Warning, false},
		{[]diag.Diagnostic{note, failure}, diag.Error, false},
	} {
		for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
			if got, want := diag.Reaches(test.list, s), !test.none && test.worst <= s; got != want {
				t.Errorf("Reaches(%v, %v) = %t, want %t", test.list, s, got, want)
			}
		}
		if got, want := diag.HasErrors(test.list), diag.Reaches(test.list, diag.Error); got != want {
			t.Errorf("HasErrors(%v) = %t, want %t", test.list, got, want)
		}
	}
}

// TestCompare orders by each field in turn: a finding comes before those that
// follow it.
func TestCompare(t *testing.T) {
	ordered := []diag.Diagnostic{
		{},
		{Pos: diag.Position{File: "a.cue", Line: 2, Column: 9}},
		{Pos: diag.Position{File: "a.cue", Line: 10, Column: 1}},
		{Pos: diag.Position{File: "a.cue", Line: 10, Column: 2}},
		{Pos: diag.Position{File: "b.cue"}},
		{Pos: diag.Position{File: "b.cue"}, Path: "a"},
		{Pos: diag.Position{File: "b.cue"}, Path: "a", Severity: diag.Warning},
		{Pos: diag.Position{File: "b.cue"}, Path: "a", Severity: diag.Warning, Rule: "SM101"},
		{Pos: diag.Position{File: "b.cue"}, Path: "a", Severity: diag.Warning, Rule: "SM101", Message: "m"},
		{Pos: diag.Position{File: "b.cue"}, Path: "a", Severity: diag.Note},
	}
	for i, d := range ordered {
		for j, e := range ordered {
			if got, want := d.Compare(e), std.Compare(i, j); got != want {
				t.Errorf("Compare of %d and %d = %d, want %d", i, j, got, want)
			}
		}
	}
	for severity, want := range map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "note"} {
		if got := severity.String(); got != want {
			t.Errorf("severity %d is %q, want %q", severity, got, want)
		}
	}
}
