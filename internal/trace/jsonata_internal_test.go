package trace

import (
	"testing"

	"github.com/smgen/smgen/internal/template"
)

// TestExpressions evaluates the expressions that launches are written in, and
// leaves alone what it does not know.
func TestExpressions(t *testing.T) {
	tr := tracerOf(t, "")
	s := scope{
		variables: map[string]any{"run": "r-1", "n": "7", "list": []any{"a"}},
		machine: &machine{
			t: tr, jsonata: true,
			input:   map[string]any{"id": "i-1", "nested": map[string]any{"a": "b"}},
			context: map[string]any{"Execution": map[string]any{"Name": "e-1"}},
		},
	}
	for expression, want := range map[string]string{
		`text`:                                 "text",
		`{% "a" %}`:                            "a",
		`{% "a\u007b\u0025\"\\" %}`:            `a{%"\`,
		`{%"a" & $run & "-" & $n%}`:            "ar-1-7",
		`{% $states.input.id %}`:               "i-1",
		`{% $states.input.nested.a %}`:         "b",
		`{% $states.context.Execution.Name %}`: "e-1",
		`{% $exists($states.input.id) ? $states.input.id : $states.context.Execution.Name %}`: "i-1",
		`{% $exists($states.input.no) ? $states.input.no : $states.context.Execution.Name %}`: "e-1",
		`{% ($exists($run) ? ("x" & $run) : 1) & "!" %}`:                                      "xr-1!",
		`{% "a" & $absent %}`:            "a", // nothing is empty text
		`{% true ? 12 : 13 %}`:           "12",
		`{% $absent %}`:                  "${run: $absent}",
		`{% $run = "r-1" ? "a" : "b" %}`: `${run: $run = "r-1" ? "a" : "b"}`,
		`{% $substring($run, 0, 3) %}`:   "${run: $substring($run, 0, 3)}",
		`{% $list[0] %}`:                 "${run: $list[0]}",
		`{% $list & "a" %}`:              `${run: $list & "a"}`,
		`{% $n + 1 %}`:                   "${run: $n + 1}",

		`{% $substringAfter("a-b-c", "-") %}`:                               "b-c",
		`{% $substringAfter("a", "-") & "!" %}`:                             "a!",
		`{% $substringAfter($run, $run) %}`:                                 "${run: $substringAfter($run, $run)}",
		`{% $substringAfter("a" %}`:                                         `${run: $substringAfter("a"}`,
		`{% $exists($substringAfter($states.input.no, "-")) ? "a" : "b" %}`: "b",

		`{% "a" & %}`:               `${run: "a" &}`,
		`{% "unclosed %}`:           `${run: "unclosed}`,
		`{% $exists($run %}`:        "${run: $exists($run}",
		`{% $run ? "a" : "b" %}`:    `${run: $run ? "a" : "b"}`,
		`{% true ? "a" %}`:          `${run: true ? "a"}`,
		`{% $states. %}`:            "${run: $states.}",
		`{% %}`:                     "${run: }",
		`{% $ %}`:                   "${run: $}",
		`{% "\q" %}`:                `${run: "\q"}`,
		`{% "` + "\uE000" + `0" %}`: "\uE0000",
		`{% "\ue0000\ue001" %}`:     "\uFFFD0\uFFFD",
	} {
		got, ok := template.Scalar(s.evaluate(expression, 0))
		if !ok || tr.describe(got) != want {
			t.Errorf("%s is %q, want %q", expression, tr.describe(got), want)
		}
	}
}

// TestPaths evaluates the paths of machines that are written in JSONPath.
func TestPaths(t *testing.T) {
	tr := tracerOf(t, "")
	s := scope{machine: &machine{
		t: tr, input: map[string]any{"id": "i-1"},
		context: map[string]any{"Execution": map[string]any{"Name": "e-1"}},
	}}
	for path, want := range map[string]string{
		"$.id":               "i-1",
		"$$.Execution.Name":  "e-1",
		"$.no":               "${run: $.no}",
		"$.id.no":            "${run: $.id.no}",
		"States.Format('a')": "${run: States.Format('a')}",
	} {
		value, _ := s.evaluate(map[string]any{"a.$": path, "b": path}, 0).(map[string]any)
		if got, _ := value["a"].(string); tr.describe(got) != want {
			t.Errorf("%s is %q, want %q", path, tr.describe(got), want)
		}
		if value["b"] != path {
			t.Errorf("the plain member is %v, want %q", value["b"], path)
		}
	}
}
