package source_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
)

var update = flag.Bool("update", false, "rewrite the expected diagnostics in testdata")

// moduleFile makes a directory a repository of specs.
const moduleFile = "module: \"acme.example/specs\"\nlanguage: version: \"v0.17.0\"\n"

// TestMistakes loads the specs in each archive and compares what smgen says
// with the archive's last file, want. An archive without cue.mod/module.cue
// gets one.
func TestMistakes(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives in testdata: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			last := len(archive.Files) - 1
			if last < 0 || archive.Files[last].Name != "want" {
				t.Fatalf("%s: the last file is not want", name)
			}
			files := map[string]string{}
			for _, f := range archive.Files[:last] {
				files[f.Name] = string(f.Data)
			}
			got := report(t, writeRepository(t, files))
			want := string(archive.Files[last].Data)
			if *update {
				archive.Files[last].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// writeRepository writes spec files, and a module file if there is none, to a
// new directory.
func writeRepository(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if _, ok := files["cue.mod/module.cue"]; !ok {
		writeFile(t, dir, "cue.mod/module.cue", moduleFile)
	}
	for name, text := range files {
		writeFile(t, dir, name, text)
	}
	return dir
}

func writeFile(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// report returns all findings in the repository at dir, as a command would
// print them.
func report(t testing.TB, dir string) string {
	t.Helper()
	repository, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	stacks, diags := repository.Find(dir, []string{"./..."})
	loader := repository.NewLoader()
	for _, stack := range stacks {
		loaded, found := loader.Load(stack)
		if loaded == nil && !diag.HasErrors(found) {
			t.Errorf("%s: no stack, and no error", stack)
		}
		diags = append(diags, found...)
	}
	return format(diag.Sort(diags))
}

func format(diags []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "%s: ", d.Pos)
		if d.Path != "" {
			fmt.Fprintf(&b, "%s: ", d.Path)
		}
		if d.Rule != "" {
			fmt.Fprintf(&b, "%s: ", d.Rule)
		}
		fmt.Fprintln(&b, d.Message)
		if d.Help != "" {
			fmt.Fprintf(&b, "\thelp: %s\n", d.Help)
		}
		for _, r := range d.Related {
			fmt.Fprintf(&b, "\t%s: %s\n", r.Pos, r.Message)
		}
	}
	return b.String()
}
