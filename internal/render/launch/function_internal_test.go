package launch

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

const python = "import json\n\n" + dataLine + "\"{}\")\n\nprint(DATA)\n"

func TestCode(t *testing.T) {
	got, err := code(template.New(), python, map[string]any{"b": "it's \"quoted\" \\ \n", "a": []any{1, true}})
	const want = "import json\n\n" + dataLine + `"{\"a\":[1,true],\"b\":\"it's \\\"quoted\\\" \\\\ \\n\"}")` + "\n\nprint(DATA)\n"
	if err != nil || got != want {
		t.Errorf("code is %v\n%s\nwant\n%s", err, got, want)
	}
	for name, source := range map[string]string{"no line": "import json\n", "two lines": python + python, "no end": strings.TrimRight(dataLine, "\n")} {
		if got, err := code(template.New(), source, nil); err == nil {
			t.Errorf("%s: code is %q, want an error", name, got)
		}
	}
}

// FuzzCode holds that no text of a spec leaves the literal that it stands in, and
// that it comes out of it as it was. Python takes each escape of a JSON string for
// what JSON does, but halves of characters, which are not written.
func FuzzCode(f *testing.F) {
	for _, seed := range []string{"", `"`, `\`, `\"); import os #`, "'''", "\n", "\r", "\u2028\u2029\x00\x7f", "😀", "{{resolve:ssm:/a}}", "${AWS::Region}", dataLine, `\ud83d`, "\\N{BULLET}"} {
		f.Add(seed, "key")
		f.Add("value", seed)
	}
	f.Fuzz(func(t *testing.T, value, key string) {
		data := map[string]any{"fixed": value, "more": map[string]any{key: value}}
		text, err := code(template.New(), python, data)
		if err != nil {
			return // text that is not UTF-8 is refused where it is encoded
		}
		before, rest, _ := strings.Cut(text, dataLine)
		literal, after, _ := strings.Cut(rest, ")\n\nprint(DATA)\n")
		if before != "import json\n\n" || after != "" || strings.ContainsAny(literal, "\n\r\x00") {
			t.Fatalf("the literal %q breaks out", literal)
		}
		if strings.Contains(text, "{{resolve:") {
			t.Errorf("CloudFormation would see a dynamic reference in %q", text)
		}
		if withoutHalves := strings.ReplaceAll(literal, `\\`, ""); strings.Contains(withoutHalves, `\ud`) {
			t.Errorf("%q has a half of a character, which Python reads otherwise", literal)
		}
		var inner string
		var got map[string]any
		if err := json.Unmarshal([]byte(literal), &inner); err != nil {
			t.Fatalf("%q: %v", literal, err)
		}
		if err := json.Unmarshal([]byte(inner), &got); err != nil {
			t.Fatalf("%q: %v", inner, err)
		}
		if diff := cmp.Diff(data, got); diff != "" {
			t.Errorf("data (-want +got):\n%s", diff)
		}
	})
}
