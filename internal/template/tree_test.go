package template_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

func TestTree(t *testing.T) {
	join := map[string]any{"Fn::Join": []any{"-", []any{"a", "b"}}}
	tree := map[string]any{"A": map[string]any{"B": join, "C": "text"}}
	for name, test := range map[string]struct{ got, want map[string]any }{
		"itself":       {template.Object(tree), tree},
		"below":        {template.Object(tree, "A", "B"), join},
		"nothing":      {template.Object(tree, "X", "Y"), nil},
		"below text":   {template.Object(tree, "A", "C", "D"), nil},
		"of no object": {template.Object("text"), nil},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("Object, %s (-want +got):\n%s", name, diff)
		}
	}
	if diff := cmp.Diff([]map[string]any{join}, template.Objects([]any{"a", join, nil})); diff != "" {
		t.Errorf("Objects (-want +got):\n%s", diff)
	}
	if got := template.Objects(join); got != nil {
		t.Errorf("Objects of an object are %v, want none", got)
	}
	for name, test := range map[string]struct {
		object map[string]any
		called string
	}{
		"a function":  {join, "Fn::Join"},
		"a reference": {map[string]any{"Ref": "Queue"}, "Ref"},
		"a member":    {map[string]any{"Refs": "Queue"}, ""},
		"two members": {map[string]any{"Ref": "Queue", "Fn::Sub": ""}, ""},
		"nothing":     {nil, ""},
	} {
		called, argument, ok := template.Intrinsic(test.object)
		if ok != (test.called != "") || ok && (called != test.called || cmp.Diff(test.object[called], argument) != "") {
			t.Errorf("Intrinsic, %s: %q of %v, %t; want %q", name, called, argument, ok, test.called)
		}
	}
	for want, value := range map[string]any{"text": "text", "1.50": json.Number("1.50"), "true": true} {
		if got, ok := template.Scalar(value); !ok || got != want {
			t.Errorf("Scalar(%v) = %q, %t; want %q", value, got, ok, want)
		}
	}
	for _, value := range []any{nil, join, []any{"a"}} {
		if got, ok := template.Scalar(value); ok {
			t.Errorf("Scalar(%v) = %q, want none", value, got)
		}
	}
}
