package trace

import (
	"strings"
)

// scope is where the expressions of a state are evaluated.
type scope struct {
	machine   *machine
	variables map[string]any
}

// maxDepth bounds how deep a state's values are nested.
const maxDepth = 200

// evaluate returns a value of a state with its expressions evaluated: strings
// that are {% … %} in JSONata, members that end in .$ in JSONPath.
func (s scope) evaluate(value any, depth int) any {
	if depth > maxDepth {
		return s.opaque("…")
	}
	switch v := value.(type) {
	case string:
		inner, opens := strings.CutPrefix(v, "{%")
		inner, closes := strings.CutSuffix(inner, "%}")
		if !s.machine.jsonata || !opens || !closes {
			return v
		}
		return s.expression(inner)
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, child := range v {
			plain, isPath := strings.CutSuffix(name, ".$")
			text, isText := child.(string)
			if isPath && isText && !s.machine.jsonata {
				out[plain] = s.path(text)
				continue
			}
			out[name] = s.evaluate(child, depth+1)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = s.evaluate(child, depth+1)
		}
		return out
	}
	return value
}

// opaque stands for what the evaluator does not know: another value in each run.
func (s scope) opaque(expression string) any {
	return s.machine.t.marks.ofRun(conceal(strings.TrimSpace(expression)))
}

// missing is what a path gives that leads nowhere.
type missing struct{}

// expression evaluates the part of JSONata in which launches are written: string
// and number literals, variables, $states.input and $states.context, text joined
// by &, conditions with $exists. Anything else is opaque.
func (s scope) expression(text string) any {
	p := &parser{scope: s, rest: text}
	value, ok := p.conditional(0)
	p.space()
	if _, leadsNowhere := value.(missing); !ok || p.rest != "" || leadsNowhere {
		return s.opaque(text)
	}
	return value
}

// path evaluates a JSONPath that is made of names alone, on the input or, with
// $$, on the context.
func (s scope) path(text string) any {
	var from any = s.machine.input
	rest, isContext := strings.CutPrefix(text, "$$")
	if isContext {
		from = s.machine.context
	} else if rest, isContext = strings.CutPrefix(text, "$"); !isContext {
		return s.opaque(text)
	}
	for name := range strings.SplitSeq(strings.TrimPrefix(rest, "."), ".") {
		members, ok := from.(map[string]any)
		value, given := members[name]
		if !ok || !given {
			return s.opaque(text)
		}
		from = value
	}
	return from
}
