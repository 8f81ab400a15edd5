package source

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"

	"github.com/smgen/smgen/internal/diag"
)

// maxFileSize bounds a spec file. CUE needs some hundred times a file's size in
// memory, and a spec is a few kilobytes.
const maxFileSize = 1 << 20

// readPackage parses the files of a stack: all CUE files in dir of the package
// that its stack.cue names, and those of the same package in the directories
// above, up to the repository's root, as CUE does inside a module.
func (r *Repository) readPackage(dir string) ([]*ast.File, []diag.Diagnostic) {
	main := path.Join(dir, StackFile)
	first, diags := r.parse(main)
	if len(diags) > 0 {
		return nil, diags
	}
	name := first.PackageName()
	if name == "" {
		return nil, []diag.Diagnostic{{
			Pos:     diag.Position{File: main, Line: 1, Column: 1},
			Message: "the file has no package clause",
			Help:    "start it with: package stacks",
		}}
	}
	files := []*ast.File{first}
	for at := dir; ; at = path.Dir(at) {
		more, problems := r.readDirectory(at, name, main)
		files = append(files, more...)
		diags = append(diags, problems...)
		if at == "." {
			return files, diags
		}
	}
}

// readDirectory parses the CUE files of package name in one directory, except
// the file that is parsed already.
func (r *Repository) readDirectory(dir, name, except string) ([]*ast.File, []diag.Diagnostic) {
	entries, err := os.ReadDir(r.abs(dir))
	if err != nil {
		return nil, []diag.Diagnostic{{Pos: diag.Position{File: dir}, Message: reason(err)}}
	}
	var files []*ast.File
	var diags []diag.Diagnostic
	for _, entry := range entries {
		file := path.Join(dir, entry.Name())
		if entry.IsDir() || file == except || !isSpecFile(entry.Name()) {
			continue
		}
		parsed, problems := r.parse(file)
		if len(problems) > 0 {
			diags = append(diags, problems...)
			continue
		}
		if parsed.PackageName() == name {
			files = append(files, parsed)
		}
	}
	return files, diags
}

// isSpecFile leaves out what CUE leaves out of a package: hidden files, tool
// files and tests.
func isSpecFile(name string) bool {
	base, isCUE := strings.CutSuffix(name, ".cue")
	return isCUE && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") &&
		!strings.HasSuffix(base, "_tool") && !strings.HasSuffix(base, "_test")
}

func (r *Repository) parse(file string) (*ast.File, []diag.Diagnostic) {
	source, err := readSource(r.abs(file))
	if err != nil {
		return nil, []diag.Diagnostic{{Pos: diag.Position{File: file}, Message: reason(err)}}
	}
	options := []parser.Option{parser.ParseComments}
	if r.language != "" {
		options = append(options, parser.Version(r.language))
	}
	parsed, err := parser.ParseFile(file, source, options...)
	if err != nil {
		return nil, syntaxErrors(err)
	}
	return parsed, nil
}

func readSource(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it is not a regular file")}
	case info.Size() > maxFileSize:
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it has %d bytes, and a spec file at most %d; keep data out of specs", info.Size(), maxFileSize)}
	}
	return os.ReadFile(filepath.Clean(name))
}

func syntaxErrors(err error) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, e := range errors.Errors(err) {
		format, args := e.Msg()
		diags = append(diags, diag.Diagnostic{Pos: position(e.Position()), Message: "syntax error: " + fmt.Sprintf(format, args...)})
	}
	return diags
}
