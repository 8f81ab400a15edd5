package main

import (
	"fmt"
	"path/filepath"

	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/review/sides"
)

// compareFiles compares templates on disk.
func (o *diffOptions) compareFiles(dir string) (*review.Review, error) {
	at := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(dir, name)
	}
	before, err := sides.FromDisk(at(o.from))
	if err != nil {
		return nil, err
	}
	after, err := sides.FromDisk(at(o.to))
	if err != nil {
		return nil, err
	}
	one, other := isFile(before), isFile(after)
	if one != other {
		return nil, fmt.Errorf("one of %s and %s is a file, the other a directory; give two of a kind", o.from, o.to)
	}
	if one {
		// Two files are one stack, whatever they are called.
		name := filepath.ToSlash(o.to)
		before[0].Dir, after[0].Dir = name, name
	}
	return review.Build(before, after, review.Options{
		Smgen: version(), From: filepath.ToSlash(o.from), To: filepath.ToSlash(o.to), Environment: o.environmentOf(before, after), Now: o.now.Time,
	})
}

// isFile reports whether there is one template without a name.
func isFile(list []*review.Side) bool {
	return len(list) == 1 && list[0].Identity == review.Identity{} && list[0].Dir == ""
}

// environmentOf is the environment that a comment about the stacks is known by.
func (o *diffOptions) environmentOf(lists ...[]*review.Side) string {
	if o.environment != "" {
		return o.environment
	}
	found := ""
	for _, list := range lists {
		for _, s := range list {
			switch {
			case s.Environment == "" || s.Environment == found:
			case found != "":
				return "all"
			default:
				found = s.Environment
			}
		}
	}
	if found == "" {
		return "all"
	}
	return found
}
