package cfnschema

import (
	"slices"
	"strings"
)

// checkCombinations applies the schemas that a schema is composed of.
func (c *checker) checkCombinations(s *schema, pointer string, v any) {
	for _, part := range s.AllOf {
		c.check(part, pointer, v)
	}
	if s.AnyOf != nil {
		c.checkAlternatives(s.AnyOf, pointer, v, len(s.AnyOf))
	}
	if s.OneOf != nil {
		c.checkAlternatives(s.OneOf, pointer, v, 1)
	}
	for _, branch := range s.IfThenElse {
		if holds(branch.Condition, pointer, v) {
			c.check(branch.Then, pointer, v)
		}
	}
	if s.Not != nil && holds(s.Not, pointer, v) {
		c.report(pointer, "", "these properties are not allowed together")
	}
}

// holds reports whether v certainly satisfies the schema, which a value that is
// symbolic where it counts does not.
func holds(s *schema, pointer string, v any) bool {
	trial := try(s, pointer, v)
	return len(trial.problems) == 0 && !trial.symbolic
}

func try(s *schema, pointer string, v any) *checker {
	trial := &checker{}
	trial.check(s, pointer, v)
	return trial
}

// checkAlternatives wants at least one of the alternatives to fit, and at most
// the given number. Whoever wrote a value that fits none meant one of them: the
// one whose properties are there is the one to explain.
func (c *checker) checkAlternatives(alternatives []*schema, pointer string, v any, most int) {
	fit, symbolic := 0, false
	for _, s := range alternatives {
		trial := try(s, pointer, v)
		if len(trial.problems) == 0 {
			fit++
			symbolic = symbolic || trial.symbolic
		}
	}
	c.symbolic = c.symbolic || symbolic
	if fit > 0 && (fit <= most || symbolic) {
		return
	}
	if object, ok := v.(map[string]any); ok {
		c.explainObject(alternatives, pointer, object)
		return
	}
	c.explainScalar(alternatives, pointer, v)
}

func (c *checker) explainObject(alternatives []*schema, pointer string, object map[string]any) {
	meant := slices.DeleteFunc(slices.Clone(alternatives), func(s *schema) bool {
		given := present(object)
		return slices.ContainsFunc(s.Required, func(name string) bool { _, ok := given[name]; return !ok })
	})
	switch len(meant) {
	case 0:
		c.report(pointer, "", "one of %s is required", listOf(namesOf(alternatives), "or"))
	case 1:
		c.problems = append(c.problems, try(meant[0], pointer, object).problems[0])
	default:
		c.report(pointer, "", "%s exclude each other; keep one", listOf(namesOf(meant), "and"))
	}
}

func (c *checker) explainScalar(alternatives []*schema, pointer string, v any) {
	var names []string
	for _, s := range alternatives {
		for _, name := range s.Types {
			names = append(names, withArticle(name))
		}
	}
	c.report(pointer, "", "expected %s, got %s", listOf(names, "or"), describe(v))
}

// namesOf names each alternative by the properties that it requires.
func namesOf(alternatives []*schema) []string {
	var names []string
	for _, s := range alternatives {
		names = append(names, strings.Join(s.Required, " with "))
	}
	return names
}
