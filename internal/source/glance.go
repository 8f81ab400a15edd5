package source

import (
	"bytes"

	"cuelang.org/go/cue/parser"
)

// glance reads the summary of a file whose text shows that nothing but its imports
// matters to [Inputs]: no field that is or may be called code, and no attribute.
// Most files are such, and parsing them whole takes ten times as long. For others
// it returns nil.
func (x *Inputs) glance(file string) *summary {
	source, err := ReadFile(x.repository.abs(file))
	if err != nil || bytes.Contains(source, []byte("code")) || bytes.ContainsAny(source, `@\`) || mayCompute(source) {
		return nil
	}
	head := headOf(source)
	known, ok := x.heads[string(head)]
	if !ok {
		options := []parser.Option{parser.ImportsOnly}
		if x.repository.language != "" {
			options = append(options, parser.Version(x.repository.language))
		}
		parsed, err := parser.ParseFile(file, source, options...)
		if err != nil || leftOut(parsed) != nil {
			return nil
		}
		known = summarize(parsed)
		if head != nil {
			x.heads[string(head)] = known
		}
	}
	s := *known
	s.name = file
	return &s
}

// headOf is what stands above the field stack, and says all of a file's imports,
// which CUE has at its top; the stacks of a repository have few. It is nil where the
// field might be a line of a text.
func headOf(source []byte) []byte {
	head, _, found := bytes.Cut(source, []byte("\nstack:"))
	if !found || bytes.ContainsAny(head, `#'`) || bytes.Contains(head, []byte(`"""`)) {
		return nil
	}
	return head
}

// mayCompute looks for the end of a label that is no plain name: (x): or [string]?:.
// A value in parentheses can look like it, and is then parsed in vain.
func mayCompute(source []byte) bool {
	closed := false
	for _, c := range source {
		switch c {
		case ')', ']':
			closed = true
		case ' ', '\t', '?', '!':
		case ':':
			if closed {
				return true
			}
		default:
			closed = false
		}
	}
	return false
}
