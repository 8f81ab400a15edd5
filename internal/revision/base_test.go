package revision_test

import (
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/google/go-cmp/cmp"
)

func TestMergeBase(t *testing.T) {
	r := newRepo(t)
	start := r.clock
	at := func(minutes int, parents ...string) string {
		return r.store(start.Add(time.Duration(minutes)*time.Minute), parents...)
	}
	root := at(0)
	main := at(10, root)
	feature := at(20, root)
	merge := at(30, feature, main)
	after := at(40, main)
	// Histories that cross have two bases, and the newer one counts.
	cross1, cross2 := at(50, after, merge), at(60, merge, after)
	// The same time everywhere: only the parents tell which base is best.
	same1 := at(0, root)
	same2, same3 := at(0, same1), at(0, same1, root)
	stranger := at(5)
	for _, test := range []struct{ name, a, b, want string }{
		{"itself", main, main, main},
		{"an ancestor", main, root, root},
		{"a descendant", root, main, root},
		{"two branches", main, feature, root},
		{"a merge from main", merge, after, main},
		{"crossed", cross1, cross2, after},
		{"of one time", same2, same3, same1},
		{"unrelated", main, stranger, ""},
	} {
		opened := r.open()
		a, err := opened.Resolve(test.a)
		check(t, err)
		b, err := opened.Resolve(test.b)
		check(t, err)
		got, err := opened.MergeBase(a, b)
		if got.ID != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: %q, %v, want %q", test.name, got.ID, err, test.want)
		}
		if err != nil && !strings.HasSuffix(err.Error(), "have no commit in common; name the commit to compare with") {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestDefaultBase(t *testing.T) {
	type env = map[string]string
	const (
		base   = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
		merged = "CI_MERGE_REQUEST_TARGET_BRANCH_SHA"
		target = "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
		github = "GITHUB_BASE_REF"
	)
	for _, test := range []struct {
		name string
		refs map[string]string // to "root", "tip" of main, or another reference
		env  env
		want string // "root", "tip"
		from string
		err  string
	}{
		{"origin/HEAD", env{"refs/remotes/origin/HEAD": "refs/remotes/origin/trunk", "refs/remotes/origin/trunk": "tip"}, nil, "root", "merge base of HEAD and origin/HEAD", ""},
		{"a stale origin/HEAD", env{"refs/remotes/origin/HEAD": "refs/remotes/origin/gone", "refs/remotes/origin/main": "tip"}, nil, "root", "merge base of HEAD and origin/main", ""},
		{"origin/master", env{"refs/remotes/origin/master": "tip"}, nil, "root", "merge base of HEAD and origin/master", ""},
		{"main", env{"refs/heads/main": "tip"}, nil, "root", "merge base of HEAD and main", ""},
		{"master", env{"refs/heads/master": "root"}, nil, "root", "merge base of HEAD and master", ""},
		{"none", nil, nil, "", "", "the git repository has no default branch: none of origin/HEAD, origin/main, origin/master, main and master exists; name the base with --base, such as --base HEAD~1"},
		{"GitHub", env{"refs/remotes/origin/release/1": "tip", "refs/heads/main": "tip"}, env{github: "release/1"}, "root", "merge base of HEAD and origin/release/1", ""},
		{"GitHub without the branch", env{"refs/heads/main": "tip"}, env{github: "release/1"}, "", "", "the clone has no \"origin/release/1\", the target branch that GITHUB_BASE_REF names; fetch it"},
		{"GitLab", nil, env{base: "root", target: "main"}, "root", base, ""},
		{"GitLab, merged result", nil, env{base: "root", merged: "tip", target: "main"}, "root", "merge base of HEAD and", ""},
		{"GitLab, branch only", env{"refs/remotes/origin/main": "tip"}, env{target: "main"}, "root", "merge base of HEAD and origin/main", ""},
		{"GitLab, unknown base", nil, env{base: strings.Repeat("1", 40)}, "", "", "find the base that CI_MERGE_REQUEST_DIFF_BASE_SHA names: the git repository has no commit 111"},
	} {
		r := newRepo(t)
		ids := map[string]string{"root": r.store(r.clock)}
		ids["tip"] = r.store(r.clock.Add(time.Minute), ids["root"])
		r.ref("refs/heads/feature", r.store(r.clock.Add(time.Hour), ids["root"]))
		check(t, r.git.Storer.SetReference(plumbing.NewSymbolicReference("HEAD", "refs/heads/feature")))
		for name, to := range test.refs {
			if id := ids[to]; id != "" {
				r.ref(name, id)
				continue
			}
			check(t, r.git.Storer.SetReference(plumbing.NewSymbolicReference(plumbing.ReferenceName(name), plumbing.ReferenceName(to))))
		}
		got, err := r.open().DefaultBase(func(name string) string {
			if id := ids[test.env[name]]; id != "" {
				return id
			}
			return test.env[name]
		})
		if got.ID != ids[test.want] || !strings.HasPrefix(got.From, test.from) || !strings.HasPrefix(text(err), test.err) || (err == nil) != (test.err == "") {
			t.Errorf("%s: %q from %q, %v; want %q from %q, %q", test.name, got.ID, got.From, err, ids[test.want], test.from, test.err)
		}
	}
}

// TestEmpty names what is missing before there is a commit.
func TestEmpty(t *testing.T) {
	r := newRepo(t)
	_, err := r.open().DefaultBase(func(string) string { return "" })
	if want := "the git repository " + r.dir + " has no commits yet; commit the specs, and then compare"; text(err) != want {
		t.Errorf("an empty repository: %v, want %s", err, want)
	}
	r.ref("refs/heads/other", r.store(r.clock))
	_, err = r.open().Resolve("HEAD")
	if want := "HEAD is a branch without a commit; commit the specs, or switch to another branch"; text(err) != want {
		t.Errorf("an unborn HEAD: %v, want %s", err, want)
	}
}

func TestShallow(t *testing.T) {
	r := newRepo(t)
	root := r.store(r.clock)
	first := r.store(r.clock.Add(time.Minute), root)
	second := r.store(r.clock.Add(2*time.Minute), first)
	side := r.store(r.clock.Add(3*time.Minute), first)
	r.ref("refs/heads/main", second)
	r.ref("refs/heads/side", side)
	r.forget(first)
	opened := r.open()
	const fetch = "; fetch the history with git fetch --unshallow, in GitHub Actions with fetch-depth: 0 for actions/checkout, in GitLab CI with GIT_DEPTH: 0"
	for _, test := range []struct{ rev, want, err string }{
		{"HEAD~1", first, ""},
		{"HEAD~2", "", `"HEAD~2" goes back further than this shallow clone, whose history starts at ` + first[:12] + fetch},
		{"origin/main", "", `this shallow clone has no revision "origin/main"` + fetch},
		{root, "", `this shallow clone has no revision "` + root + `"` + fetch},
	} {
		c, err := opened.Resolve(test.rev)
		if diff := cmp.Diff([]string{test.want, test.err}, []string{c.ID, text(err)}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.rev, diff)
		}
	}
	a, err := opened.Resolve("main")
	check(t, err)
	b, err := opened.Resolve("side")
	check(t, err)
	if got, err := opened.MergeBase(a, b); got.ID != first || err != nil {
		t.Errorf("a merge base in the history that is there: %q, %v, want %s", got.ID, err, first)
	}
	r.ref("refs/heads/stranger", r.store(r.clock))
	opened = r.open()
	c, err := opened.Resolve("stranger")
	check(t, err)
	_, err = opened.MergeBase(a, c)
	if want := "the history of this shallow clone ends before the commit that " + a.Short() + " and " + c.Short() + " have in common" + fetch; text(err) != want {
		t.Errorf("a merge base beyond the history: %v, want %s", err, want)
	}
}
