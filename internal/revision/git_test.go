package revision_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/revision"
)

// run asks the git command, the judge of what this package reads by itself.
// Where there is none, the test is skipped. Git's maintenance is off, as it
// goes on in the background and writes into directories that are being removed.
func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git command")
	}
	cmd := exec.Command("git", append([]string{"-c", "user.name=A", "-c", "user.email=a@acme.example", "-c", "protocol.file.allow=always", "-c", "gc.auto=0", "-c", "maintenance.auto=false"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

// TestMergeBaseAsGit compares merge bases in random histories with git's.
func TestMergeBaseAsGit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	r := newRepo(t)
	var ids []string
	for i := range 60 {
		var parents []string
		for range min(i, 1+random.IntN(2)) {
			if p := ids[max(0, i-1-random.IntN(6))]; !slices.Contains(parents, p) {
				parents = append(parents, p)
			}
		}
		// Several commits of one time; time never runs backwards here.
		ids = append(ids, r.store(r.clock.Add(time.Duration(i/4)*time.Second), parents...))
	}
	opened := r.open()
	for range 60 {
		a, b := ids[random.IntN(60)], ids[random.IntN(60)]
		ca, err := opened.Resolve(a)
		check(t, err)
		cb, err := opened.Resolve(b)
		check(t, err)
		got, err := opened.MergeBase(ca, cb)
		check(t, err)
		if want := strings.Fields(run(t, r.dir, "merge-base", "--all", a, b)); !slices.Contains(want, got.ID) {
			t.Errorf("merge base of %s and %s is %s, want one of %s", a, b, got.ID, want)
		}
	}
}

// TestClones opens repositories as git's commands leave them.
func TestClones(t *testing.T) {
	origin := newRepo(t)
	for i := range 30 {
		origin.commit(map[string]string{fmt.Sprintf("dir%d/file%d", i%3, i): strings.Repeat(fmt.Sprint(i), 100), "changes": fmt.Sprint(i)})
	}
	run(t, origin.dir, "branch", "feature", "HEAD~3")
	run(t, origin.dir, "tag", "-a", "-m", "one", "v1", "HEAD~2")
	run(t, origin.dir, "gc", "-q")
	url := "file://" + origin.dir
	for name, make := range map[string]func(dir string){
		"clone":    func(dir string) { run(t, "", "clone", "-q", url, dir) },
		"shallow":  func(dir string) { run(t, "", "clone", "-q", "--depth", "2", "--no-single-branch", url, dir) },
		"blobless": func(dir string) { run(t, "", "clone", "-q", "--filter=blob:none", url, dir) },
		"shared":   func(dir string) { run(t, "", "clone", "-q", "--shared", origin.dir, dir) },
		"separate": func(dir string) { run(t, "", "clone", "-q", "--separate-git-dir", dir+".git", url, dir) },
		"worktree": func(dir string) { run(t, origin.dir, "worktree", "add", "-q", "--detach", dir) },
		"index 4": func(dir string) {
			run(t, "", "clone", "-q", url, dir)
			run(t, dir, "update-index", "--index-version", "4")
		},
		"split index": func(dir string) { run(t, "", "clone", "-q", url, dir); run(t, dir, "update-index", "--split-index") },
		"sparse": func(dir string) {
			run(t, "", "clone", "-q", "--sparse", url, dir)
			run(t, dir, "sparse-checkout", "set", "dir1")
		},
		"sparse index": func(dir string) {
			run(t, "", "clone", "-q", "--sparse", url, dir)
			run(t, dir, "sparse-checkout", "set", "--sparse-index", "dir1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "clone")
			make(dir)
			opened, err := revision.Open(dir)
			check(t, err)
			head, err := opened.Resolve("HEAD")
			check(t, err)
			if want := run(t, dir, "rev-parse", "HEAD"); head.ID != want {
				t.Errorf("HEAD is %s, want %s", head.ID, want)
			}
			var want []string
			for _, line := range strings.Split(run(t, dir, "ls-tree", "-r", "HEAD"), "\n") {
				fields := strings.Fields(line)
				if _, err := os.Stat(filepath.Join(dir, fields[3])); err == nil {
					want = append(want, "file "+fields[3]+" "+fields[2][:8])
				}
			}
			if diff := cmp.Diff(want, everything(t, opened.Worktree(), revision.Place{Path: ".", Deep: true})); diff != "" {
				t.Errorf("the worktree (-want +got):\n%s", diff)
			}
			if !strings.HasPrefix(name, "sparse") {
				if diff := cmp.Diff(want, everything(t, opened.Tree(head), revision.Place{Path: ".", Deep: true})); diff != "" {
					t.Errorf("the commit (-want +got):\n%s", diff)
				}
			}
			if name == "sparse" && !opened.Worktree().Hidden("dir0/file0") {
				t.Error("dir0/file0 is not called hidden")
			}
		})
	}
}

// TestMissingObjects says what to do where a partial clone lacks a file.
func TestMissingObjects(t *testing.T) {
	origin := newRepo(t)
	origin.commit(map[string]string{"a": "1"})
	origin.commit(map[string]string{"a": "2"})
	run(t, origin.dir, "config", "uploadpack.allowFilter", "true")
	dir := filepath.Join(t.TempDir(), "clone")
	run(t, "", "clone", "-q", "--filter=blob:none", "file://"+origin.dir, dir)
	opened, err := revision.Open(dir)
	check(t, err)
	base, err := opened.Resolve("HEAD~1")
	check(t, err)
	_, err = opened.Tree(base).Read("a", 10)
	if want := "this partial clone does not have it: object not found; fetch all with git fetch --refetch --no-filter"; !strings.HasSuffix(text(err), want) {
		t.Errorf("a file that was not fetched: %v, want %s", err, want)
	}
	run(t, dir, "fetch", "-q", "--refetch", "--no-filter")
	opened, err = revision.Open(dir)
	check(t, err)
	base, err = opened.Resolve("HEAD~1")
	check(t, err)
	if got, err := opened.Tree(base).Read("a", 10); string(got) != "1" || err != nil {
		t.Errorf("after that: %q, %v", got, err)
	}
}
