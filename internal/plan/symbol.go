package plan

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// absent is the value of what is not there, such as Ref AWS::NoValue.
type absent struct{}

// symbol is text of which CloudFormation fills in parts.
type symbol struct {
	parts []part
	// references are the resources and parameters whose values it holds.
	references []reference
}

// part is literal text, or what stands between ${ and } for a reference.
type part struct {
	text     string
	symbolic bool
	// identity tells apart what has the same text, which may leave out a secret.
	identity string
}

// reference is a Ref, or Fn::GetAtt if it has an attribute.
type reference struct{ id, attribute string }

func (r reference) String() string {
	if r.attribute == "" {
		return r.id
	}
	return r.id + "." + r.attribute
}

func refer(id, attribute string) symbol {
	r := reference{id, attribute}
	return symbol{[]part{{text: r.String(), symbolic: true}}, []reference{r}}
}

// String writes the symbol as Fn::Sub does, a literal ${ as ${!. Different
// symbols give different text.
func (s symbol) String() string {
	var b strings.Builder
	for _, p := range s.parts {
		if p.symbolic {
			b.WriteString("${" + p.text + "}")
		} else {
			b.WriteString(escapeSub(p.text))
		}
	}
	return b.String()
}

func escapeSub(literal string) string { return strings.ReplaceAll(literal, "${", "${!") }

// concat puts strings and symbols together, and is false for other values. The
// result is a string if no part is symbolic.
func concat(values []any, delimiter string) (any, bool) {
	var all symbol
	for i, v := range values {
		if i > 0 {
			all.literal(delimiter)
		}
		switch v := v.(type) {
		case symbol:
			for _, p := range v.parts {
				if p.symbolic {
					all.parts = append(all.parts, p)
				} else {
					all.literal(p.text)
				}
			}
			all.references = append(all.references, v.references...)
		default:
			text, ok := template.Scalar(v)
			if !ok {
				return nil, false
			}
			all.literal(text)
		}
	}
	if !slices.ContainsFunc(all.parts, func(p part) bool { return p.symbolic }) {
		if len(all.parts) == 0 {
			return "", true
		}
		return all.parts[0].text, true
	}
	return all, true
}

// literal appends text to the part before it, if that is literal too: a $ and a {
// from two of them are a ${.
func (s *symbol) literal(text string) {
	if n := len(s.parts); n > 0 && !s.parts[n-1].symbolic {
		s.parts[n-1].text += text
		return
	}
	if text != "" {
		s.parts = append(s.parts, part{text: text})
	}
}
