package source

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGlance looks at files that matter by their imports alone, and leaves the
// others to the parser. What it sees is what the parser sees.
func TestGlance(t *testing.T) {
	const head = "package stacks\n\nimport (\n\t\"github.com/smgen/smgen/schema\"\n\tl \"acme.example/specs/lib\"\n)\n\n"
	for name, test := range map[string]struct {
		text string
		seen bool
	}{
		"plain":                   {`stack: schema.#Stack & {project: "a", jobs: a: image: (l.image)}`, true},
		"a field called code":     {`stack: jobs: a: launch: custom: {code: "dir"}`, false},
		"a computed label":        {`stack: jobs: a: launch: custom: (l.name): "dir"`, false},
		"a computed and optional": {`stack: jobs: a: launch: custom: (l.name)? : "dir"`, false},
		"an interpolated label":   {`stack: jobs: a: launch: custom: "c\(l.rest)": "dir"`, false},
		"a label with an escape":  {`stack: jobs: a: launch: custom: "c\u006fde": "dir"`, false},
		"a pattern":               {`stack: jobs: [_]: {launch: custom: {}}`, false},
		"an attribute":            {"@if(prod)\nstack: name: \"a\"", false},
		"an import that is none":  {`import "x`, false},
		"text that is no CUE":     {`stack: }`, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			text := head + test.text + "\n"
			if err := os.WriteFile(filepath.Join(dir, "a.cue"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			r := &Repository{Dir: dir}
			f := r.glance("a.cue")
			if (f != nil) != test.seen {
				t.Fatalf("seen at a glance: %t, want %t", f != nil, test.seen)
			}
			whole, problems := r.parse("a.cue", &allowance{})
			if f == nil || len(problems) > 0 {
				return
			}
			if diff := cmp.Diff(summarize(whole), summarize(f), cmp.AllowUnexported(summary{})); diff != "" {
				t.Errorf("the summary (-parsed +glanced):\n%s", diff)
			}
		})
	}
}
