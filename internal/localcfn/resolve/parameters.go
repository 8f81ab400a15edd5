package resolve

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// Given is what a request says about one parameter.
type Given struct {
	Key, Value string
	// Previous asks for the value that the stack has.
	Previous bool
}

// Parameters returns the texts of a template's parameters: what is given, else what
// the stack has, if that is asked for, else the default. The error is an [Error].
func Parameters(d *template.Document, given []Given, previous map[string]string) (map[string]string, error) {
	values := map[string]string{}
	for _, g := range given {
		if _, ok := d.Parameters[g.Key]; !ok {
			return nil, wrong("Parameters: [%s] do not exist in the template", g.Key)
		}
		values[g.Key] = g.Value
		if g.Previous {
			value, ok := previous[g.Key]
			if !ok {
				return nil, wrong("Invalid input for parameter key %s. Cannot specify usePreviousValue as true for a parameter key not in the previous template", g.Key)
			}
			values[g.Key] = value
		}
	}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(d.Parameters)) {
		definition := template.Object(d.Parameters, name)
		if _, ok := values[name]; ok {
		} else if value, ok := template.Scalar(definition["Default"]); ok {
			values[name] = value
		} else {
			missing = append(missing, name)
			continue
		}
		if err := allowed(name, values[name], definition); err != nil {
			return nil, err
		}
	}
	if len(missing) > 0 {
		return nil, wrong("Parameters: [%s] must have values", strings.Join(missing, ", "))
	}
	return values, nil
}

// allowed checks a value against the constraints of its parameter.
func allowed(name, value string, definition map[string]any) error {
	list, _ := definition["AllowedValues"].([]any)
	if len(list) > 0 && !slices.ContainsFunc(list, func(v any) bool { text, _ := template.Scalar(v); return text == value }) {
		return wrong("Parameter '%s' must be one of AllowedValues", name)
	}
	if pattern, ok := definition["AllowedPattern"].(string); ok {
		// A pattern that Go does not know is Java's, and is not looked at.
		if re, err := regexp.Compile("^(?:" + pattern + ")$"); err == nil && !re.MatchString(value) {
			return wrong("Parameter '%s' must match pattern %s", name, pattern)
		}
	}
	if definition["Type"] == "Number" {
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return wrong("Parameter '%s' must be a number.", name)
		}
	}
	for limit, word := range map[string]string{"MinLength": "at least", "MaxLength": "at most"} {
		text, ok := template.Scalar(definition[limit])
		n, err := strconv.Atoi(text)
		if ok && err == nil && (limit == "MinLength" && len(value) < n || limit == "MaxLength" && len(value) > n) {
			return wrong("Parameter '%s' must contain %s %d characters", name, word, n)
		}
	}
	if len(value) > 4096 {
		return wrong("Parameter '%s' must contain at most 4096 bytes", name)
	}
	return nil
}

// Typed returns the values of parameters as Ref gives them: a list is split, and
// the value of a Systems Manager parameter is looked up.
func Typed(d *template.Document, texts map[string]string, ssm func(string) (string, error)) (map[string]any, error) {
	values := map[string]any{}
	for name, text := range texts {
		kind, _ := template.Object(d.Parameters, name)["Type"].(string)
		if inner, ok := strings.CutPrefix(kind, "AWS::SSM::Parameter::Value<"); ok {
			value, err := ssm(text)
			if err != nil {
				return nil, err
			}
			text, kind = value, strings.TrimSuffix(inner, ">")
		}
		values[name] = text
		if kind == "CommaDelimitedList" || strings.HasPrefix(kind, "List<") {
			list := []any{}
			for item := range strings.SplitSeq(text, ",") {
				list = append(list, strings.TrimSpace(item))
			}
			values[name] = list
		}
	}
	return values, nil
}

// ParametersOf returns the parameters that a property of a resource refers to, sorted.
func ParametersOf(d *template.Document, logicalID, property string) []string {
	found := map[string]bool{}
	references(d.Resources[logicalID].Properties[property], func(name string) {
		if _, ok := d.Parameters[name]; ok {
			found[name] = true
		}
	})
	return slices.Sorted(maps.Keys(found))
}
