package main

import (
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/source"
)

// otherSpecs returns a stack's directory in the same git repository as the specs, and
// not among them: below another cue.mod, or outside of any; empty if there is none.
func otherSpecs(specs string) (string, error) {
	root := output.Worktree(specs)
	other := ""
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.IsDir() || entry.Name() != source.StackFile:
			return nil
		}
		if repository, err := source.Open(filepath.Dir(name)); err == nil && repository.Dir == specs {
			return nil
		}
		other, err = filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		return fs.SkipAll
	})
	if err != nil {
		return "", fmt.Errorf("look for other specs: %w", err)
	}
	return filepath.ToSlash(other), nil
}
