package source

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/schema"
)

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
	stack := r.named("#Stack")
	stack.sort()
	stack.definitions = slices.Sorted(maps.Keys(r.definitions))
	return stack, nil
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
		return merge(e.Op, r.read(e.X), r.read(e.Y), isErrorCall(e.X) || isErrorCall(e.Y))
	case *ast.ListLit:
		for _, element := range e.Elts {
			if rest, ok := element.(*ast.Ellipsis); ok && rest.Type != nil {
				return &shape{list: true, element: r.readElement(rest.Type)}
			}
		}
		return &shape{list: true, element: &shape{scalar: true}}
	}
	return nil
}

// merge returns the shape of two expressions joined by & or |: it has the
// fields of both. A disjunction with a scalar may be one, too.
func merge(op token.Token, x, y *shape, withError bool) *shape {
	if x == nil || y == nil {
		some := cmp.Or(x, y)
		if some == nil || op != token.OR || withError {
			return some
		}
		scalar := *some
		scalar.scalar = true
		return &scalar
	}
	both := *x
	both.fields = maps.Clone(x.fields)
	if both.fields == nil {
		both.fields = map[string]*field{}
	}
	maps.Copy(both.fields, y.fields)
	both.list, both.scalar, both.open = x.list || y.list, x.scalar || y.scalar, x.open || y.open
	both.element, both.names = cmp.Or(x.element, y.element), cmp.Or(x.names, y.names)
	return &both
}

func (r *shapeReader) readStruct(e *ast.StructLit) *shape {
	s := &shape{fields: map[string]*field{}}
	for _, d := range e.Elts {
		switch d := d.(type) {
		case *ast.Ellipsis:
			s.open = true
		case *ast.EmbedDecl:
			if embedded := r.read(d.Expr); embedded != nil {
				s = merge(token.AND, s, embedded, false)
			}
		case *ast.Field:
			name, ok := labelName(d.Label)
			switch {
			case !ok || strings.HasPrefix(name, "_"):
			case name == anyField:
				s.element, s.names = r.readElement(d.Value), namePattern(d.Label)
			default:
				doc := docText(d)
				s.fields[name] = &field{
					doc:      firstSentence(doc),
					api:      apiMembers(doc),
					value:    defaultValue(d.Value),
					required: d.Constraint == token.NOT,
					shape:    r.read(d.Value),
				}
			}
		}
	}
	return s
}

// readElement returns the shape of a map's or a list's elements, never nil.
func (r *shapeReader) readElement(e ast.Expr) *shape {
	if s := r.read(e); s != nil {
		return s
	}
	return &shape{scalar: true}
}

// namePattern returns the regular expression in a label such as [=~"^x"].
func namePattern(label ast.Label) *regexp.Regexp {
	list, ok := label.(*ast.ListLit)
	if !ok || len(list.Elts) != 1 {
		return nil
	}
	match, ok := list.Elts[0].(*ast.UnaryExpr)
	if !ok || match.Op != token.MAT {
		return nil
	}
	lit, ok := match.X.(*ast.BasicLit)
	if !ok {
		return nil
	}
	pattern, err := literal.Unquote(lit.Value)
	if err != nil {
		return nil
	}
	// The schema itself would not load with a pattern that is wrong.
	compiled, _ := regexp.Compile(pattern)
	return compiled
}
