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
	switch {
	case pattern == "*":
		return true
	case variables && strings.Contains(pattern, "${"):
		return matchesTokensARN(tokens(pattern, r), text)
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
	if variables && strings.Contains(pattern, "${") {
		return matchesTokens(tokens(pattern, r), text)
	}
	return glob(pattern, text)
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

// token is one character of a pattern that has variables: itself, or a wildcard.
type token struct {
	char rune
	wild bool // char is * or ?, and stands for others
}

// tokens reads a pattern with variables. ${*}, ${?} and ${$} stand for these
// characters themselves, any other variable for the one value of a condition key
// or for the default that follows it after a comma. What has no value, or
// several, makes a pattern that covers nothing: that is nil.
func tokens(pattern string, r *Request) []token {
	list := make([]token, 0, len(pattern))
	for pattern != "" {
		rest, isVariable := strings.CutPrefix(pattern, "${")
		name, after, closed := strings.Cut(rest, "}")
		if isVariable && closed {
			value, ok := variable(name, r)
			if !ok {
				return nil
			}
			for _, char := range value {
				list = append(list, token{char: char})
			}
			pattern = after
			continue
		}
		char, width := utf8.DecodeRuneInString(pattern)
		list = append(list, token{char: char, wild: char == '*' || char == '?'})
		pattern = pattern[width:]
	}
	return list
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

func matchesTokensARN(pattern []token, text string) bool {
	if pattern == nil {
		return false
	}
	for range 5 {
		p, t := 0, strings.IndexByte(text, ':')
		for p < len(pattern) && pattern[p] != (token{char: ':'}) {
			p++
		}
		if p == len(pattern) || t < 0 {
			break
		}
		if !matchesTokens(pattern[:p], text[:t]) {
			return false
		}
		pattern, text = pattern[p+1:], text[t+1:]
	}
	return matchesTokens(pattern, text)
}

// matchesTokens is glob for a pattern in which some * and ? are no wildcards.
func matchesTokens(pattern []token, text string) bool {
	if pattern == nil {
		return false
	}
	any, one := token{'*', true}, token{'?', true}
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		char, width := utf8.DecodeRuneInString(text[t:])
		switch {
		case p < len(pattern) && pattern[p] == any:
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == one || pattern[p] == token{char: char}):
			p++
			t += width
		case star >= 0:
			_, width = utf8.DecodeRuneInString(text[mark:])
			mark += width
			p, t = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == any {
		p++
	}
	return p == len(pattern)
}
