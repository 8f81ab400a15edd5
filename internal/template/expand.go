package template

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// expander replaces tokens by what they stand for in a tree that it may change,
// and finds the text that CloudFormation would not take as it is.
type expander struct {
	t        *Template
	raw      bool // the tree is the user's own CloudFormation
	path     path // of the value at hand, from the template's root
	findings []finding
}

// value expands the tokens in v, in place where it can. A new value in v's
// place is changed; most are not, and then nothing is allocated or stored.
func (e *expander) value(v any) (expanded any, changed bool) {
	switch v := v.(type) {
	case string:
		if e.t.hasToken(v) {
			return e.text(v), true
		}
		e.literal(v)
	case map[string]any:
		for key, item := range v {
			e.key(key)
			if item, changed := e.at(key, item); changed {
				v[key] = item
			}
		}
	case []any:
		if name, ok := e.wholeList(v); ok {
			return e.split(name), true
		}
		for i, item := range v {
			if item, changed := e.at(strconv.Itoa(i), item); changed {
				v[i] = item
			}
		}
	}
	return v, false
}

func (e *expander) at(step string, v any) (expanded any, changed bool) {
	e.path.enter(step)
	expanded, changed = e.value(v)
	e.path.leave()
	return expanded, changed
}

func (e *expander) key(key string) {
	switch {
	case !utf8.ValidString(key):
		e.report(&InvalidUTF8Error{e.path.String()})
	case e.t.hasToken(key):
		e.report(keyToken(e.path))
	case e.raw:
	case key == "Ref" || strings.HasPrefix(key, "Fn::"):
		e.report(&IntrinsicKeyError{e.path.String(), key})
	case strings.Contains(key, dynamicOpen):
		e.report(&DynamicReferenceError{e.path.String()})
	}
}

// text expands the tokens of one string: alone to the intrinsic, among other
// text to an Fn::Join, whose pieces alternate between text and intrinsics.
func (e *expander) text(s string) any {
	if !e.t.hasToken(s) {
		return e.literal(s)
	}
	var pieces []any
	var open strings.Builder // text since the last intrinsic
	for rest := s; ; {
		before, k, after, ok := e.t.cut(rest)
		if !ok {
			return e.report(&TokenError{e.path.String(), "a reference was changed or cut off: keep it whole"})
		}
		open.WriteString(e.literal(before))
		if k == nil {
			break
		}
		switch k.kind {
		case dynamicSSM:
			open.WriteString(e.dynamic(k.name))
		case literal:
			open.WriteString(k.name)
		default:
			if open.Len() > 0 {
				pieces = append(pieces, open.String())
				open.Reset()
			}
			pieces = append(pieces, e.intrinsic(k, rest[:len(before)], after))
		}
		rest = after
	}
	switch {
	case len(pieces) == 0:
		return open.String()
	case open.Len() > 0:
		pieces = append(pieces, open.String())
	case len(pieces) == 1:
		return pieces[0]
	}
	return function("Fn::Join", "", pieces)
}

// literal checks text that has no token.
func (e *expander) literal(s string) string {
	switch {
	case !utf8.ValidString(s):
		e.report(&InvalidUTF8Error{e.path.String()})
	case !e.raw && strings.Contains(s, dynamicOpen):
		e.report(&DynamicReferenceError{e.path.String()})
	}
	return s
}

// parameterName is what a dynamic reference may name: a parameter and perhaps
// its version.
var parameterName = lazyregexp.New(`^[A-Za-z0-9_./-]+(:[0-9]+)?$`)

func (e *expander) dynamic(parameter string) string {
	if !parameterName().MatchString(parameter) {
		e.report(&TokenError{e.path.String(), "SSM parameter " + strconv.Quote(parameter) + " cannot be referred to: expected NAME or NAME:VERSION of letters, digits and _ . / -"})
	}
	return dynamicOpen + "ssm:" + parameter + "}}"
}

// intrinsic returns what a token stands for between the text before and after.
func (e *expander) intrinsic(k *token, before, after string) any {
	switch k.kind {
	case ref:
		return map[string]any{"Ref": k.name}
	case getAtt:
		return function("Fn::GetAtt", k.name, k.attribute)
	case importValue:
		return e.imported(k.name)
	}
	quote := listQuote(before, after)
	if quote == "" {
		return e.report(&TokenError{e.path.String(), "an imported list must be the only element of a list, or an element of a list in JSON text"})
	}
	return function("Fn::Join", quote+","+quote, e.split(k.name))
}

func (e *expander) imported(name string) any {
	return map[string]any{"Fn::ImportValue": e.text(name)}
}

func (e *expander) split(name string) any {
	return function("Fn::Split", ",", e.imported(name))
}

// wholeList returns the export that a list with one token stands for.
func (e *expander) wholeList(list []any) (name string, ok bool) {
	if len(list) != 1 {
		return "", false
	}
	s, isText := list[0].(string)
	if !isText || !e.t.hasToken(s) {
		return "", false
	}
	before, k, after, ok := e.t.cut(s)
	if !ok || k.kind != importList || before != "" || after != "" {
		return "", false
	}
	return k.name, true
}

// listQuote returns the quote around an element of a list in JSON text, which
// in JSON text within JSON text is \" and so on; empty if there is no such
// element between before and after.
func listQuote(before, after string) string {
	head, ok := strings.CutSuffix(before, `"`)
	if !ok {
		return ""
	}
	head = strings.TrimRight(head, `\`)
	quote := before[len(head):]
	tail, ok := strings.CutPrefix(after, quote)
	starts := strings.HasSuffix(head, "[") || strings.HasSuffix(head, ",")
	ends := strings.HasPrefix(tail, "]") || strings.HasPrefix(tail, ",")
	if !ok || !starts || !ends {
		return ""
	}
	return quote
}

func function(name string, arguments ...any) any { return map[string]any{name: arguments} }

// report records an error and returns what to put in the place of the value.
func (e *expander) report(err error) any {
	e.findings = append(e.findings, finding{e.path.String(), err})
	return nil
}
