package source

import (
	"os"
	"path/filepath"
	"testing"

	"cuelang.org/go/cue/parser"
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
			x := r.NewInputs()
			for range 2 { // the second time by its head
				got := x.glance("a.cue")
				if (got != nil) != test.seen {
					t.Fatalf("seen at a glance: %t, want %t", got != nil, test.seen)
				}
				whole, problems := r.parse("a.cue", &allowance{})
				if got == nil || len(problems) > 0 {
					return
				}
				if diff := cmp.Diff(summarize(whole), got, cmp.AllowUnexported(summary{})); diff != "" {
					t.Errorf("the summary (-parsed +glanced):\n%s", diff)
				}
			}
		})
	}
}

// TestHeads looks at files that begin alike up to a line that may be the field stack,
// and import different things after it.
func TestHeads(t *testing.T) {
	const line = "\nstack: name: \"a\"\n"
	x := (&Repository{Dir: t.TempDir()}).NewInputs()
	for name, text := range map[string]string{
		"plain.cue":  "package stacks\nimport \"acme.example/specs/a\"" + line,
		"other.cue":  "package stacks\nimport \"acme.example/specs/b\"" + line,
		"texts.cue":  "package stacks\nimport (\n'''\nstack: x\n'''\n\"acme.example/specs/c\")\n",
		"texts2.cue": "package stacks\nimport (\n'''\nstack: x\n'''\n\"acme.example/specs/d\")\n",
	} {
		if err := os.WriteFile(x.repository.abs(name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(name, text, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(summarize(parsed), x.glance(name), cmp.AllowUnexported(summary{})); diff != "" {
			t.Errorf("%s (-parsed +glanced):\n%s", name, diff)
		}
	}
}
