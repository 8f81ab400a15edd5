package scaffold_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/scaffold"
)

const schemaDir = "cue.mod/pkg/github.com/smgen/smgen/schema"

// repository writes a new repository that pins v1.0.0.
func repository(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "specs")
	if _, err := scaffold.Write(dir, scaffold.Options{Module: "acme.example/specs", Version: "v1.0.0"}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// edit changes a file.
func edit(t *testing.T, name string, change func([]byte) []byte) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, change(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestDefaultModule(t *testing.T) {
	for dir, want := range map[string]string{
		"/home/me/specs":         "example.com/specs",
		"/home/me/ML Specs (v2)": "example.com/ml-specs--v2",
		"/home/me/-x-":           "example.com/x",
		"/home/me/日本":            "example.com/ml-specs",
		"/":                      "example.com/ml-specs",
	} {
		if got := scaffold.DefaultModule(dir); got != want {
			t.Errorf("DefaultModule(%q) is %q, want %q", dir, got, want)
		}
	}
}

func TestCheckSchema(t *testing.T) {
	note := []diag.Diagnostic{{
		Severity: diag.Note,
		Pos:      diag.Position{File: schemaDir},
		Message:  "the schema for editors differs from the one inside this smgen, which counts",
		Help:     "run smgen init --upgrade",
	}}
	for name, test := range map[string]struct {
		change func(t *testing.T, dir string)
		want   []diag.Diagnostic
	}{
		"as written": {func(*testing.T, string) {}, nil},
		"line endings of another system": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "spec.cue"), func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) })
		}, nil},
		"a changed file": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "spec.cue"), func(text []byte) []byte { return append(text, '\n') })
		}, note},
		"a file too many": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "more.cue"), []byte("package schema\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, note},
		"a file too few": {func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "spec.cue")); err != nil {
				t.Fatal(err)
			}
		}, note},
		"another name": {func(t *testing.T, dir string) {
			if err := os.Rename(filepath.Join(dir, "spec.cue"), filepath.Join(dir, "old.cue")); err != nil {
				t.Fatal(err)
			}
		}, note},
		"a file that is no schema": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "README.md"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}, nil},
		"no copy": {func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}, nil},
	} {
		dir := repository(t)
		test.change(t, filepath.Join(dir, filepath.FromSlash(schemaDir)))
		got, err := scaffold.CheckSchema(dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}

		// Whatever it was, an upgrade mends it.
		if _, _, err := scaffold.Upgrade(dir, "v1.0.0"); err != nil {
			t.Errorf("%s: upgrade: %v", name, err)
		}
		if got, err := scaffold.CheckSchema(dir); len(got) > 0 || err != nil {
			t.Errorf("%s: after an upgrade: %v, %v", name, got, err)
		}
	}
}

// TestUpgradePins changes the version in two files, and no other byte or mode.
func TestUpgradePins(t *testing.T) {
	dir := repository(t)
	for name, text := range map[string]string{
		"stacks/defaults.cue":         "package stacks\r\n\r\n// é\r\nstack: smgen:  version: \"v1.0.0\"\r\n",
		"stacks/staging/defaults.cue": "package stacks\n\nstack: {environment: \"staging\", smgen: version: *\"v0.9.0\" | _}",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, pins, err := scaffold.Upgrade(filepath.Join(dir, "stacks", "prod"), `v2.0.0-"`)
	if err != nil || len(files) > 0 || len(pins) != 2 {
		t.Fatalf("Upgrade changed the files %v and the pins %v, error %v; want no files, 2 pins", files, pins, err)
	}
	for name, want := range map[string]string{
		"stacks/defaults.cue":         "package stacks\r\n\r\n// é\r\nstack: smgen:  version: \"v2.0.0-\\\"\"\r\n",
		"stacks/staging/defaults.cue": "package stacks\n\nstack: {environment: \"staging\", smgen: version: *\"v2.0.0-\\\"\" | _}",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != fs.FileMode(0o600) {
			t.Errorf("%s has the mode %v, want that of before", name, info.Mode())
		}
	}
	files, pins, err = scaffold.Upgrade(dir, `v2.0.0-"`)
	if len(files)+len(pins) > 0 || err != nil {
		t.Errorf("a second upgrade changes %v and %v, error %v; want nothing", files, pins, err)
	}
}

func TestUpgradeItself(t *testing.T) {
	if _, _, err := scaffold.Upgrade("../..", "v1.0.0"); err == nil {
		t.Error("smgen's own repository is given a copy of its schema")
	}
}
