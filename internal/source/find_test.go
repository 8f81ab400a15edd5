package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/source"
)

func TestFind(t *testing.T) {
	dir := writeRepository(t, map[string]string{
		"stacks/defaults.cue":             "package stacks\n",
		"stacks/staging/churn/stack.cue":  spec(""),
		"stacks/staging/churn/more.cue":   "package stacks\n",
		"stacks/prod/churn/stack.cue":     spec(""),
		"stacks/_old/churn/stack.cue":     spec(""),
		"stacks/.git/churn/stack.cue":     spec(""),
		"node_modules/x/stack.cue":        spec(""),
		"cue.mod/pkg/x.y/stack.cue":       spec(""),
		"nested/cue.mod/module.cue":       "module: \"acme.example/nested\"\nlanguage: version: \"v0.17.0\"\n",
		"nested/stack.cue":                spec(""),
		"docs/readme.md":                  "x",
		"stacks/staging/churn/launcher/x": "x",
	})
	if err := os.Symlink(filepath.Join("..", "stacks"), filepath.Join(dir, "docs", "link")); err != nil {
		t.Fatal(err)
	}
	repository, err := source.Open(filepath.Join(dir, "stacks", "staging"))
	if err != nil {
		t.Fatal(err)
	}
	if repository.Dir != dir || repository.Module != "acme.example/specs" {
		t.Errorf("Open found %s in %s, want acme.example/specs in %s", repository.Module, repository.Dir, dir)
	}
	both := []string{"stacks/prod/churn", "stacks/staging/churn"}
	for _, test := range []struct {
		base     string
		patterns string
		stacks   []string
		diags    string
	}{
		{".", "...", both, ""},
		{".", "./...", both, ""},
		{".", "stacks/...", both, ""},
		{".", "stacks/staging/...", both[1:], ""},
		{"stacks", "./staging/churn", both[1:], ""},
		{"stacks/staging/churn", ".", both[1:], ""},
		{"stacks/staging/churn", "..", nil, "stacks/staging: is not a stack: it has no stack.cue\n\thelp: for the stacks below it (1), give ../...\n"},
		{".", "stacks/prod/churn/ stacks/prod/churn stacks/...", both, ""},
		{".", "stacks/staging/churn/more.cue", both[1:], ""},
		{".", "stacks/defaults.cue", both, ""},
		{".", "stacks", nil, "stacks: is not a stack: it has no stack.cue\n\thelp: for the stacks below it (2), give stacks/...\n"},
		{".", "docs", nil, "docs: is not a stack: it has no stack.cue\n\thelp: add one, or give a stack's directory\n"},
		{".", "docs/...", nil, "docs/...: holds no stack: no directory in it has a stack.cue\n\thelp: run smgen init to see a stack that works\n"},
		{".", "stagging/churn stacks/prod/churn", both[:1], "stagging/churn: does not exist\n\thelp: give a stack's directory, a tree such as stacks/..., or a spec file\n"},
		{".", "..", nil, "..: lies outside the repository DIR\n\thelp: give a path inside it, or change to the other repository\n"},
		{".", "nested", nil, "nested: belongs to another CUE module, nested\n\thelp: change to its directory\n"},
	} {
		stacks, diags := repository.Find(filepath.Join(dir, test.base), strings.Fields(test.patterns))
		if diff := cmp.Diff(test.stacks, stacks); diff != "" {
			t.Errorf("Find(%s, %s) (-want +got):\n%s", test.base, test.patterns, diff)
		}
		if diff := cmp.Diff(test.diags, strings.ReplaceAll(format(diags), dir, "DIR")); diff != "" {
			t.Errorf("Find(%s, %s) (-want +got):\n%s", test.base, test.patterns, diff)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	for name, test := range map[string]struct{ module, want string }{
		"syntax":       {"module: acme", "read FILE: "},
		"no module":    {"language: version: \"v0.17.0\"\n", "read FILE: invalid module file"},
		"new language": {"module: \"acme.example/specs\"\nlanguage: version: \"v0.99.0\"\n", "read FILE: language version \"v0.99.0\" declared in module.cue is too new"},
	} {
		dir := writeRepository(t, map[string]string{"cue.mod/module.cue": test.module})
		_, err := source.Open(dir)
		want := strings.ReplaceAll(test.want, "FILE", filepath.Join(dir, "cue.mod", "module.cue"))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s…", name, err, want)
		}
	}
	_, err := source.Open(t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "run smgen init") {
		t.Errorf("without a module: got %v, want the way to start", err)
	}
}
