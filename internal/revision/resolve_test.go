package revision_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/revision"
)

func TestResolve(t *testing.T) {
	r := newRepo(t)
	first := r.commit(map[string]string{"a": "1"})
	second := r.commit(map[string]string{"a": "2"})
	side := r.store(r.clock, first)
	merge := r.store(r.clock.Add(time.Hour), second, side)
	r.ref("refs/heads/merged", merge)
	r.ref("refs/heads/feature/ünï-code", first)
	r.ref("refs/heads/"+first[:7], second)
	r.ref("refs/remotes/origin/main", first)
	r.ref("refs/tags/plain", first)
	check(t, r.git.Storer.SetReference(plumbing.NewSymbolicReference("refs/remotes/origin/HEAD", "refs/remotes/origin/main")))
	_, err := r.git.CreateTag("v1", plumbing.NewHash(second), &git.CreateTagOptions{Tagger: r.author(), Message: "one"})
	check(t, err)
	blob := r.blob("x").String()

	for _, test := range []struct{ rev, want, err string }{
		{"HEAD", second, ""},
		{"@", second, ""},
		{"main", second, ""},
		{"refs/heads/main", second, ""},
		{"heads/main", second, ""},
		{"feature/ünï-code", first, ""},
		{"origin/main", first, ""},
		{"origin", first, ""},
		{"plain", first, ""},
		{"v1", second, ""},
		{"v1^{}", second, ""},
		{"v1^{commit}~1", first, ""},
		{first, first, ""},
		{strings.ToUpper(first), first, ""},
		{second[:9], second, ""},
		{first[:7], second, ""}, // a branch of that name wins over digits
		{"HEAD~", first, ""},
		{"HEAD~1", first, ""},
		{"HEAD^", first, ""},
		{"HEAD^0", second, ""},
		{"merged^2", side, ""},
		{"merged~2", first, ""},
		{"merged^2~1", first, ""},
		{"merged^3", "", `"merged^3" does not exist: the commit ` + merge[:12] + ` has 2 parents; give a commit that exists`},
		{"HEAD~2", "", `"HEAD~2" does not exist: the commit ` + first[:12] + ` has 0 parents; give a commit that exists`},
		{"HEAD~99999999999999999999", "", `"HEAD~99999999999999999999" goes back too far; give a commit that exists`},
		{"", "", `"" is no revision that smgen reads; give a branch, a tag or a commit, such as origin/main or HEAD~1`},
		{"~1", "", `"~1" is no revision that smgen reads; give a branch, a tag or a commit, such as origin/main or HEAD~1`},
		{"HEAD@{1}", "", `"HEAD@{1}" is no revision that smgen reads; give a branch, a tag or a commit, such as origin/main or HEAD~1`},
		{"HEAD:a", "", `"HEAD:a" is no revision that smgen reads; give a branch, a tag or a commit, such as origin/main or HEAD~1`},
		{"HEAD^{tree}", "", `"HEAD^{tree}" is no revision that smgen reads; give a branch, a tag or a commit, such as origin/main or HEAD~1`},
		{"mian", "", `the git repository has no revision "mian"; did you mean main?`},
		{"origin/other", "", `the git repository has no revision "origin/other"; fetch it with git fetch origin "other"`},
		{"../../etc/passwd", "", `the git repository has no revision "../../etc/passwd"; give a branch, a tag or a commit, such as origin/main or HEAD~1`},
		{"\x1b[31m", "", `the git repository has no revision "\x1b[31m"; give a branch, a tag or a commit, such as origin/main or HEAD~1`},
		{strings.Repeat("0", 40), "", "the git repository has no commit 0000000000000000000000000000000000000000; fetch it with git fetch origin 0000000000000000000000000000000000000000"},
		{blob, "", `"` + blob + `" is a blob and no commit; give a branch, a tag or a commit`},
	} {
		c, err := r.open().Resolve(test.rev)
		if diff := cmp.Diff([]string{test.want, test.err}, []string{c.ID, text(err)}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.rev, diff)
		}
	}
}

