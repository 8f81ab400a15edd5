package template_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// deployed returns the resources of a JSON template as CloudFormation would
// hand them to the services. It is written from CloudFormation's documentation,
// and shares no code with the package under test.
func deployed(tb testing.TB, text string) map[string]any {
	tb.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var tree struct{ Resources map[string]any }
	must(tb, decoder.Decode(&tree))
	return evaluate(tree.Resources).(map[string]any)
}

var dynamicReference = regexp.MustCompile(`\{\{resolve:ssm:([^}]*)\}\}`)

// evaluate replaces intrinsics by values that name them, and then dynamic
// references, which CloudFormation sees in the result of intrinsics as well.
func evaluate(v any) any {
	switch v := v.(type) {
	case string:
		return dynamicReference.ReplaceAllString(v, "<parameter $1>")
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = evaluate(item)
		}
		return list
	case map[string]any:
		if len(v) == 1 {
			for name, argument := range v {
				if result, ok := intrinsic(name, argument); ok {
					return result
				}
			}
		}
		m := map[string]any{}
		for key, item := range v {
			m[key] = evaluate(item)
		}
		return m
	}
	return v
}

func intrinsic(name string, argument any) (result any, ok bool) {
	switch name {
	case "Ref":
		return fmt.Sprintf("<ref %s>", argument), true
	case "Fn::ImportValue":
		if argument == "list" {
			return "one,two,three", true
		}
		return fmt.Sprintf("<import %s>", argument), true
	}
	list, _ := argument.([]any)
	switch name {
	case "Fn::GetAtt":
		return fmt.Sprintf("<get %s %s>", list[0], list[1]), true
	case "Fn::Split":
		var parts []any
		for part := range strings.SplitSeq(evaluate(list[1]).(string), list[0].(string)) {
			parts = append(parts, part)
		}
		return parts, true
	case "Fn::Join":
		var parts []string
		// Not evaluated as text yet: a dynamic reference may span pieces.
		pieces, isList := list[1].([]any)
		if !isList {
			pieces = evaluate(list[1]).([]any)
		}
		for _, piece := range pieces {
			if text, isText := piece.(string); isText {
				parts = append(parts, text)
			} else {
				parts = append(parts, evaluate(piece).(string))
			}
		}
		return evaluate(strings.Join(parts, list[0].(string))), true
	}
	return nil, false
}

// yamlAsJSON returns what a YAML library that is not ours reads, as JSON.
func yamlAsJSON(tb testing.TB, text string) string {
	tb.Helper()
	var tree any
	must(tb, yaml.Unmarshal([]byte(text), &tree))
	out, err := json.Marshal(tree)
	must(tb, err)
	return string(out)
}

// decoded returns the value of JSON text.
func decoded(tb testing.TB, text any) any {
	tb.Helper()
	decoder := json.NewDecoder(strings.NewReader(text.(string)))
	decoder.UseNumber()
	var v any
	must(tb, decoder.Decode(&v))
	return v
}
