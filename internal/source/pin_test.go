package source_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/source"
)

// pins returns the pins of a repository whose spec file holds text.
func pins(t *testing.T, text string) ([]source.Pin, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"cue.mod/module.cue":    "module: \"acme.example/specs\"\nlanguage: version: \"v0.17.0\"\n",
		"cue.mod/pkg/a/pin.cue": "package a\n\nstack: smgen: version: \"foreign\"\n",
		"stacks/defaults.cue":   text,
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	repository, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return repository.Pins()
}

func TestPins(t *testing.T) {
	for text, want := range map[string]string{
		"package stacks\n": "",
		"package stacks\n\nstack: smgen: version: \"v1.2.3\"\n":                            `3:24 "v1.2.3" v1.2.3`,
		"package stacks\n\nstack: {\n\t// é\n\tsmgen: {version: \"v1\"}\n}\n":              `5:19 "v1" v1`,
		"package stacks\r\n\r\nstack: smgen: version: \"v1\" // here\r\n":                  `3:24 "v1" v1`,
		"\ufeffpackage stacks\n\nstack: smgen: version: \"v1\"\n":                          `3:24 "v1" v1`,
		"package stacks\n\nstack: smgen: version: #\"v\\1\"#\n":                            `3:24 #"v\1"# v\1`,
		"package stacks\n\nstack: smgen: version: *\"v1\" | string\n":                      `3:25 "v1" v1`,
		"package stacks\n\nstack: smgen: version: \"v1\"\nstack: smgen: version: \"v1\"\n": `3:24 "v1" v1, 4:24 "v1" v1`,
		"package stacks\n\nsmgen: version: \"v1\"\n":                                       "",
		"package stacks\n\nstack: smgen: version: v\n":                                     `error: stacks/defaults.cue:3:24: the version is not written as one string; write it as smgen: version: "…"`,
		"package stacks\n\nstack: smgen: version: \"a\" | \"b\"\n":                         `error: stacks/defaults.cue:3:24: the version is not written as one string; write it as smgen: version: "…"`,
		"package stacks\n\nstack: {\n":                                                     "error: look for the pinned version: stacks/defaults.cue:3:8: syntax error: the { here is not closed before the end of the file; run smgen vet",
	} {
		found, err := pins(t, text)
		var got []string
		for _, p := range found {
			if p.Pos.File != "stacks/defaults.cue" || !strings.HasPrefix(text[p.Offset:], p.Literal) {
				t.Errorf("%q: the literal %s is not at byte %d of %s", text, p.Literal, p.Offset, p.Pos.File)
			}
			got = append(got, fmt.Sprintf("%d:%d %s %s", p.Pos.Line, p.Pos.Column, p.Literal, p.Version))
		}
		if err != nil {
			got = append(got, "error: "+err.Error())
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestCheckModulePath(t *testing.T) {
	for _, name := range []string{"acme.example/ml-specs", "github.com/acme/ml_specs", "acme.example"} {
		if err := source.CheckModulePath(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "specs", "acme/specs", "acme.example/", "/acme.example", "acme.example//a", "acme.example/../a", "acme.example/A B", "acme.example/a@v0", "acme.example/a:b", "acme.example/\"", "acme.example/{}"} {
		if source.CheckModulePath(name) == nil {
			t.Errorf("%q is taken for a module path", name)
		}
	}
}