func TestOpen(t *testing.T) {
	r := newRepo(t)
	id := r.commit(map[string]string{"specs/cue.mod/module.cue": "x"})
	opened, err := revision.Open(filepath.Join(r.dir, "specs", "cue.mod"))
	check(t, err)
	prefix, err := opened.Prefix(filepath.Join(r.dir, "specs"))
	if diff := cmp.Diff([]string{r.dir, "specs", ""}, []string{opened.Root, prefix, text(err)}); diff != "" {
		t.Error(diff)
	}

	// A worktree of its own, as git worktree add makes it.
	linked := t.TempDir()
	own := filepath.Join(r.dir, ".git", "worktrees", "linked")
	check(t, os.MkdirAll(own, 0o755))
	for name, content := range map[string]string{
		filepath.Join(linked, ".git"):   "gitdir: " + own + "\n",
		filepath.Join(own, "HEAD"):      id + "\n",
		filepath.Join(own, "commondir"): "../..\n",
		filepath.Join(own, "gitdir"):    filepath.Join(linked, ".git") + "\n",
	} {
		check(t, os.WriteFile(name, []byte(content), 0o644))
	}
	opened, err = revision.Open(linked)
	check(t, err)
	for _, rev := range []string{"HEAD", "main"} {
		if c, err := opened.Resolve(rev); c.ID != id || err != nil {
			t.Errorf("%s in a linked worktree is %q, %v, want %s", rev, c.ID, err, id)
		}
	}
	check(t, os.Remove(filepath.Join(own, "HEAD")))
	if _, err = revision.Open(linked); err == nil || !strings.Contains(err.Error(), "git worktree repair") {
		t.Errorf("a worktree that leads nowhere: %v", err)
	}
	check(t, os.WriteFile(filepath.Join(linked, ".git"), []byte("nonsense"), 0o644))
	if _, err = revision.Open(linked); err == nil || !strings.Contains(err.Error(), "does not start with gitdir: ") {
		t.Errorf("a .git of nonsense: %v", err)
	}
	if _, err := revision.Open(t.TempDir()); !errors.Is(err, revision.ErrNoRepository) || !strings.Contains(err.Error(), "git init") {
		t.Errorf("outside of a repository: %v", err)
	}
}

// TestExtensions reads the configuration of sparse, partial and other clones.
func TestExtensions(t *testing.T) {
	for _, test := range []struct{ config, err string }{
		{"[extensions]\n\tworktreeConfig = true\n", ""},
		{"[extensions]\n\tpartialClone = origin\n", ""},
		{"[extensions]\n\tobjectFormat = sha1\n", ""},
		{"[extensions]\n\tobjectFormat = sha256\n", `objectFormat = "sha256"`},
		{"[extensions]\n\trefStorage = reftable\n", `refStorage = "reftable"`},
	} {
		r := newRepo(t)
		r.commit(map[string]string{"a": "1"})
		f, err := os.OpenFile(filepath.Join(r.dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
		check(t, err)
		_, err = f.WriteString(test.config)
		check(t, err)
		check(t, f.Close())
		_, err = revision.Open(r.dir)
		if (err == nil) != (test.err == "") || !strings.Contains(text(err), test.err) {
			t.Errorf("%q: %v, want %q", test.config, err, test.err)
		}
	}
}

// FuzzResolve holds that no name makes the search fail in another way than by
// saying so on one line, and that none leads to another file than a reference.
func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"HEAD", "main~1^2", "@{u}", "../HEAD", "refs/../config", "HEAD^{/x}", "a:b", "deadbeef", "^", "\x00", "origin/\n"} {
		f.Add(seed)
	}
	r := newRepo(f)
	r.commit(map[string]string{"a": "1"})
	r.commit(map[string]string{"a": "2"})
	// Where a name could lead by mistake.
	check(f, os.WriteFile(filepath.Join(r.dir, "outside"), []byte(strings.Repeat("1", 40)+"\n"), 0o644))
	opened := r.open()
	f.Fuzz(func(t *testing.T, name string) {
		c, err := opened.Resolve(name)
		if (err == nil) == (c.ID == "") {
			t.Errorf("%q: %q, %v", name, c.ID, err)
		}
		if strings.ContainsFunc(text(err), unicode.IsControl) || strings.Contains(text(err), strings.Repeat("1", 40)) && !strings.Contains(name, "1111") {
			t.Errorf("%q: %q", name, err)
		}
	})
}
