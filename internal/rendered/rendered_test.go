package rendered

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writer returns a writer for dir that has collected the given stacks: paths
// and the text of their templates. Stacks of the old manifest that are not among
// them are gone.
func writer(t *testing.T, dir string, stacks map[string]string) *Writer {
	t.Helper()
	w, err := New(dir, Header{"v1.0.0", "sha256:s", "sha256:m"}, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	for path, text := range stacks {
		s := Stack{Path: path, Name: "n", Account: "123456789012", Region: "eu-central-1"}
		if err := w.Add(s, "template.json", []byte(text), map[string]string{"/a": "b.cue:1:1"}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func commit(t *testing.T, dir string, stacks map[string]string) int {
	t.Helper()
	n, err := writer(t, dir, stacks).Commit()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// content returns the files below dir by name.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestDied lets a run die after each of its steps: the run after it must leave
// the directory as if nothing had happened.
func TestDied(t *testing.T) {
	before := map[string]string{"s/keep": "1\n", "s/gone": "2\n"}
	after := map[string]string{"s/keep": "3\n", "s/new": "4\n"}
	clean := t.TempDir()
	commit(t, clean, before)
	commit(t, clean, after)
	want := content(t, clean)

	for n := range 8 {
		dir := t.TempDir()
		commit(t, dir, before)
		dying := writer(t, dir, after)
		gone, err := dying.finish()
		if err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		files, rest := dying.steps(gone)
		steps := append(files, rest...)
		if len(steps) != 6 {
			t.Fatalf("%d steps, want 6: %v", len(steps), steps)
		}
		for _, step := range steps[:min(n, len(steps))] {
			if _, err := dying.take(root, step); err != nil {
				t.Fatal(err)
			}
		}
		if err := root.Close(); err != nil {
			t.Fatal(err)
		}
		commit(t, dir, after)
		if diff := cmp.Diff(want, content(t, dir)); diff != "" {
			t.Errorf("after %d steps (-want +got):\n%s", n, diff)
		}
	}
}

// TestWhole reads a file while it is replaced: it holds the old text or the new,
// all of it, at any moment.
func TestWhole(t *testing.T) {
	dir := t.TempDir()
	texts := []string{strings.Repeat("a", 1<<20), strings.Repeat("b", 1<<20)}
	commit(t, dir, map[string]string{"s": texts[0]})
	stop := make(chan struct{})
	done := make(chan string)
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			data, err := os.ReadFile(filepath.Join(dir, "s", "template.json"))
			if err != nil || string(data) != texts[0] && string(data) != texts[1] {
				done <- "a reader sees neither the old text nor the new"
				return
			}
		}
	}()
	for i := range 40 {
		commit(t, dir, map[string]string{"s": texts[(i+1)%2]})
	}
	close(stop)
	if wrong := <-done; wrong != "" {
		t.Error(wrong)
	}
}

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	commit(t, dir, map[string]string{"s": "1\n"})
	name := filepath.Join(dir, "s", "template.json")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got&0o600 != 0o600 || got&0o111 != 0 {
		t.Errorf("mode %v, want one that its owner reads and writes, and nobody runs", got)
	}
	if err := os.Chmod(name, 0o400); err != nil {
		t.Fatal(err)
	}
	if n := commit(t, dir, map[string]string{"s": "2\n"}); n != 2 {
		t.Errorf("%d files changed beside a read-only one, want 2", n)
	}
	if again := content(t, dir)["s/template.json"]; again != "2\n" {
		t.Errorf("a read-only template holds %q, want the new text", again)
	}
	if n := commit(t, dir, map[string]string{"s": "2\n"}); n != 0 {
		t.Errorf("the same again changes %d files, want 0", n)
	}
}

func TestAddInOtherCase(t *testing.T) {
	w := writer(t, t.TempDir(), map[string]string{"stacks/Churn": "1\n"})
	err := w.Add(Stack{Path: "stacks/churn"}, "template.json", nil, nil)
	if want := "stacks/Churn and stacks/churn differ in upper and lower case alone; rename one of them"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestRootStack has a stack at the root of its repository.
func TestRootStack(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{".": "1\n"})
	if diff := cmp.Diff([]string{"manifest.json", "origins.json", "template.json"}, slices.Sorted(maps.Keys(content(t, dir)))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	commit(t, dir, map[string]string{"s": "1\n"})
	if diff := cmp.Diff([]string{"manifest.json", "s/origins.json", "s/template.json"}, slices.Sorted(maps.Keys(content(t, dir)))); diff != "" {
		t.Errorf("files after the stack moved (-want +got):\n%s", diff)
	}
}

func TestCompare(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{"s": "<old>\n", "t": "same\n", "gone": "x\n"})
	before := content(t, dir)
	var out strings.Builder
	differs, err := writer(t, dir, map[string]string{"s": "<new>\n", "t": "same\n"}).Compare(&out, "rendered")
	if err != nil || !differs {
		t.Fatalf("differs %v, error %v; want true, none", differs, err)
	}
	want := `diff rendered/gone/template.json /dev/null
--- rendered/gone/template.json
+++ /dev/null
@@ -1,1 +0,0 @@
-x
`
	got, rest, _ := strings.Cut(out.String(), "diff rendered/manifest.json")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a stack that is gone (-want +got):\n%s", diff)
	}
	want = `diff rendered/s/template.json rendered/s/template.json
--- rendered/s/template.json
+++ rendered/s/template.json
@@ -1,1 +1,1 @@
-<old>
+<new>
`
	if !strings.HasSuffix(rest, want) {
		t.Errorf("the difference of a template is\n%s\nwant\n%s", rest, want)
	}
	if diff := cmp.Diff(before, content(t, dir)); diff != "" {
		t.Errorf("Compare changed the directory (-before +after):\n%s", diff)
	}
	if differs, err := writer(t, dir, map[string]string{"s": "<old>\n", "t": "same\n", "gone": "x\n"}).Compare(&out, "rendered"); differs || err != nil {
		t.Errorf("without a change: differs %v, error %v", differs, err)
	}
}

func TestClose(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dir := filepath.Join(t.TempDir(), "rendered")
	w := writer(t, dir, map[string]string{"s": "1\n"})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if left := content(t, temp); len(left) > 0 {
		t.Errorf("Close leaves %v", left)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the directory was made without Commit: %v", err)
	}

	t.Setenv("TMPDIR", filepath.Join(temp, "none"))
	_, err := New(dir, Header{}, nil)
	if err == nil || !strings.HasSuffix(err.Error(), "point TMPDIR at a directory that can be written") {
		t.Errorf("without a directory for temporary files: %v", err)
	}
}

// TestTogether lets several programs render different stacks into one directory
// at the same time: the manifest lists them all.
func TestTogether(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rendered")
	const programs = 8
	var writers []*Writer
	for i := range programs {
		w := writer(t, dir, map[string]string{fmt.Sprintf("stacks/s%d", i): "{}"})
		w.exists = func(string) bool { return true }
		writers = append(writers, w)
	}
	errs := make(chan error)
	for _, w := range writers {
		go func() {
			_, err := w.Commit()
			errs <- err
		}()
	}
	for range programs {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	m, err := readManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Stacks) != programs {
		t.Errorf("the manifest lists %d of %d stacks", len(m.Stacks), programs)
	}
}
