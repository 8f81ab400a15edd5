package asset_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/asset"
)

// write writes a file below dir, with the directories around it.
func write(t *testing.T, dir, name, content string, mode os.FileMode) {
	t.Helper()
	at := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(at, mode); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, at string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, at); err != nil {
		t.Fatal(err)
	}
}

// zipOf returns a zip file with empty files of the given names.
func zipOf(t *testing.T, names ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// zipBomb returns a zip file that says of two files that each has 2⁶³ bytes.
func zipBomb(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{"a", "b"} {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: name, UncompressedSize64: 1 << 63}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestDeterminism zips two checkouts of the same code that differ in all that
// must not matter: the order and times of the files, the rights of others than
// the owner, and what tools left behind.
func TestDeterminism(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	write(t, one, "stacks/a/code/launcher.py", "print(1)", 0o644)
	write(t, one, "stacks/a/code/lib/z.py", "z", 0o600)
	write(t, one, "stacks/a/code/lib.py", "lib", 0o644)
	write(t, one, "stacks/a/code/run.sh", "#!", 0o755)

	write(t, two, "stacks/a/code/run.sh", "#!", 0o700)
	write(t, two, "stacks/a/code/lib.py", "lib", 0o664)
	write(t, two, "stacks/a/code/lib/z.py", "z", 0o644)
	write(t, two, "stacks/a/code/launcher.py", "print(1)", 0o640)
	write(t, two, "stacks/a/code/__pycache__/launcher.pyc", "cache", 0o644)
	write(t, two, "stacks/a/code/lib/z.pyc", "cache", 0o644)
	write(t, two, "stacks/a/code/.DS_Store", "x", 0o644)
	old := time.Date(1999, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(two, "stacks/a/code/lib.py"), old, old); err != nil {
		t.Fatal(err)
	}

	a, err := asset.Read(one, "stacks/a", "code")
	if err != nil {
		t.Fatal(err)
	}
	b, err := asset.Read(two, "stacks/b", "../a/code")
	if err != nil {
		t.Fatal(err)
	}
	if a.Path != "stacks/a/code" || b.Path != a.Path {
		t.Errorf("paths are %s and %s, want stacks/a/code", a.Path, b.Path)
	}
	if a.Digest() != b.Digest() {
		t.Errorf("the zip files of two checkouts differ: %v and %v", a.Files, b.Files)
	}
	// Another digest for the same code would redeploy every function.
	const digest = "37d1c59d4e4b2162d755065f705f62ca7e5155bfa8f2d9da48eac0acb642939a"
	if a.Digest() != digest {
		t.Errorf("the digest is %s, want %s", a.Digest(), digest)
	}
	want := []string{"launcher.py 0644 print(1)", "lib.py 0644 lib", "lib/z.py 0644 z", "run.sh 0755 #!"}
	if diff := cmp.Diff(want, contents(t, a.Zip)); diff != "" {
		t.Errorf("zip file (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"launcher.py", "lib.py", "lib/z.py", "run.sh"}, a.Files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// contents lists the files of a zip file with mode and text, in its own order.
func contents(t *testing.T, data []byte) []string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range r.File {
		open, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(open)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %#o %s", f.Name, f.Mode(), text))
	}
	return list
}

func TestZipFile(t *testing.T) {
	root := t.TempDir()
	content := zipOf(t, "lib/", "lib/b.py", "a.py")
	write(t, root, "dist/code.zip", content, 0o644)
	a, err := asset.Read(root, "stacks/a", "../../dist/code.zip")
	if err != nil {
		t.Fatal(err)
	}
	want := &asset.Asset{Path: "dist/code.zip", Zip: []byte(content), Files: []string{"a.py", "lib/b.py"}}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("asset (-want +got):\n%s", diff)
	}
}

// TestLinks follows links that stay in the repository, and copies what they
// lead to.
func TestLinks(t *testing.T) {
	root := t.TempDir()
	write(t, root, "shared/lib.py", "lib", 0o644)
	write(t, root, "real/launcher.py", "x", 0o644)
	link(t, "../shared/lib.py", filepath.Join(root, "real/lib.py"))
	link(t, "../../real", filepath.Join(root, "stacks/a/code"))
	a, err := asset.Read(root, "stacks/a", "code")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"launcher.py 0644 x", "lib.py 0644 lib"}, contents(t, a.Zip)); diff != "" {
		t.Errorf("zip file (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	const tooLarge = 250<<20 + 1
	for _, test := range []struct {
		name string
		make func(t *testing.T, root string)
		code string
		want string
	}{
		{"missing", nil, "code", "s/code does not exist"},
		{"outside", nil, "../../code", "../../code lies outside the repository; give a path inside it, relative to the stack's directory"},
		{"absolute", nil, "/etc", "/etc lies outside the repository; give a path inside it, relative to the stack's directory"},
		{"empty directory", func(t *testing.T, root string) { write(t, root, "s/code/__pycache__/a.pyc", "", 0o644) }, "code", "s/code has no files"},
		{"no zip file", func(t *testing.T, root string) { write(t, root, "s/code", "text", 0o644) }, "code", "s/code is neither a directory nor a zip file"},
		{"zip file without files", func(t *testing.T, root string) { write(t, root, "s/code", zipOf(t, "a/"), 0o644) }, "code", "s/code has no files"},
		{"zip file with .env", func(t *testing.T, root string) { write(t, root, "s/code", zipOf(t, "a.py", "x/.env"), 0o644) }, "code",
			"s/code contains x/.env, which must not be deployed; zip the code without it"},
		{".env", func(t *testing.T, root string) { write(t, root, "s/code/x/.env", "", 0o644) }, "code",
			"s/code contains x/.env, which must not be deployed; move it elsewhere"},
		{".env.local", func(t *testing.T, root string) { write(t, root, "s/code/.env.local", "", 0o644) }, "code",
			"s/code contains .env.local, which must not be deployed; move it elsewhere"},
		{".git", func(t *testing.T, root string) { write(t, root, "s/code/.git/HEAD", "", 0o644) }, "code",
			"s/code contains .git, which must not be deployed; move it elsewhere"},
		{"the repository's history itself", func(t *testing.T, root string) { write(t, root, ".git/hooks/a", "", 0o644) }, "../.git/hooks",
			".git/hooks leads to .git/hooks, which must not be deployed; choose other code"},
		{"link to .env", func(t *testing.T, root string) {
			write(t, root, ".env", "SECRET=1", 0o644)
			write(t, root, "s/code/a.py", "", 0o644)
			link(t, "../../.env", filepath.Join(root, "s/code/settings"))
		}, "code", "s/code contains settings, which leads to .env, which must not be deployed; choose other code"},
		{"link out", func(t *testing.T, root string) {
			write(t, filepath.Dir(root), "secret", "", 0o644)
			write(t, root, "s/code/a.py", "", 0o644)
			link(t, "../../../secret", filepath.Join(root, "s/code/b.py"))
		}, "code", "s/code contains b.py, which is a link that leads out of the repository; copy the files instead"},
		{"directory that is a link out", func(t *testing.T, root string) {
			write(t, root, "s/x", "", 0o644)
			link(t, "../..", filepath.Join(root, "s/code"))
		}, "code", "s/code is a link that leads out of the repository; copy the files instead"},
		{"dangling link", func(t *testing.T, root string) { link(t, "nowhere", filepath.Join(root, "s/code/a.py")) }, "code",
			"s/code contains a.py, which does not exist"},
		{"link to a directory", func(t *testing.T, root string) {
			write(t, root, "lib/a.py", "", 0o644)
			link(t, "../../lib", filepath.Join(root, "s/code/lib"))
		}, "code", "s/code contains lib, which is not a regular file"},
		{"directory that is too large", func(t *testing.T, root string) {
			write(t, root, "s/code/a.py", "", 0o644)
			write(t, root, "s/code/large", "", 0o644)
			if err := os.Truncate(filepath.Join(root, "s/code/large"), tooLarge); err != nil {
				t.Fatal(err)
			}
		}, "code", "s/code has more than 262144000 bytes, and Lambda takes no more"},
		{"two files that are too large together", func(t *testing.T, root string) {
			for _, name := range []string{"s/code/a", "s/code/b"} {
				write(t, root, name, "", 0o644)
				if err := os.Truncate(filepath.Join(root, name), tooLarge/2+1); err != nil {
					t.Fatal(err)
				}
			}
		}, "code", "s/code has more than 262144000 bytes, and Lambda takes no more"},
		{"pipe", func(t *testing.T, root string) {
			write(t, root, "s/code/a.py", "", 0o644)
			if err := syscall.Mkfifo(filepath.Join(root, "s/code/b.py"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "code", "s/code contains b.py, which is not a regular file"},
		{"pipe in place of a zip file", func(t *testing.T, root string) {
			if err := syscall.Mkfifo(filepath.Join(root, "s/code"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "code", "s/code is neither a directory nor a zip file"},
		{"links in a loop", func(t *testing.T, root string) { link(t, "b.py", filepath.Join(root, "s/code/b.py")) }, "code",
			"s/code contains b.py, which cannot be read: its symbolic links form a loop"},
		{"link to the directory itself", func(t *testing.T, root string) { link(t, ".", filepath.Join(root, "s/code/again")) }, "code",
			"s/code contains again, which is not a regular file"},
		{"zip file whose sizes have a small sum", func(t *testing.T, root string) { write(t, root, "s/code", zipBomb(t), 0o644) }, "code",
			"s/code contains a, which unzips to 9223372036854775808 bytes, and Lambda takes 262144000"},
		{"zip file that is too large", func(t *testing.T, root string) {
			write(t, root, "s/code", "", 0o644)
			if err := os.Truncate(filepath.Join(root, "s/code"), tooLarge); err != nil {
				t.Fatal(err)
			}
		}, "code", "s/code has 262144001 bytes, and Lambda takes 262144000"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "repository")
			if err := os.MkdirAll(filepath.Join(root, "s"), 0o755); err != nil {
				t.Fatal(err)
			}
			if test.make != nil {
				test.make(t, root)
			}
			a, err := asset.Read(root, "s", test.code)
			if err == nil {
				t.Fatalf("Read gave %v, want an error", a.Files)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
