package changes

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/smgen/smgen/internal/revision"
	"github.com/smgen/smgen/internal/source"
)

// Base are specs of the base in a temporary directory.
type Base struct {
	// Repository has the same paths as the worktree's, from its root on.
	Repository *source.Repository
	copy       *revision.Copy
}

// Close removes the directory.
func (b *Base) Close() error { return b.copy.Close() }

// Open copies what the stacks in dirs are made of in the base, so that they can
// be compiled there. Without stacks it returns nil. The caller closes the base.
func (c *Comparison) Open(dirs []string) (*Base, error) {
	if len(dirs) == 0 {
		return nil, nil
	}
	// What is needed is known when the files that need it are there.
	needs := func(dir string) ([]revision.Place, error) {
		if !c.hasModule(dir) {
			return c.places([]source.Input{{Path: "cue.mod/module.cue", Deep: true}}), nil
		}
		repository, err := source.Open(filepath.Join(dir, filepath.FromSlash(c.prefix)))
		if err != nil {
			return nil, err
		}
		return c.places(needed(repository, dirs)), nil
	}
	copied, err := c.tree.Export(needs, keep)
	if err != nil {
		return nil, err
	}
	// Else a module above the temporary directory would be found.
	if !c.hasModule(copied.Dir) {
		return nil, errors.Join(fmt.Errorf("the base has stacks in %q, and no cue.mod/module.cue there; compare with a commit that has one", c.prefix), copied.Close())
	}
	repository, err := source.Open(filepath.Join(copied.Dir, filepath.FromSlash(c.prefix)))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the specs of the base: %w", err), copied.Close())
	}
	return &Base{repository, copied}, nil
}

// hasModule reports whether the copy in dir has the file that specs begin with.
func (c *Comparison) hasModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(c.prefix), "cue.mod", "module.cue"))
	return err == nil
}

// needed is what stacks are made of, as far as the files that are there tell.
// Where the path of a launcher's code is computed, it is evaluated.
func needed(r *source.Repository, dirs []string) []source.Input {
	var all []source.Input
	inputs, loader := r.NewInputs(), r.NewLoader()
	for _, dir := range dirs {
		of, computed := inputs.Of(dir)
		// The copy of the schema is for editors; smgen has its own.
		all = append(all, slices.DeleteFunc(of, func(in source.Input) bool { return in == source.SchemaInput() })...)
		if !computed {
			continue
		}
		// A stack that does not load yet may do so with more files, and one that never
		// does says why when it is compiled.
		stack, _ := loader.Load(dir)
		if stack == nil {
			continue
		}
		for _, job := range stack.Jobs {
			if custom := job.Launch.Custom; custom != nil {
				all = append(all, source.CodeInput(dir, custom.Code)...)
			}
		}
	}
	return all
}
