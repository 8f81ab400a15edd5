package template_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

func TestReadJSON(t *testing.T) {
	got, err := template.ReadJSON(`{"a": ["\u00fc", 1.50, true, null], "Ref": {}}`)
	want := map[string]any{"a": []any{"ü", json.Number("1.50"), true, nil}, "Ref": map[string]any{}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("ReadJSON: %v (-want +got):\n%s", err, diff)
	}
	for text, want := range map[string]string{
		`{"a": 1, "a": 2}`: `line 1, column 10: key "a" is there twice: remove one`,
		"{\n} x":           "line 2, column 3: text after the end of the document: remove it",
	} {
		if _, err := template.ReadJSON(text); err == nil || err.Error() != want {
			t.Errorf("ReadJSON(%s): %v, want %s", text, err, want)
		}
	}
}
