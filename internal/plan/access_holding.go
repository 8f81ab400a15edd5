package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// A holding is all that the policies on one subject say.
type holding struct {
	exists bool // the subject is in the template
	// documents are the policies by the resource that holds them.
	documents map[string][]iam.Document
	// managed are policies that are not in the template, and unread the JSON of what
	// cannot be read, each with the resource that holds it.
	managed, unread map[string]string
	boundary        string
}

func (h *holding) all() []iam.Document {
	var list []iam.Document
	for _, id := range slices.Sorted(maps.Keys(h.documents)) {
		list = append(list, h.documents[id]...)
	}
	return list
}

// via returns the resources whose policies say the whole of a statement, or if
// none does all that hold policies.
func (h *holding) via(s iam.Statement) []string {
	ids := slices.Sorted(maps.Keys(h.documents))
	if len(ids) < 2 {
		return ids
	}
	s.Effect = iam.EffectAllow
	var own []string
	for _, id := range ids {
		var said iam.Document
		for _, d := range h.documents[id] {
			for _, t := range d.Statements {
				t.Effect = iam.EffectAllow
				said.Version = d.Version
				said.Add(t)
			}
		}
		if len(iam.Compare([]iam.Document{said}, []iam.Document{{Statements: []iam.Statement{s}}}).Gained) == 0 {
			own = append(own, id)
		}
	}
	if len(own) == 0 {
		return ids
	}
	return own
}

// names reports whether a policy names a principal in a permission.
func (h *holding) names(kind, name string) bool {
	return slices.ContainsFunc(h.all(), func(d iam.Document) bool {
		return slices.ContainsFunc(d.Statements, func(s iam.Statement) bool {
			given := s.Principal[kind]
			if kind == "*" {
				given = append(slices.Clone(given), s.Principal["AWS"]...)
				name = "*"
			}
			return s.Effect == iam.EffectAllow && slices.ContainsFunc(given, func(text string) bool {
				return text == name || kind == "AWS" && isAccount(name) && strings.HasPrefix(text, "arn:") && strings.HasSuffix(text, "::"+name+":root")
			})
		})
	})
}
