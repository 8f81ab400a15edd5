package iam

import (
	"strings"
	"unicode/utf8"
)

// matchesARN reports whether a pattern for resources, or for the ARNs of a
// condition, covers an ARN. A wildcard stands for characters of one of the
// ARN's six parts and never reaches into the next; only the last part of a
// pattern is compared with all that is left, colons included.
func matchesARN(pattern, text string, r *Request, variables bool) bool {
	if pattern == "*" {
		return true
	}
	pattern, text, known := filled(pattern, text, r, variables)
	if !known {
		return false
	}
	for range 5 {
		p, t := strings.IndexByte(pattern, ':'), strings.IndexByte(text, ':')
		if p < 0 || t < 0 {
			break
		}
		if pattern[:p] != text[:t] && !glob(pattern[:p], text[:t]) {
			return false
		}
		pattern, text = pattern[p+1:], text[t+1:]
	}
	return glob(pattern, text)
}

// matchesText reports whether a pattern of StringLike covers a text.
func matchesText(pattern, text string, r *Request, variables bool) bool {
	pattern, text, known := filled(pattern, text, r, variables)
	return known && glob(pattern, text)
}

// glob reports whether a pattern covers a text as a whole, where * stands for
// any characters and ? for one. Only the last * has ever to be tried again, so
// the work is bounded by the product of the lengths.
func glob(pattern, text string) bool {
	some, one := strings.IndexByte(pattern, '*'), strings.IndexByte(pattern, '?')
	switch {
	case some < 0 && one < 0:
		return pattern == text
	case one < 0 && some == len(pattern)-1:
		return strings.HasPrefix(text, pattern[:some])
	}
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		_, width := utf8.DecodeRuneInString(text[t:])
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && pattern[p] == '?':
			p++
			t += width
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case star >= 0:
			_, width = utf8.DecodeRuneInString(text[mark:])
			mark += width
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// A * or ? that a variable stands for is no wildcard. While a pattern with
// variables is compared, these bytes, which no text holds, stand for the two.
const plainSome, plainOne = "\xfe", "\xff"

var (
	plain    = strings.NewReplacer("*", plainSome, "?", plainOne)
	notPlain = strings.NewReplacer(plainSome, "*", plainOne, "?")
)

// filled returns a pattern with its variables filled in, and a text to compare it
// with by glob; false if a variable has no value, so that it covers nothing.
func filled(pattern, text string, r *Request, variables bool) (string, string, bool) {
	if !variables || !strings.Contains(pattern, "${") {
		return pattern, text, true
	}
	pattern, known := fill(pattern, r)
	return pattern, plain.Replace(text), known
}

// fill fills in variables. ${*}, ${?} and ${$} stand for these characters
// themselves, any other for the one value of a condition key or for the default
// that follows it after a comma. False means that one has no value, or several.
func fill(pattern string, r *Request) (string, bool) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(pattern)
			return b.String(), true
		}
		value, known := variable(name, r)
		if !known {
			return "", false
		}
		b.WriteString(before)
		b.WriteString(plain.Replace(value))
		pattern = after
	}
}

// variable returns what a policy variable stands for.
func variable(name string, r *Request) (string, bool) {
	if name == "*" || name == "?" || name == "$" {
		return name, true
	}
	key, fallback, hasFallback := strings.Cut(name, ",")
	values, given := r.key(strings.TrimSpace(key))
	switch {
	case given && len(values) == 1:
		return values[0], true
	case given || !hasFallback:
		return "", false
	}
	return strings.Trim(strings.TrimSpace(fallback), "'"), true
}
