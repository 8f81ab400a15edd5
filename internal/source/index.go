package source

import (
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// anyField is the element of an index for fields that a pattern such as [_]
// or [string] constrains.
const anyField = "[_]"

// index is a tree of the fields that stand in the user's files, by name. It
// knows the text, not its meaning: where a field stands, and what was written.
type index struct {
	fields map[string]*index
	// decls are the places that write the field, the stack's own first.
	decls []decl
	// loose tells, at the root, that something in the stack can make CUE accept
	// a misspelled field, or keep a field to itself: an optional or a hidden
	// field, a definition, an embedded value, or a field beside the stack.
	loose bool
}

// decl is one place that writes a field.
type decl struct {
	label token.Pos
	value ast.Expr
	// field is nil for an element of a list.
	field *ast.Field
}

// newIndex indexes what the files write in the field stack.
func newIndex(files []*ast.File) *index {
	stack := &index{}
	for _, f := range files {
		for _, d := range f.Decls {
			field, ok := d.(*ast.Field)
			if !ok {
				continue
			}
			if name, _ := labelName(field.Label); name == "stack" {
				stack.decls = append(stack.decls, decl{field.Label.Pos(), field.Value, field})
				stack.addExpr(field.Value, &stack.loose)
			} else if !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, "#") {
				stack.loose = true
			}
		}
	}
	return stack
}

func (x *index) addDecls(decls []ast.Decl, loose *bool) {
	for _, d := range decls {
		switch d := d.(type) {
		case *ast.Field:
			if d.Constraint != token.ILLEGAL {
				*loose = true
			}
			if name, ok := labelName(d.Label); ok {
				if strings.HasPrefix(name, "_") || strings.HasPrefix(name, "#") {
					*loose = true
				}
				child := x.child(name)
				child.decls = append(child.decls, decl{d.Label.Pos(), d.Value, d})
				child.addExpr(d.Value, loose)
			}
		case *ast.Comprehension:
			x.addExpr(d.Value, loose)
		case *ast.EmbedDecl:
			*loose = true
			x.addExpr(d.Expr, loose)
		}
	}
}

func (x *index) addExpr(e ast.Expr, loose *bool) {
	switch e := e.(type) {
	case *ast.StructLit:
		x.addDecls(e.Elts, loose)
	case *ast.ParenExpr:
		x.addExpr(e.X, loose)
	case *ast.UnaryExpr:
		x.addExpr(e.X, loose)
	case *ast.BinaryExpr:
		x.addExpr(e.X, loose)
		x.addExpr(e.Y, loose)
	case *ast.ListLit:
		for i, element := range e.Elts {
			child := x.child(elementName(strconv.Itoa(i)))
			child.decls = append(child.decls, decl{element.Pos(), element, nil})
			child.addExpr(element, loose)
		}
	}
}

func (x *index) child(name string) *index {
	if x.fields == nil {
		x.fields = map[string]*index{}
	}
	if x.fields[name] == nil {
		x.fields[name] = &index{}
	}
	return x.fields[name]
}

// labelName returns the name that a label gives its field, anyField for a
// pattern, or false where only evaluation can tell.
func labelName(label ast.Label) (string, bool) {
	if alias, ok := label.(*ast.Alias); ok {
		if inner, ok := alias.Expr.(ast.Label); ok {
			label = inner
		}
	}
	if _, ok := label.(*ast.ListLit); ok {
		return anyField, true
	}
	name, _, err := ast.LabelName(label)
	return name, err == nil
}

// lookup returns every place that writes the field at path, by name or by
// pattern.
func (x *index) lookup(path []string) []decl {
	if len(path) == 0 {
		return x.decls
	}
	var decls []decl
	for _, name := range []string{path[0], elementName(path[0]), anyField} {
		if child := x.fields[name]; child != nil {
			decls = append(decls, child.lookup(path[1:])...)
		}
	}
	return decls
}

// isNested reports whether a struct or a list is written for the field at path.
func (x *index) isNested(path []string) bool {
	return slices.ContainsFunc(x.lookup(path), func(d decl) bool { return isNested(d.value) })
}

// at returns what is written by name at and below the field at path.
func (x *index) at(path []string) *index {
	for _, name := range path {
		child := x.fields[name]
		if child == nil {
			child = x.fields[elementName(name)]
		}
		if child == nil {
			return &index{}
		}
		x = child
	}
	return x
}
