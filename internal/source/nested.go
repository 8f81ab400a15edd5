package source

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
)

// nextStepForNested says how to turn a struct or a list that was written for the
// field at path into what the schema wants, where that is plain to see, or "".
func (x *explainer) nextStepForNested(path []string, given ast.Expr) string {
	if len(path) == 0 {
		return ""
	}
	s := x.shape.at(path)
	switch given := given.(type) {
	case *ast.StructLit:
		if s != nil && s.list && given.Lbrace.IsValid() {
			return "put it in a list: [{…}]"
		}
		return nextStepForStruct(path, given, x.shape.at(path[:len(path)-1]))
	case *ast.ListLit:
		if inMap(x.shape.at(path[:len(path)-1])) {
			return "a value here is one text: write the list as JSON in one string"
		}
		switch {
		case s == nil || s.list || s.open:
		case s.element != nil:
			return nextStepForElements(path, given, s)
		case len(given.Elts) == 1:
			return "take it out of the list"
		case len(s.fields) > 0:
			return "there is one of it, and no list: keep one of the elements"
		}
	}
	return ""
}

// nextStepForStruct recognises text without quotes, of which CUE makes fields, and
// CloudFormation's functions. The struct around it has the shape parent.
func nextStepForStruct(path []string, given *ast.StructLit, parent *shape) string {
	only, name, last := onlyField(given), "", path[len(path)-1]
	if only != nil {
		name, _ = labelName(only.Label)
	}
	switch {
	case isUnquoted(given):
		return fmt.Sprintf("write it in quotes, \"%s://…\": CUE takes what follows // for a comment", name)
	case inMap(parent) && only != nil && !given.Lbrace.IsValid():
		return fmt.Sprintf("if the colon is part of the name, write it in quotes: %q: …", last+":"+name)
	case parent != nil && parent.fields[name] != nil:
		return fmt.Sprintf("%s stands beside %s, not in it", name, last)
	case name == "import" || name == "ssm" || name == "run":
		return "" // a reference, as the words about what is wanted say
	case name == "Fn::ImportValue":
		return fmt.Sprintf("write {import: %s}", text(only.Value))
	case name == "Ref" || strings.HasPrefix(name, "Fn::"):
		return name + " works in resources only; write the value itself, or {import: \"export-name\"} for what another stack exports"
	case inMap(parent):
		return "a value here is one text: give each field a name of its own, or write all of it as JSON in one string"
	}
	return ""
}

// isUnquoted reports whether a struct is what CUE makes of an address without
// quotes.
func isUnquoted(e ast.Expr) bool {
	s, ok := e.(*ast.StructLit)
	if !ok || s.Lbrace.IsValid() || onlyField(s) == nil {
		return false
	}
	name, _ := labelName(onlyField(s).Label)
	return slices.Contains([]string{"s3", "s3a", "http", "https"}, name)
}

// inMap reports whether a struct of shape s holds texts by name.
func inMap(s *shape) bool {
	return s != nil && s.element != nil && s.element.scalar && !s.list
}

// onlyField returns the one field of a struct, or nil.
func onlyField(s *ast.StructLit) *ast.Field {
	if len(s.Elts) != 1 {
		return nil
	}
	field, _ := s.Elts[0].(*ast.Field)
	return field
}

// elementNames are the fields by which people name the elements of a list.
var elementNames = []string{"name", "Name", "ChannelName", "InstanceGroupName", "RuleConfigurationName", "CollectionName", "Key", "key", "id"}

// nextStepForElements recognises a list of named elements where the schema has
// them by name.
func nextStepForElements(path []string, given *ast.ListLit, s *shape) string {
	var names []string
	for _, e := range given.Elts {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING && inMap(s) {
			if name, _, found := strings.Cut(strings.Trim(lit.Value, `"`), "="); found {
				names = append(names, name) // an assignment, as in Compose
			}
			continue
		}
		element, ok := e.(*ast.StructLit)
		if !ok {
			return ""
		}
		for _, d := range element.Elts {
			field, ok := d.(*ast.Field)
			if !ok {
				continue
			}
			label, _ := labelName(field.Label)
			if lit, ok := field.Value.(*ast.BasicLit); ok && lit.Kind == token.STRING && slices.Contains(elementNames, label) {
				names = append(names, strings.Trim(lit.Value, `"`))
				break
			}
		}
	}
	if len(names) == 0 || len(names) > 8 {
		return ""
	}
	value := "{…}"
	if s.element.scalar {
		value = `"…"`
	}
	var fields []string
	for _, name := range names {
		fields = append(fields, display([]string{name})+": "+value)
	}
	return cut(fmt.Sprintf("write %s: {%s}", path[len(path)-1], strings.Join(fields, ", ")))
}

// nextStepForWord says how to turn a word, such as true or "lambda", into the
// struct that is wanted for a field, or "".
func nextStepForWord(name string, lit *ast.BasicLit, s *shape) string {
	switch inner := s.mainField(); {
	case lit.Kind == token.NULL:
		return ""
	case lit.Kind == token.STRING && isStructOf(s, strings.Trim(lit.Value, `"`)) != "":
		inner := isStructOf(s, strings.Trim(lit.Value, `"`))
		return fmt.Sprintf("write %s: %s: %s", name, inner, emptyOf(s.fields[inner].shape))
	case lit.Kind == token.STRING && strings.HasPrefix(strings.Trim(lit.Value, "\"'# \t\r\n"), "{"):
		return "leave out the quotes around it: JSON is CUE, too"
	case lit.Kind == token.STRING && inner != "":
		return fmt.Sprintf("write %s: %s: %s", name, inner, text(lit))
	case lit.Kind == token.TRUE && len(switches(s)) > 0 && len(s.namesOf(true)) == 0:
		return fmt.Sprintf("write %s: {%s: true}", name, strings.Join(switches(s), ": true, "))
	case lit.Kind == token.TRUE && s.element == nil && !s.list:
		return fmt.Sprintf("write %s: %s", name, emptyOf(s))
	case lit.Kind == token.FALSE:
		return "leave the field out"
	}
	return ""
}

// switches returns the fields of a struct of shape s that are off by default.
func switches(s *shape) []string {
	return slices.DeleteFunc(s.fieldNames(), func(name string) bool {
		lit, ok := s.fields[name].value.(*ast.BasicLit)
		return !ok || lit.Kind != token.FALSE
	})
}

// emptyOf returns a struct of shape s with the fields that it has to have.
func emptyOf(s *shape) string {
	required := s.namesOf(true)
	if len(required) == 0 {
		return "{}"
	}
	return "{" + strings.Join(required, ": …, ") + ": …}"
}

// isStructOf returns the field of s that a word names, if it is a struct, or "".
func isStructOf(s *shape, word string) string {
	known := s.fields[word]
	if known == nil {
		word = diag.Suggest(word, s.fieldNames())
		known = s.fields[word]
	}
	if known == nil || known.shape == nil || known.shape.list || known.shape.scalar {
		return ""
	}
	return word
}
