package cfnschema

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkType reports a value of another type than the schema allows. It returns
// false if so, because further findings would only repeat it.
func (c *checker) checkType(s *schema, pointer string, v any) bool {
	if len(s.Types) == 0 || slices.ContainsFunc(s.Types, func(name string) bool { return isOf(name, v) }) {
		return true
	}
	names := make([]string, len(s.Types))
	for i, name := range s.Types {
		names[i] = withArticle(name)
	}
	c.report(pointer, "", "expected %s, got %s", listOf(names, "or"), describe(v))
	return false
}

// isOf reports whether CloudFormation accepts v for a type of JSON Schema. It
// converts between scalars where the text allows it.
func isOf(name string, v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return name == "object"
	case []any:
		return name == "array"
	case string:
		switch name {
		case "string":
			return true
		case "boolean":
			return v == "true" || v == "false" || isDynamic(v)
		case "integer", "number":
			return isNumber(name, v) || isDynamic(v)
		}
	case bool:
		return name == "boolean" || name == "string"
	case json.Number:
		return name == "string" || isNumber(name, v.String())
	}
	return false
}

func isNumber(name, text string) bool {
	n, err := strconv.ParseFloat(text, 64)
	return err == nil && (name == "number" || name == "integer" && n == math.Trunc(n))
}

func (c *checker) checkScalar(s *schema, pointer string, v any) {
	text := fmt.Sprint(v)
	if isDynamic(text) {
		c.symbolic = true
		return
	}
	c.checkEnum(s, pointer, text)
	if isString(v) {
		c.checkString(s, pointer, text)
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		c.checkRange(s, pointer, text, n)
	}
}

func (c *checker) checkEnum(s *schema, pointer, text string) {
	switch allowed := textsOf(s.Enum); {
	case s.Const != nil && text != fmt.Sprint(s.Const):
		c.report(pointer, "", "%s is not allowed, expected %v", quote(text), s.Const)
	case s.Const == nil && s.Enum != nil && !slices.Contains(allowed, text):
		c.report(pointer, helpFor(text, allowed), "%s is not an allowed value", quote(text))
	}
	if slices.Contains(textsOf(s.NotEnum), text) {
		c.report(pointer, "", "%s is not allowed", quote(text))
	}
}

func (c *checker) checkString(s *schema, pointer, text string) {
	switch length := utf8.RuneCountInString(text); {
	case s.MinLength != nil && length < *s.MinLength:
		c.report(pointer, "", "%d characters, at least %d expected", length, *s.MinLength)
	case s.MaxLength != nil && length > *s.MaxLength:
		c.report(pointer, "", "%d characters, at most %d allowed", length, *s.MaxLength)
	case !s.Pattern.matches(text):
		c.report(pointer, "", "%s does not match %s", quote(text), s.Pattern.text)
	}
}

func (c *checker) checkRange(s *schema, pointer, text string, n float64) {
	switch {
	case s.Minimum != nil && n < *s.Minimum:
		c.report(pointer, "", "%s is too small, at least %v expected", text, *s.Minimum)
	case s.Maximum != nil && n > *s.Maximum:
		c.report(pointer, "", "%s is too large, at most %v allowed", text, *s.Maximum)
	}
}

func (c *checker) checkList(s *schema, pointer string, list []any) {
	length := 0
	first := map[string]int{}
	for i, item := range list {
		if isAbsent(item) {
			continue
		}
		length++
		if s.Items != nil {
			c.check(s.Items, below(pointer, i), item)
		}
		text, _ := json.Marshal(item) // what was decoded from JSON encodes
		if at, ok := first[string(text)]; ok && s.UniqueItems {
			c.report(below(pointer, i), "", "repeats item %d; items must differ", at)
			continue
		}
		first[string(text)] = i
	}
	if s.MinItems != nil && length < *s.MinItems {
		c.report(pointer, "", "%d items, at least %d expected", length, *s.MinItems)
	}
	if s.MaxItems != nil && length > *s.MaxItems {
		c.report(pointer, "", "%d items, at most %d allowed", length, *s.MaxItems)
	}
}

func textsOf(values []any) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return texts
}

// describe names a value's type, and shows the value where that is short.
func describe(v any) string {
	switch v := v.(type) {
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	case string:
		return "the string " + quote(v)
	default:
		return fmt.Sprint(v)
	}
}

func withArticle(name string) string {
	if strings.ContainsAny(name[:1], "aeiou") {
		return "an " + name
	}
	return "a " + name
}
