package source

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// shape is what the schema says about the fields of a struct. It is read from
// the schema's text, and serves messages only: CUE decides what is right.
type shape struct {
	fields map[string]*field
	// element is the shape behind a pattern, or of a list's elements.
	element *shape
	// open tells that any field is allowed.
	open bool
}

// field is a field that the schema names.
type field struct {
	// doc is the first sentence of its documentation.
	doc string
	// value is the text of its default, or "".
	value    string
	required bool
	pos      diag.Position
	shape    *shape
}

// names returns the names of the fields in order, the required ones first.
func (s *shape) names() []string {
	var required, optional []string
	for name, f := range s.fields {
		if f.required {
			required = append(required, name)
		} else {
			optional = append(optional, name)
		}
	}
	slices.Sort(required)
	slices.Sort(optional)
	return append(required, optional...)
}

// at returns the shape at a path below s, or nil where there is none.
func (s *shape) at(path []string) *shape {
	for _, name := range path {
		switch {
		case s == nil:
			return nil
		case s.fields[name] != nil:
			s = s.fields[name].shape
		default:
			s = s.element
		}
	}
	return s
}

// field returns the schema's entry for the field at a path below s, or nil.
func (s *shape) field(path []string) *field {
	last := len(path) - 1
	if last < 0 {
		return nil
	}
	if parent := s.at(path[:last]); parent != nil {
		return parent.fields[path[last]]
	}
	return nil
}

// stackShape is the shape of #Stack, read when the first message needs it.
var stackShape = sync.OnceValues(func() (*shape, error) {
	files, err := schema.Files()
	if err != nil {
		return nil, err
	}
	r := &shapeReader{definitions: map[string]ast.Expr{}, shapes: map[string]*shape{}}
	for _, f := range files {
		parsed, err := parser.ParseFile(schemaFile(f.Name), f.Source, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("parse the embedded schema: %w", err)
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.Field); ok {
				if name, _, err := ast.LabelName(f.Label); err == nil {
					r.definitions[name] = f.Value
				}
			}
		}
	}
	return r.named("#Stack"), nil
})

// schemaFile is the name under which a file of the schema appears in positions.
func schemaFile(name string) string { return schema.ImportPath + "/" + name }

// shapeReader reads shapes from the schema's definitions.
type shapeReader struct {
	definitions map[string]ast.Expr
	shapes      map[string]*shape
}

func (r *shapeReader) named(name string) *shape {
	if s, ok := r.shapes[name]; ok {
		return s
	}
	r.shapes[name] = nil
	s := r.read(r.definitions[name])
	r.shapes[name] = s
	return s
}

// read returns the shape that an expression describes, or nil for a scalar.
func (r *shapeReader) read(e ast.Expr) *shape {
	switch e := e.(type) {
	case *ast.Ident:
		if r.definitions[e.Name] != nil {
			return r.named(e.Name)
		}
	case *ast.StructLit:
		return r.readStruct(e)
	case *ast.ParenExpr:
		return r.read(e.X)
	case *ast.BinaryExpr:
		if x := r.read(e.X); x != nil {
			return x
		}
		return r.read(e.Y)
	case *ast.ListLit:
		for _, element := range e.Elts {
			if rest, ok := element.(*ast.Ellipsis); ok && rest.Type != nil {
				return &shape{element: r.read(rest.Type)}
			}
		}
		return &shape{}
	}
	return nil
}

func (r *shapeReader) readStruct(e *ast.StructLit) *shape {
	s := &shape{fields: map[string]*field{}}
	for _, d := range e.Elts {
		switch d := d.(type) {
		case *ast.Ellipsis:
			s.open = true
		case *ast.Field:
			name, ok := labelName(d.Label)
			switch {
			case !ok || strings.HasPrefix(name, "_"):
			case name == anyField:
				if s.element = r.read(d.Value); s.element == nil {
					s.element = &shape{}
				}
			default:
				s.fields[name] = &field{
					doc:      firstSentence(d),
					value:    defaultText(d.Value),
					required: d.Constraint == token.NOT,
					pos:      position(d.Pos()),
					shape:    r.read(d.Value),
				}
			}
		}
	}
	return s
}

// firstSentence returns the first sentence of a field's documentation, without
// the field's own name in front.
func firstSentence(f *ast.Field) string {
	for _, group := range ast.Comments(f) {
		if !group.Doc {
			continue
		}
		text := strings.Join(strings.Fields(group.Text()), " ")
		if i := strings.Index(text, ". "); i >= 0 {
			text = text[:i]
		}
		return strings.TrimSuffix(text, ".")
	}
	return ""
}

// defaultText returns the text of the default in a field's disjunction. Of the
// form [if _defaults.x != _|_ {…}, value][0] that is the last element.
func defaultText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return defaultText(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.MUL {
			return lastElement(e.X)
		}
	}
	return ""
}

func lastElement(e ast.Expr) string {
	if at, ok := e.(*ast.IndexExpr); ok {
		if list, ok := at.X.(*ast.ListLit); ok && len(list.Elts) > 0 {
			return source(list.Elts[len(list.Elts)-1])
		}
	}
	return source(e)
}
