package rendered

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEncodeOrigins compares the short way with encoding/json.
func TestEncodeOrigins(t *testing.T) {
	for name, origins := range map[string]map[string]string{
		"none":  {},
		"plain": {"/b": "stacks/a/stack.cue:1:2", "/a": "stacks/a/stack.cue:3:4", "/a/b": "x"},
		"odd":   {`/"\`: "<&>", "/é\u2028": "\n\t\x00", "": "", "/😀": "\xff"},
	} {
		want, err := encode(origins)
		if err != nil {
			t.Fatal(err)
		}
		got, err := encodeOrigins(origins)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
