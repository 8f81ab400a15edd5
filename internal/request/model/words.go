package model

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// longest is the number of characters that messages show of a given value.
const longest = 60

// fewest is the number of choices up to which messages list them all.
const fewest = 8

// cut shortens a text that would drown its message.
func cut(text string) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

func quote(text string) string { return strconv.Quote(cut(text)) }

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// list joins words as in "a, b or c".
func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// describe says what a given value is.
func describe(doc any) string {
	switch given := doc.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(given)
	case string:
		return "string " + quote(given)
	case json.Number:
		return "number " + cut(string(given))
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	case Symbolic:
		return "a value that is known only when CloudFormation deploys"
	default:
		return fmt.Sprintf("a Go value of type %T", doc)
	}
}

// wanted says what type of value s takes.
func wanted(s *Shape) string {
	switch s.Type {
	case Structure:
		return "an object"
	case List:
		return "a list of " + plural(s.Element)
	case Map:
		return "an object of " + plural(s.Value)
	case Long:
		return Integer
	case Float, Double:
		return "number"
	default:
		return s.Type
	}
}

func plural(s *Shape) string {
	switch s.Type {
	case Structure, Map:
		return "objects"
	default:
		return strings.TrimPrefix(wanted(s), "a ") + "s"
	}
}

// expected says what to write for s, with an example where that helps.
func expected(s *Shape) string {
	switch {
	case s.Enum != nil:
		return choices(s)
	case s.Pattern != "":
		p := patternOf(s.Pattern)
		if help := suchAs(p); help != "" {
			return p.want + ", " + help
		}
		return p.want
	case s.Type == Boolean:
		return "true or false"
	case s.Type == Structure && len(s.Required) > 0:
		return "an object with " + list(s.Required, "and")
	default:
		return wanted(s)
	}
}

// suchAs offers the pattern's example, if it teaches anything.
func suchAs(p pattern) string {
	if p.example == "" || p.example == "example" {
		return ""
	}
	return "such as " + p.example
}

// choices names the values of an enum, or where there are many, their number.
func choices(s *Shape) string {
	if len(s.Enum) <= fewest {
		return list(s.Enum, "or")
	}
	return fmt.Sprintf("one of the %d values of %s", len(s.Enum), s.Name)
}

// typeHelp says how to turn a value of the wrong type into one that s takes, if
// it is plain what was meant.
func typeHelp(s *Shape, doc any, optional bool) string {
	switch given := doc.(type) {
	case nil:
		if optional {
			return "leave it out instead"
		}
	case json.Number:
		if s.Type == String {
			return "write it in quotes: " + quote(string(given))
		}
		// Beyond 2^53 a float no longer tells which integer was meant.
		if n, err := strconv.ParseFloat(string(given), 64); err == nil && n == math.Trunc(n) && math.Abs(n) < 1<<53 {
			if s.Type == Integer || s.Type == Long {
				return fmt.Sprintf("write it without fraction and exponent: %.0f", n)
			}
		}
	case bool:
		if s.Type == String {
			return fmt.Sprintf("write it in quotes: %q", strconv.FormatBool(given))
		}
	case string:
		if (s.Type == Integer || s.Type == Long) && isInteger(given) || s.Type == Boolean && (given == "true" || given == "false") {
			return "write it without quotes: " + cut(given)
		}
		if s.Type == List && s.Element.Type == String {
			return "write a list: [" + quote(given) + "]"
		}
	case map[string]any:
		if s.Type == List && s.Element.Type == Structure {
			return "put it in a list"
		}
	}
	return ""
}
