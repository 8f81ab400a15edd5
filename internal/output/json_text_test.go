package output_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/output"
)

func FuzzEncodeJSON(f *testing.F) {
	for _, text := range []string{"plain → <b>&", "\x1b[31m\u009b31m\u202e\u2028\U000e0001", "a ##vso[task] ###[b", "::error::\n\r\t\x00\x7f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\ufffd")
		for _, indent := range []string{"", "  "} {
			var out strings.Builder
			if err := output.EncodeJSON(&out, map[string]string{text: text}, indent); err != nil {
				t.Fatal(err)
			}
			var got map[string]string
			if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{text: text}, got); diff != "" {
				t.Error(diff)
			}
			for line := range strings.Lines(out.String()) {
				if line = strings.TrimRight(line, "\n"); line != output.Printable(line) {
					t.Errorf("%q is steered by %q", text, line)
				}
			}
		}
	})
}
