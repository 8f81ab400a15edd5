package trace

import (
	"encoding/json"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// parser reads and evaluates an expression from left to right.
type parser struct {
	scope scope
	rest  string
}

func (p *parser) space() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// take skips a word that comes next.
func (p *parser) take(word string) bool {
	p.space()
	rest, found := strings.CutPrefix(p.rest, word)
	if found {
		p.rest = rest
	}
	return found
}

// conditional reads a ? b : c, of which both branches have to be understood.
func (p *parser) conditional(depth int) (any, bool) {
	value, ok := p.joined(depth)
	if !ok || !p.take("?") {
		return value, ok
	}
	yes, okYes := p.conditional(depth + 1)
	if !okYes || !p.take(":") {
		return nil, false
	}
	no, okNo := p.conditional(depth + 1)
	condition, isBool := value.(bool)
	switch {
	case !okNo || !isBool || depth > maxDepth:
		return nil, false
	case condition:
		return yes, true
	}
	return no, true
}

// joined reads terms with & between them.
func (p *parser) joined(depth int) (any, bool) {
	value, ok := p.term(depth)
	for ok && p.take("&") {
		var next any
		if next, ok = p.term(depth); !ok {
			break
		}
		left, okLeft := asText(value)
		right, okRight := asText(next)
		if !okLeft || !okRight || len(left)+len(right) > maxText {
			return nil, false
		}
		value = left + right
	}
	return value, ok
}

// asText is what & makes of a value; nothing is empty text.
func asText(value any) (string, bool) {
	if _, nothing := value.(missing); nothing {
		return "", true
	}
	return template.Scalar(value)
}

func (p *parser) term(depth int) (any, bool) {
	if depth > maxDepth {
		return nil, false
	}
	p.space()
	switch {
	case strings.HasPrefix(p.rest, `"`):
		return p.literal()
	case p.take("("):
		value, ok := p.conditional(depth + 1)
		return value, ok && p.take(")")
	case p.take("$exists("):
		value, ok := p.conditional(depth + 1)
		_, leadsNowhere := value.(missing)
		return !leadsNowhere, ok && p.take(")")
	case p.take("$substringAfter("):
		return p.substringAfter(depth + 1)
	case p.take("$"):
		return p.reference()
	case p.take("true"):
		return true, true
	case p.take("false"):
		return false, true
	}
	return p.number()
}

// substringAfter reads the arguments of the function of that name: a text, and
// what the result follows in it. A text without that is the result as it is.
func (p *parser) substringAfter(depth int) (any, bool) {
	value, ok := p.conditional(depth)
	if !ok || !p.take(",") {
		return nil, false
	}
	p.space()
	after, ok := p.literal()
	separator, _ := after.(string)
	if !ok || !p.take(")") {
		return nil, false
	}
	text, isText := value.(string)
	if _, rest, found := strings.Cut(text, separator); found {
		return rest, true
	}
	_, leadsNowhere := value.(missing)
	return value, isText || leadsNowhere
}

// literal reads a string in double quotes, whose escapes are those of JSON.
func (p *parser) literal() (any, bool) {
	for i := 1; i < len(p.rest); i++ {
		switch p.rest[i] {
		case '\\':
			i++
		case '"':
			var text string
			err := json.Unmarshal([]byte(concealEscapes(p.rest[:i+1])), &text)
			p.rest = p.rest[i+1:]
			return text, err == nil
		}
	}
	return nil, false
}

func (p *parser) number() (any, bool) {
	end := 0
	for end < len(p.rest) && p.rest[end] >= '0' && p.rest[end] <= '9' {
		end++
	}
	number := json.Number(p.rest[:end])
	p.rest = p.rest[end:]
	return number, end > 0
}

// reference reads a variable, or a path below $states, after its dollar sign.
func (p *parser) reference() (any, bool) {
	name := p.name()
	var value any = missing{}
	switch name {
	case "":
		return nil, false
	case "states":
		value = map[string]any{"input": p.scope.machine.input, "context": p.scope.machine.context}
	default:
		if given, ok := p.scope.variables[name]; ok {
			value = given
		}
	}
	for strings.HasPrefix(p.rest, ".") {
		p.rest = p.rest[1:]
		step := p.name()
		if step == "" {
			return nil, false
		}
		child, ok := template.Object(value)[step]
		if !ok {
			child = missing{}
		}
		value = child
	}
	// A call, an index or an operator makes it something else.
	return value, !strings.HasPrefix(p.rest, "(") && !strings.HasPrefix(p.rest, "[")
}

func (p *parser) name() string {
	end := 0
	for end < len(p.rest) {
		c := p.rest[end]
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			break
		}
		end++
	}
	name := p.rest[:end]
	p.rest = p.rest[end:]
	return name
}
