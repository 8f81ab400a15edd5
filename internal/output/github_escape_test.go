package output

import (
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/diag"
)

// decoded is a workflow command as the runner reads it: properties end at a
// comma, and %25 is decoded last.
func decoded(t *testing.T, line string) (kind string, properties map[string]string, message string) {
	t.Helper()
	head, message, ok := strings.Cut(strings.TrimPrefix(line, "::"), "::")
	kind, list, _ := strings.Cut(head, " ")
	if !ok || !strings.HasPrefix(line, "::") {
		t.Fatalf("%q is no command", line)
	}
	properties = map[string]string{}
	for pair := range strings.SplitSeq(list, ",") {
		name, value, _ := strings.Cut(pair, "=")
		properties[name] = decode(value, "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
	}
	return kind, properties, decode(message, "%0D", "\r", "%0A", "\n")
}

func decode(s string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
	}
	return strings.ReplaceAll(s, "%25", "%")
}

// FuzzAnnotation writes findings with any text. Each is one command of one line,
// which the runner reads as it was meant, and no text reaches another property.
func FuzzAnnotation(f *testing.F) {
	for _, text := range []string{"plain", "50%", "%25%0A", "a\nb\r\n::error::c", "a,file=b:c", "::set-output name=x::y", "##[add-path]/tmp", "\x00\xff\u2028"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, escaped := range []string{data(text), property(text)} {
			if strings.ContainsAny(escaped, "\r\n") {
				t.Errorf("%q becomes the lines %q", text, escaped)
			}
		}
		if strings.ContainsAny(property(text), ",:") {
			t.Errorf("%q ends a property as %q", text, property(text))
		}
		_, properties, message := decoded(t, "::error title="+property(text)+",line=1::"+data(text))
		if properties["title"] != text || message != text || len(properties) != 2 {
			t.Errorf("%q is read as the properties %q and the message %q", text, properties, message)
		}
		if len(text) > 1000 {
			return
		}
		r := &Report{Findings: []diag.Diagnostic{{Rule: "R" + text, Path: "p" + text, Message: text, Help: text}}}
		var out strings.Builder
		if err := (GitHub{}).Write(&out, r); err != nil {
			t.Fatal(err)
		}
		kind, properties, _ := decoded(t, strings.TrimSuffix(out.String(), "\n"))
		if strings.Count(out.String(), "\n") != 1 || kind != "error" || len(properties) != 1 {
			t.Errorf("%q becomes %q", text, out.String())
		}
	})
}
