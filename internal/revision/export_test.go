package revision_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/revision"
)

func pointerTo(content string) string {
	sum := sha256.Sum256([]byte(content))
	return fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", hex.EncodeToString(sum[:]), len(content))
}

// once needs the same places at all times.
func once(places ...revision.Place) func(string) ([]revision.Place, error) {
	return func(string) ([]revision.Place, error) { return places, nil }
}

// on lists what is on disk, with modes and what links say.
func on(t *testing.T, dir string) []string {
	t.Helper()
	list := []string{}
	check(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, name)
		if err != nil || e.IsDir() {
			return err
		}
		if e.Type()&fs.ModeSymlink != 0 {
			target, err := os.Readlink(name)
			list = append(list, rel+" -> "+target)
			return err
		}
		info, err := e.Info()
		list = append(list, fmt.Sprintf("%s %o", rel, info.Mode().Perm()))
		return err
	}))
	return list
}

func TestExport(t *testing.T) {
	r := odd(t)
	status, err := os.ReadFile(filepath.Join(r.dir, ".git", "index"))
	check(t, err)
	copied, err := r.treeAt("HEAD").Export(once(revision.Place{Path: ".", Deep: true}), nil)
	check(t, err)
	want := []string{
		"dir/a\"b 600", "dir/sub/deep 600", "dir/up -> ../dir.cue", "dir/ünï ☃.cue 600", "dir.cue 600",
		"loop -> loop", "nowhere -> gone", "to-dir -> dir/sub", "to-file -> dir/sub/deep", "tool.sh 700",
	}
	if diff := cmp.Diff(want, on(t, copied.Dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	content, err := os.ReadFile(filepath.Join(copied.Dir, "to-file"))
	if string(content) != "" || err != nil {
		t.Errorf("through a link: %q, %v", content, err)
	}
	check(t, copied.Close())
	if _, err := os.Stat(copied.Dir); !os.IsNotExist(err) {
		t.Errorf("the copy is still there: %v", err)
	}
	after, err := os.ReadFile(filepath.Join(r.dir, ".git", "index"))
	check(t, err)
	if string(status) != string(after) {
		t.Error("the index changed")
	}
}

// TestExportNeeds copies only what is needed, and what that needs in turn.
func TestExportNeeds(t *testing.T) {
	r := newRepo(t)
	r.commit(map[string]string{"a.cue": "b.cue", "b.cue": "c.cue", "c.cue": "", "d.cue": "", "dir/x.md": ""})
	copied, err := r.treeAt("HEAD").Export(func(dir string) ([]revision.Place, error) {
		places := []revision.Place{{Path: "a.cue", Deep: true}}
		for _, name := range []string{"a.cue", "b.cue", "c.cue"} {
			if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(text) > 0 {
				places = append(places, revision.Place{Path: string(text), Deep: true})
			}
		}
		return places, nil
	}, nil)
	check(t, err)
	defer copied.Close()
	if diff := cmp.Diff([]string{"a.cue 600", "b.cue 600", "c.cue 600"}, on(t, copied.Dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestExportHostile holds that no name in a repository leads out of the copy.
func TestExportHostile(t *testing.T) {
	for name, test := range map[string]struct {
		build func(*repo) string
		err   string
	}{
		"up":               {func(r *repo) string { return r.bare(entry("..", filemode.Regular, r.blob("x"))) }, "may not be"},
		"a slash":          {func(r *repo) string { return r.bare(entry("../../x", filemode.Regular, r.blob("x"))) }, "may not be"},
		"git's own":        {func(r *repo) string { return r.bare(entry(".GIT", filemode.Regular, r.blob("x"))) }, "may not be"},
		"a line break":     {func(r *repo) string { return r.bare(entry("a\nb", filemode.Regular, r.blob("x"))) }, ""},
		"an absolute link": {func(r *repo) string { return r.bare(entry("x", filemode.Symlink, r.blob("/etc/passwd"))) }, ""},
		"a link out":       {func(r *repo) string { return r.bare(entry("x", filemode.Symlink, r.blob("../../etc"))) }, ""},
		"a file through a link of the same name": {func(r *repo) string {
			return r.bare(entry("x", filemode.Symlink, r.blob("y")), entry("x", filemode.Dir, r.dirWith("z", "x")))
		}, ""},
	} {
		r := newRepo(t)
		r.ref("refs/heads/main", test.build(r))
		copied, err := r.treeAt("HEAD").Export(once(revision.Place{Path: ".", Deep: true}), nil)
		if (err != nil) != (test.err != "") || !strings.Contains(text(err), test.err) {
			t.Errorf("%s: %v, want %q", name, err, test.err)
		}
		if copied == nil {
			continue
		}
		check(t, filepath.WalkDir(copied.Dir, func(at string, e fs.DirEntry, err error) error {
			resolved, resolveErr := filepath.EvalSymlinks(at)
			if resolveErr == nil && !strings.HasPrefix(resolved, copied.Dir) {
				t.Errorf("%s: %s leads to %s", name, at, resolved)
			}
			return err
		}))
		check(t, copied.Close())
	}
}

func (r *repo) dirWith(name, content string) plumbing.Hash {
	return r.tree([]object.TreeEntry{entry(name, filemode.Regular, r.blob(content))})
}

// TestLFS reads the content of a pointer where Git LFS has it, and knows the file
// on disk by its pointer.
func TestLFS(t *testing.T) {
	r := newRepo(t)
	r.commit(map[string]string{".gitattributes": "*.zip filter=lfs\n", "code.zip": pointerTo("content")})
	all := revision.Place{Path: "code.zip", Deep: true}
	_, err := r.treeAt("HEAD").Export(once(all), nil)
	if err == nil || !strings.HasSuffix(err.Error(), "\"code.zip\" is kept in Git LFS: its content is not in this clone; fetch it with git lfs fetch --all") {
		t.Errorf("without the content: %v", err)
	}
	digest := strings.Fields(strings.TrimPrefix(pointerTo("content"), "version https://git-lfs.github.com/spec/v1\noid sha256:"))[0]
	r.write(".git/lfs/objects/"+digest[:2]+"/"+digest[2:4]+"/"+digest, "content")
	copied, err := r.treeAt("HEAD").Export(once(all), nil)
	check(t, err)
	got, err := os.ReadFile(filepath.Join(copied.Dir, "code.zip"))
	if string(got) != "content" || err != nil {
		t.Errorf("with the content: %q, %v", got, err)
	}
	check(t, copied.Close())

	for content, same := range map[string]bool{"content": true, "CONTENT": false, "more content": false, pointerTo("content"): true} {
		r.write("code.zip", content)
		diff := cmp.Diff(everything(t, r.treeAt("HEAD"), all), everything(t, r.open().Worktree(), all))
		if (diff == "") != same {
			t.Errorf("%q on disk: same is %t, want %t", content, !same, same)
		}
	}
}
