package changes

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"

	"github.com/smgen/smgen/internal/asset"
	"github.com/smgen/smgen/internal/revision"
	"github.com/smgen/smgen/internal/source"
)

// Options say what to compare.
type Options struct {
	// Repository are the specs in the worktree.
	Repository *source.Repository
	// Git is the git repository that they lie in.
	Git  *revision.Repository
	Base revision.Commit
}

// Comparison are the stacks of the base and of the worktree by what became of
// them: directories relative to the root of the specs, in order.
type Comparison struct {
	// Added are only in the worktree, and Removed only in the base.
	Added, Removed []string
	// Changed are in both, and may render differently: their files differ, or what
	// they are made of is not known without evaluating them.
	Changed []string
	// Same are in both, and render the same template.
	Same []string
	// Hidden are in the base and not checked out, as in a sparse checkout: nothing is
	// known about them.
	Hidden []string

	tree   *revision.Tree
	prefix string // of the specs in the git repository
}

// Compare finds the stacks that differ between the base and the worktree. Specs
// whose cue.mod is elsewhere in the base are not found there.
func Compare(o Options) (*Comparison, error) {
	prefix, err := o.Git.Prefix(o.Repository.Dir)
	if err != nil {
		return nil, err
	}
	c := &Comparison{tree: o.Git.Tree(o.Base), prefix: prefix}
	worktree := o.Git.Worktree()
	worktree.Reuse(func(dir string) ([]fs.DirEntry, bool) {
		rel, err := filepath.Rel(filepath.FromSlash(prefix), filepath.FromSlash(dir))
		if err != nil || !filepath.IsLocal(rel) {
			return nil, false
		}
		return o.Repository.Listed(filepath.ToSlash(rel))
	})
	head, err := stacks(worktree, prefix)
	if err != nil {
		return nil, err
	}
	// Parsing takes as long as the rest, and needs nothing of git.
	parsed := make(chan map[string]made, 1)
	go func() { parsed <- readInputs(o.Repository, head) }()
	base, err := stacks(c.tree, prefix)
	of := <-parsed
	if err != nil {
		return nil, err
	}
	return c, c.compare(c.sort(base, head, worktree), of, worktree)
}

// made is what a stack is made of.
type made struct {
	inputs   []source.Input
	computed bool // there may be more
}

func readInputs(r *source.Repository, dirs []string) map[string]made {
	inputs, all := r.NewInputs(), map[string]made{}
	for _, dir := range dirs {
		var m made
		m.inputs, m.computed = inputs.Of(dir)
		all[dir] = m
	}
	return all
}

// sort finds what was added and removed, and returns what is in both.
func (c *Comparison) sort(base, head []string, worktree *revision.Worktree) []string {
	var both []string
	for _, dir := range base {
		_, found := slices.BinarySearch(head, dir)
		switch {
		case found:
			both = append(both, dir)
		case worktree.Hidden(path.Join(c.prefix, dir, source.StackFile)):
			c.Hidden = append(c.Hidden, dir)
		default:
			c.Removed = append(c.Removed, dir)
		}
	}
	for _, dir := range head {
		if _, found := slices.BinarySearch(base, dir); !found {
			c.Added = append(c.Added, dir)
		}
	}
	return both
}

// compare compares the stacks that are in both. What a stack of the worktree is
// made of is looked up in the base as well: if that is the same, the stack of the
// base cannot be made of anything else.
func (c *Comparison) compare(both []string, of map[string]made, worktree *revision.Worktree) error {
	ends := revision.NewPair(c.tree, worktree, keep)
	for _, dir := range both {
		if of[dir].computed {
			c.Changed = append(c.Changed, dir)
			continue
		}
		same, err := ends.Same(c.places(of[dir].inputs))
		if err != nil {
			return err
		}
		if same {
			c.Same = append(c.Same, dir)
		} else {
			c.Changed = append(c.Changed, dir)
		}
	}
	return nil
}

// places are inputs as places in the git repository.
func (c *Comparison) places(inputs []source.Input) []revision.Place {
	var places []revision.Place
	for _, in := range inputs {
		places = append(places, revision.Place{Path: path.Join(c.prefix, in.Path), Deep: in.Deep})
	}
	return places
}

// keep says what stacks are made of: the files that CUE takes for those of a
// package, and of launchers' code all that is deployed.
func keep(p revision.Place, e revision.Entry) bool {
	if p.Deep {
		return !asset.IsLeftover(e.Name)
	}
	return source.IsSpecFile(e.Name)
}

// stacks returns the directories of the stacks in a view, in order, by the rules
// of [source.Repository.Find].
func stacks(v revision.View, prefix string) ([]string, error) {
	var found []string
	var walk func(dir string) error
	walk = func(dir string) error {
		list, err := v.List(path.Join(prefix, dir))
		if err != nil {
			return err
		}
		isModule := func(e revision.Entry) bool { return e.Name == "cue.mod" }
		if dir != "." && slices.ContainsFunc(list, isModule) {
			return nil
		}
		for _, e := range list {
			switch {
			case e.Kind == revision.Directory && !source.IsSkipped(e.Name):
				if err := walk(path.Join(dir, e.Name)); err != nil {
					return err
				}
			case e.Kind != revision.Directory && e.Name == source.StackFile:
				found = append(found, dir)
			}
		}
		return nil
	}
	err := walk(".")
	slices.Sort(found)
	return found, err
}
