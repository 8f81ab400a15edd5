package source

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// StackFile is the file that makes a directory a stack.
const StackFile = "stack.cue"

// Find returns the directories of the stacks that patterns mean, relative to
// the repository's root, in order. A pattern is a stack's directory, a tree
// such as stacks/..., or a spec file; it is relative to base. A pattern that
// means nothing is a diagnostic.
func (r *Repository) Find(base string, patterns []string) ([]string, []diag.Diagnostic) {
	var stacks []string
	var diags []diag.Diagnostic
	for _, pattern := range patterns {
		found, problems := r.find(base, pattern)
		diags = append(diags, problems...)
		stacks = append(stacks, found...)
	}
	slices.Sort(stacks)
	return slices.Compact(stacks), diags
}

func (r *Repository) find(base, pattern string) ([]string, []diag.Diagnostic) {
	name, tree := strings.CutSuffix(filepath.ToSlash(pattern), "...")
	path := filepath.FromSlash(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(base, path)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, problem(pattern, diag.Reason(err), "")
	}
	rel, inside := r.rel(path)
	if !inside {
		rel, inside = r.relReal(path)
	}
	if inside {
		path = r.abs(rel)
	}
	given := pattern
	if shown, err := filepath.Rel(r.Dir, path); err == nil && !filepath.IsAbs(name) {
		// Positions count from the root, wherever the pattern counts from.
		pattern = filepath.ToSlash(shown)
		if tree {
			pattern += "/..."
		}
	}
	if !inside {
		return nil, problem(pattern, fmt.Sprintf("lies outside the repository %s", r.Dir), "give a path inside it, or change to the other repository")
	}
	if other := r.nestedModule(rel); other != "" {
		return nil, problem(pattern, "belongs to another CUE module, "+other, "change to its directory")
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, problem(pattern, diag.Reason(err), "give a stack's directory, a tree such as stacks/..., or a spec file")
	case tree:
		return r.findTree(rel, pattern)
	case info.IsDir():
		if isStack(path) {
			return []string{rel}, nil
		}
		return nil, r.notAStack(rel, given)
	case filepath.Ext(path) != ".cue":
		return nil, problem(pattern, "is not a spec file", "give a stack's directory, a tree such as stacks/..., or a file that ends in .cue")
	case isStack(filepath.Dir(path)):
		dir, _ := r.rel(filepath.Dir(path))
		return []string{dir}, nil
	default:
		dir, _ := r.rel(filepath.Dir(path))
		return r.findTree(dir, pattern)
	}
}

// nestedModule returns the directory at or above rel, below the repository's
// root, that is a CUE module of its own, or "".
func (r *Repository) nestedModule(rel string) string {
	for at := rel; at != "."; at = path.Dir(at) {
		if isModule(r.abs(at)) {
			return at
		}
	}
	return ""
}

// findTree returns the stacks at and below dir. It follows no symbolic links,
// as CUE's own patterns do not, but for one to the repository itself. What
// cannot be read is a diagnostic, and the rest is found all the same.
func (r *Repository) findTree(dir, pattern string) ([]string, []diag.Diagnostic) {
	w := walk{repository: r, dir: dir, pattern: pattern}
	if info, err := os.Lstat(r.abs(dir)); dir == "." || err == nil && info.IsDir() {
		w.directory(dir)
	}
	if len(w.stacks)+len(w.diags) == 0 {
		return nil, problem(pattern, "holds no stack: no directory in it has a "+StackFile, "run smgen init to see a stack that works")
	}
	return w.stacks, w.diags
}

// walk looks for the stacks below a directory that a pattern means.
type walk struct {
	repository   *Repository
	dir, pattern string
	stacks       []string
	diags        []diag.Diagnostic
}

func (w *walk) directory(dir string) {
	entries, err := os.ReadDir(w.repository.abs(dir))
	switch {
	case dir != w.dir && (slices.ContainsFunc(entries, isModuleFolder) || err != nil && isModule(w.repository.abs(dir))):
		return
	case err != nil:
		shown := dir
		if dir == w.dir {
			shown = w.pattern
		}
		w.diags = append(w.diags, problem(shown, diag.Reason(err), "make it readable, or leave it out of the paths")...)
		return
	}
	w.repository.entries.Store(dir, entries)
	var names []string
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case e.IsDir() && !IsSkipped(e.Name()):
			w.directory(name)
		case !e.IsDir() && IsSpecFile(e.Name()):
			names = append(names, name)
			if e.Name() == StackFile {
				w.stacks = append(w.stacks, dir)
			}
		}
	}
	w.repository.listings.LoadOrStore(dir, names)
}

// Listed returns what is in a directory, if Find has looked into it, so that others
// need not. The path is relative to the repository's root, with slashes.
func (r *Repository) Listed(dir string) ([]fs.DirEntry, bool) {
	entries, known := r.entries.Load(dir)
	if !known {
		return nil, false
	}
	return entries.([]fs.DirEntry), true
}

func (r *Repository) notAStack(dir, given string) []diag.Diagnostic {
	help := "add one, or give a stack's directory"
	if below, _ := r.findTree(dir, dir); len(below) > 0 {
		help = fmt.Sprintf("for the stacks below it (%d), give %s/...", len(below), strings.TrimSuffix(filepath.ToSlash(cmp.Or(given, ".")), "/"))
	}
	return problem(dir, "is not a stack: it has no "+StackFile, help)
}

// IsSkipped names directories that hold no stacks, as in CUE.
func IsSkipped(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "cue.mod" || name == "node_modules"
}

func isModuleFolder(e fs.DirEntry) bool { return e.Name() == "cue.mod" }

// isModule reports whether a directory is a CUE module of its own.
func isModule(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, "cue.mod"))
	return err == nil
}

func isStack(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, StackFile))
	return err == nil
}

func problem(pattern, message, help string) []diag.Diagnostic {
	return []diag.Diagnostic{{Pos: diag.Position{File: filepath.ToSlash(pattern)}, Message: message, Help: help}}
}
