package source

import (
	"bytes"
	"regexp"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
)

// computedLabel is what stands at the end of a label that is no plain name: (x),
// [string]. A value in parentheses can look like it, and is then parsed in vain.
var computedLabel = regexp.MustCompile(`[)\]][ \t]*[?!]?[ \t]*:`)

// glance parses the imports of a file whose text shows that nothing else of it
// matters to [Inputs]: no field that is or may be called code, and no attribute.
// Most files are such, and parsing them whole takes ten times as long. For others
// it returns nil.
func (r *Repository) glance(file string) *ast.File {
	source, err := ReadFile(r.abs(file))
	if err != nil || bytes.Contains(source, []byte("code")) || bytes.ContainsAny(source, `@\`) || computedLabel.Match(source) {
		return nil
	}
	options := []parser.Option{parser.ImportsOnly}
	if r.language != "" {
		options = append(options, parser.Version(r.language))
	}
	parsed, err := parser.ParseFile(file, source, options...)
	if err != nil {
		return nil
	}
	return parsed
}
