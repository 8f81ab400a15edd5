package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// Unresolved returns what the user's resources refer to and the finished template
// of the stack does not have: CloudFormation would refuse it. What the stack policy
// names and is not there would protect nothing. A spec with mistakes may lack a
// resource for that reason.
func Unresolved(stack *spec.Stack, t *template.Template) []diag.Diagnostic {
	ids := t.Resources()
	var diags []diag.Diagnostic
	missing := func(path, id, help string) {
		if !slices.Contains(ids, id) {
			diags = append(diags, diag.Diagnostic{Pos: stack.Origins.At(path).Pos, Path: path, Message: fmt.Sprintf("the template has no resource %q", id), Help: help})
		}
	}
	protected(stack.Deploy, func(path, id string) {
		missing(path, id, "name a resource by its logical ID, or several by a pattern such as LogicalResourceId/*Queue")
	})
	report := func(path, id string) {
		if !strings.HasPrefix(id, "AWS::") {
			missing(path, id, "name a resource by its logical ID, or a pseudo parameter such as AWS::Region")
		}
	}
	for _, id := range spec.SortedKeys(stack.Resources) {
		body, path := stack.Resources[id], spec.Join("resources", id)
		for i, other := range texts(body["DependsOn"]) {
			at := path + ".DependsOn"
			if _, isList := body["DependsOn"].([]any); isList {
				at += fmt.Sprintf("[%d]", i)
			}
			report(at, other)
		}
		references(path+".Properties", body["Properties"], report)
	}
	return diags
}

// references finds the logical IDs in the functions Ref, Fn::GetAtt and Fn::Sub.
func references(path string, value any, found func(path, id string)) {
	switch v := value.(type) {
	case []any:
		for i, child := range v {
			references(fmt.Sprintf("%s[%d]", path, i), child, found)
		}
	case map[string]any:
		for _, name := range spec.SortedKeys(v) {
			at := spec.Join(path, name)
			references(at, v[name], found)
			if len(v) != 1 {
				continue
			}
			arguments := texts(v[name])
			switch {
			case len(arguments) == 0:
			case name == "Ref":
				found(at, arguments[0])
			case name == "Fn::GetAtt":
				id, _, _ := strings.Cut(arguments[0], ".")
				found(at, id)
			case name == "Fn::Sub":
				for _, id := range substituted(arguments[0], v[name]) {
					found(at, id)
				}
			}
		}
	}
}

// variable is one of those that Fn::Sub replaces; ${!Literal} is none.
var variable = lazyregexp.New(`\$\{([^!}][^}]*)\}`)

// substituted returns the logical IDs in the text of Fn::Sub that its own list of
// variables does not have.
func substituted(text string, argument any) []string {
	var own map[string]any
	if list, _ := argument.([]any); len(list) > 1 {
		own, _ = list[1].(map[string]any)
	}
	var ids []string
	for _, match := range variable().FindAllStringSubmatch(text, -1) {
		name := strings.TrimSpace(match[1])
		if _, ok := own[name]; !ok {
			id, _, _ := strings.Cut(name, ".")
			ids = append(ids, id)
		}
	}
	return ids
}

// texts returns a text as a list of one, and those at the start of a list.
func texts(value any) []string {
	if text, ok := value.(string); ok {
		return []string{text}
	}
	var list []string
	items, _ := value.([]any)
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			break
		}
		list = append(list, text)
	}
	return list
}
