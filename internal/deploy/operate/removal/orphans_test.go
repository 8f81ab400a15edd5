package removal_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/operatetest"
	"github.com/smgen/smgen/internal/deploy/operate/removal"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
)

// TestOrphans deploys stacks of this repository and of others, deletes what prune
// would, and looks at what is left: nobody else's stack may be gone.
func TestOrphans(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	stack := func(name string, tags map[string]string) *target.Target {
		s := operatetest.Target(name, queue)
		s.Tags = nil
		for key, value := range tags {
			s.Tags = append(s.Tags, target.Tag{Key: key, Value: value})
		}
		e.Deploy(s)
		return s
	}
	ours := map[string]string{"ManagedBy": "smgen", "Repository": operatetest.Repository, "Owner": "ml"}
	with := func(key, value string) map[string]string {
		tags := maps.Clone(ours)
		tags[key] = value
		return tags
	}
	without := func(key string) map[string]string {
		tags := maps.Clone(ours)
		delete(tags, key)
		return tags
	}
	named := stack("named", ours)
	stack("gone", ours)
	stack("gone-too", with("Owner", "others"))
	for name, tags := range map[string]map[string]string{
		"other-repository":  with("Repository", "acme/other"),
		"longer-repository": with("Repository", operatetest.Repository+"-2"),
		"other-case":        with("Repository", "Acme/ML-specs"),
		"no-repository":     without("Repository"),
		"no-manager":        without("ManagedBy"),
		"other-manager":     with("ManagedBy", "terraform"),
		"no-tags":           nil,
	} {
		stack(name, tags)
	}
	// The same name in another region is another stack.
	elsewhere := operatetest.Target("gone", queue)
	elsewhere.Region = "eu-west-1"
	e.Deploy(elsewhere)

	place := session.Place{Account: operatetest.Account, Region: operatetest.Region}
	orphans, err := removal.Orphans(t.Context(), e.Sessions, place, operatetest.Repository, []*target.Target{named, elsewhere})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"gone", "gone-too"}, names(orphans)); diff != "" {
		t.Fatal(diff)
	}
	if orphans[0].Owner != "ml" || orphans[1].Owner != "others" || orphans[0].Path() != "gone" {
		t.Errorf("owners %s and %s, path %s", orphans[0].Owner, orphans[1].Owner, orphans[0].Path())
	}
	run(t, removal.Force{}, look(t, orphans...)...)
	for _, name := range []string{"named", "other-repository", "longer-repository", "other-case", "no-repository", "no-manager", "other-manager", "no-tags"} {
		if e.Find(operatetest.Target(name, queue)).Live == nil {
			t.Errorf("%s is gone", name)
		}
	}
	if e.Find(elsewhere).Live == nil {
		t.Error("the stack in the other region is gone")
	}
	for _, name := range []string{"gone", "gone-too"} {
		if e.Find(operatetest.Target(name, queue)).Live != nil {
			t.Errorf("%s is still there", name)
		}
	}
	if orphans, err = removal.Orphans(t.Context(), e.Sessions, place, "", nil); err != nil || len(orphans) > 0 {
		t.Errorf("without a repository there are %d orphans (%v)", len(orphans), err)
	}
}

func names(stacks []*operate.Stack) []string {
	var list []string
	for _, s := range stacks {
		list = append(list, s.Name)
	}
	return list
}
