package output

import (
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/diag"
)

// Worktree returns the root of the Git repository that a directory lies in, or
// the directory itself outside of one. GitHub and GitLab know files by their
// path from there.
func Worktree(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}

// moduleFile is in every repository; findings without a place are put there
// where a format demands one.
const moduleFile = "cue.mod/module.cue"

// maxSource is how much of a spec file is read to show a line of it, in bytes.
const maxSource = 4 << 20

// files are the spec files that findings lie in. Each is read once, and none
// outside of the repository.
type files struct {
	root *os.Root
	// prefix leads from the base to the repository: empty, or with a slash at
	// its end.
	prefix string
	read   map[string][]string
}

// open returns the files of the report's repository. One that is gone by now has
// none.
func (r *Report) open() *files {
	f := &files{read: map[string][]string{}}
	if below, err := filepath.Rel(r.Base, r.Root); err == nil && filepath.IsLocal(below) && below != "." {
		f.prefix = filepath.ToSlash(below) + "/"
	}
	if root, err := os.OpenRoot(r.Root); err == nil {
		f.root = root
	}
	return f
}

func (f *files) close() {
	if f.root != nil {
		_ = f.root.Close() // it was only read from
	}
}

// lines returns the lines of a file, nil for what is no file of the repository.
func (f *files) lines(name string) []string {
	if lines, ok := f.read[name]; ok || f.root == nil {
		return lines
	}
	f.read[name] = f.load(name)
	return f.read[name]
}

func (f *files) load(name string) []string {
	name = filepath.FromSlash(name)
	// A pipe would be waited for if it were opened.
	info, err := f.root.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSource))
	if err != nil {
		return nil
	}
	return strings.Split(string(data), "\n")
}

// line returns the line at a position without its end, and false if there is no
// such place.
func (f *files) line(p diag.Position) (string, bool) {
	lines := f.lines(p.File)
	if p.Line < 1 || p.Line > len(lines) {
		return "", false
	}
	line := strings.TrimSuffix(lines[p.Line-1], "\r")
	return line, p.Column >= 1 && p.Column <= len(line)+1
}

// location is a place as GitHub and GitLab know it.
type location struct {
	// path is slash-separated and relative to the base.
	path string
	// line counts from 1. column counts UTF-16 code units from 1, as SARIF and
	// browsers do, and is 0 where it is not known.
	line, column int
}

// locate returns where a position is for GitHub and GitLab, and false for one
// that is in no file of the repository, such as one in the embedded schema.
func (f *files) locate(p diag.Position) (location, bool) {
	if f.lines(p.File) == nil {
		return location{}, false
	}
	at := location{path: path.Join(f.prefix, p.File), line: max(1, p.Line)}
	if line, ok := f.line(p); ok {
		at.column = 1 + codeUnits(line[:p.Column-1])
	}
	return at, true
}

// anchor is the location of what has none.
func (f *files) anchor() location { return location{path: f.prefix + moduleFile, line: 1} }

// codeUnits is the length of a text in UTF-16.
func codeUnits(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// runesBefore is the number of characters that begin before a byte of a text.
func runesBefore(s string, offset int) int { return utf8.RuneCountInString(s[:offset]) }
