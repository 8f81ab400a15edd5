package planfile_test

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/deploy/planfile"
)

// TestTamperedAnywhere changes each value and the name of each member of a plan, and
// adds a member to each object and an element to each list, all else being as it was
// written. Each such plan is refused, but for what decides nothing: the version that
// it says to be written by, and members that no plan has.
func TestTamperedAnywhere(t *testing.T) {
	_, text := saved(t, sample(t))
	if _, err := planfile.Decode(strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	begin, end := strings.Index(text, `"schemaVersion"`), strings.Index(text, `"smgen"`)
	harmless := end + len(`"smgen": "v1.2.3"`)
	within := strings.Index(text, `"plan": `) + len(`"plan": `)
	tried := 0
	reader := json.NewDecoder(strings.NewReader(text))
	reader.UseNumber()
	for {
		token, err := reader.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		at := int(reader.InputOffset()) // behind the token
		if at <= begin || at > end && at <= harmless {
			continue
		}
		changed := ""
		switch v := token.(type) {
		case json.Delim:
			added := map[json.Delim]string{'{': `"another": 1`, '[': "1"}[v]
			if added == "" {
				continue
			}
			if next := strings.TrimSpace(text[at:]); next[0] != '}' && next[0] != ']' {
				added += ","
			}
			changed = text[:at] + added + text[at:]
		case string:
			changed = text[:at-1] + "+" + text[at-1:]
		case json.Number:
			changed = text[:at-len(v)] + "1" + text[at-len(v):]
		case bool:
			changed = text[:at-len(map[bool]string{true: "true", false: "false"}[v])] + map[bool]string{true: "false", false: "true"}[v] + text[at:]
		case nil:
			changed = text[:at-len("null")] + "1" + text[at:]
		}
		tried++
		_, err = planfile.Decode(strings.NewReader(changed))
		if err == nil || at > within && !strings.Contains(err.Error(), "it was changed after it was written") {
			t.Errorf("got %v of a plan that was tampered with: …%s…", err, changed[max(0, at-60):min(len(changed), at+40)])
		}
	}
	if tried < 150 {
		t.Errorf("only %d places were tried", tried)
	}
}
