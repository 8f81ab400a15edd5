package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// sort puts the names of the fields of s, and of all shapes below, in order.
func (s *shape) sort() {
	if s == nil || s.required != nil || s.optional != nil {
		return
	}
	s.required, s.optional = []string{}, []string{}
	for _, name := range slices.Sorted(maps.Keys(s.fields)) {
		if s.fields[name].required {
			s.required = append(s.required, name)
		} else {
			s.optional = append(s.optional, name)
		}
		s.fields[name].shape.sort()
	}
	s.element.sort()
}

// fieldNames returns the names of the fields in order, the required ones first;
// none of a scalar, which has no shape.
func (s *shape) fieldNames() []string {
	return slices.Concat(s.namesOf(true), s.namesOf(false))
}

func (s *shape) namesOf(required bool) []string {
	switch {
	case s == nil:
		return nil
	case required:
		return slices.Clip(s.required)
	default:
		return slices.Clip(s.optional)
	}
}

// describe says what a shape is, in a few words.
func (s *shape) describe() string {
	switch {
	case s.list && s.element.scalar:
		return "a list of strings, [\"…\"]"
	case s.list:
		return "a list of structs, [{" + strings.Join(s.element.fieldNames(), ": …, ") + ": …}]"
	case len(s.fields) > 0:
		return s.describeStruct()
	case s.element != nil && s.element.scalar:
		return "named values, {name: …}"
	case s.element != nil:
		return "named structs, {name: {…}}"
	default:
		return "a struct, {…}"
	}
}

// describeStruct names the fields of a struct, not more than a line holds.
func (s *shape) describeStruct() string {
	required, optional := s.namesOf(true), s.namesOf(false)
	if most := max(0, 8-len(required)); len(optional) > most {
		optional = append(slices.Clone(optional[:most]), "…")
	}
	switch {
	case len(optional) == 0:
		return "a struct with " + strings.Join(required, " and ")
	case len(required) == 0 && len(optional) == 1:
		return "a struct with the field " + optional[0]
	case len(required) == 0:
		return "a struct with some of " + strings.Join(optional, ", ")
	default:
		return fmt.Sprintf("a struct with %s, and optionally %s", strings.Join(required, " and "), strings.Join(optional, ", "))
	}
}

// mainField is the one field that a struct is about, or "".
func (s *shape) mainField() string {
	if required := s.namesOf(true); len(required) == 1 {
		return required[0]
	}
	for _, name := range []string{"s3", "arn", "topic", "name", "job"} {
		if s.fields[name] != nil {
			return name
		}
	}
	return ""
}

// docText returns a field's documentation on one line.
func docText(f *ast.Field) string {
	for _, group := range ast.Comments(f) {
		if group.Doc {
			return strings.Join(strings.Fields(group.Text()), " ")
		}
	}
	return ""
}

// firstSentence returns the first sentence of a documentation.
func firstSentence(doc string) string {
	if i := strings.Index(doc, ". "); i >= 0 {
		doc = doc[:i]
	}
	return strings.TrimSuffix(doc, ".")
}

var apiMember = lazyregexp.New(`^[A-Z][A-Za-z0-9]*([.][A-Z][A-Za-z0-9]*)*$`)

// apiMembers returns what a documentation names behind "API:".
func apiMembers(doc string) []string {
	_, list, _ := strings.Cut(doc, "API: ")
	list, _, _ = strings.Cut(list, ". ")
	var members []string
	for name := range strings.SplitSeq(strings.TrimSuffix(list, "."), ", ") {
		if apiMember().MatchString(name) {
			members = append(members, name)
		}
	}
	return members
}

// defaultValue returns the default in a field's disjunction. Of the form
// [if _defaults.x != _|_ {…}, value][0] that is the last element.
func defaultValue(e ast.Expr) ast.Expr {
	marked := mark(e)
	if at, ok := marked.(*ast.IndexExpr); ok && at.X != nil {
		if list, ok := at.X.(*ast.ListLit); ok && len(list.Elts) > 0 {
			return list.Elts[len(list.Elts)-1]
		}
	}
	if lit, ok := marked.(*ast.BasicLit); ok && lit.Kind != token.NULL {
		return lit
	}
	return nil
}
