package graph

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/template"
)

// substitution is a reference within the text of Fn::Sub.
var substitution = lazyregexp.New(`\$\{([A-Za-z0-9]+)(\.[A-Za-z0-9.]+)?\}`)

// references returns the logical IDs of the template's resources that a value
// refers to, sorted.
func references(d *template.Document, value any) []string {
	found := map[string]bool{}
	walk(value, func(id string) {
		if _, own := d.Resources[id]; own {
			found[id] = true
		}
	})
	return slices.Sorted(maps.Keys(found))
}

// walk calls visit with each name that a value refers to.
func walk(value any, visit func(string)) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			walk(item, visit)
		}
	case map[string]any:
		name, argument := single(v)
		text, isText := argument.(string)
		list, _ := argument.([]any)
		switch {
		case name == "Ref" && isText:
			visit(text)
		case name == "Fn::GetAtt" && isText:
			id, _, _ := strings.Cut(text, ".")
			visit(id)
		case name == "Fn::GetAtt" && len(list) > 0:
			if id, ok := list[0].(string); ok {
				visit(id)
			}
		case name == "Fn::Sub" && isText:
			subs(text, visit)
		case name == "Fn::Sub" && len(list) > 0:
			text, _ = list[0].(string)
			subs(text, visit)
			walk(list[1:], visit)
		default:
			for _, member := range v {
				walk(member, visit)
			}
		}
	}
}

func subs(text string, visit func(string)) {
	for _, match := range substitution().FindAllStringSubmatch(text, -1) {
		visit(match[1])
	}
}

// single returns the only member of an object, as which intrinsics are written.
func single(v map[string]any) (name string, argument any) {
	if len(v) == 1 {
		for name, argument = range v {
			return name, argument
		}
	}
	return "", nil
}

// text returns a value as one line for people: references as ${Queue.Arn}, and …
// for what only CloudFormation can say.
func text(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case map[string]any:
		name, argument := single(v)
		list, _ := argument.([]any)
		word, isText := argument.(string)
		switch {
		case name == "Ref" && isText, name == "Fn::GetAtt" && isText:
			return "${" + word + "}"
		case name == "Fn::GetAtt" && len(list) == 2:
			return "${" + text(list[0]) + "." + text(list[1]) + "}"
		case name == "Fn::ImportValue":
			return "${import:" + text(argument) + "}"
		case name == "Fn::Sub" && isText:
			return word
		case name == "Fn::Sub" && len(list) > 0:
			return text(list[0])
		case name == "Fn::Join" && len(list) == 2:
			parts, _ := list[1].([]any)
			var words []string
			for _, part := range parts {
				words = append(words, text(part))
			}
			return strings.Join(words, text(list[0]))
		}
	}
	return "…"
}

// several returns a value that may be one or a list as a list.
func several(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	if value == nil {
		return nil
	}
	return []any{value}
}

// nameOf returns the end of an ARN, which people know it by, or the text itself.
func nameOf(text string) string {
	if parsed, err := arn.Parse(text); err == nil {
		return parsed.Resource
	}
	return text
}
