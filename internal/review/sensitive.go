package review

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
)

// concealing is what the specs of one stack mark as sensitive, before or after: what
// one end marks is concealed at both.
type concealing struct {
	marks secret.Marks
	// names are those of the marked variables, hyperparameters and tags of requests.
	names map[string]bool
	// replace takes the marked texts of resources out of sentences.
	replace *strings.Replacer
}

func newConcealing(p pair, before, after *end) concealing {
	c := concealing{marks: p.marks(), names: map[string]bool{}, replace: strings.NewReplacer()}
	if len(c.marks) == 0 {
		return c
	}
	for _, l := range slices.Concat(before.allLaunches(), after.allLaunches()) {
		for _, member := range []string{"Environment", "HyperParameters"} {
			for name := range template.Object(l.Request, member) {
				c.note(member, name)
			}
		}
		for _, tag := range template.Objects(l.Request["Tags"]) {
			if name, ok := tag["Key"].(string); ok {
				c.note("Tags", name)
			}
		}
	}
	var resources []any
	for _, e := range []*end{before, after} {
		if e == nil {
			continue
		}
		for id, r := range e.document.Resources {
			resources = append(resources, map[string]any{"Resources": map[string]any{id: map[string]any{"Properties": r.Properties}}})
		}
	}
	var pairs []string
	for _, v := range c.marks.Values(resources) {
		pairs = append(pairs, v, isSet)
	}
	c.replace = strings.NewReplacer(pairs...)
	return c
}

func (c concealing) note(member, name string) {
	if c.marks.Cover(member, name) {
		c.names[name] = true
	}
}

// marks are those of both ends.
func (p pair) marks() secret.Marks {
	var marks secret.Marks
	for _, s := range []*Side{p.before, p.after} {
		if s != nil {
			marks = append(marks, s.Sensitive...)
		}
	}
	return marks
}

// place decides on a value of a resource.
func (c concealing) place(p plan.Place) bool {
	return plan.SecretKey(p) || c.marks.Cover(append([]string{"Resources", p.LogicalResourceId, "Properties"}, p.Keys...)...)
}

// named decides on a value of a request.
func (c concealing) named(name, value string) bool { return secret.Is(name, value) || c.names[name] }
