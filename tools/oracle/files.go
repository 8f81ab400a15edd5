package main

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// find returns the files that the globs match, sorted. A glob that matches none is
// an error: nothing would be judged, and nobody would notice.
func find(root fs.FS, globs []string) ([]string, error) {
	var files []string
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			files = append(files, path)
			return err
		}
		if name := entry.Name(); name == "node_modules" || name == ".git" {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find templates: %w", err)
	}
	var found []string
	for _, glob := range globs {
		pattern := regexpOf(glob)
		matched := slices.DeleteFunc(slices.Clone(files), func(path string) bool { return !pattern.MatchString(path) })
		if len(matched) == 0 {
			return nil, fmt.Errorf("no file matches %q; run from the repository's root, and render the templates first", glob)
		}
		found = append(found, matched...)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// regexpOf translates a glob: * within a path element, ** over any number of them.
func regexpOf(glob string) *regexp.Regexp {
	text := regexp.QuoteMeta(strings.TrimPrefix(glob, "./"))
	text = strings.ReplaceAll(text, `\*\*/`, `(.*/)?`)
	text = strings.ReplaceAll(text, `\*`, `[^/]*`)
	return regexp.MustCompile("^" + text + "$") // quoted, so it compiles
}
