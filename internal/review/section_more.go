package review

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// isWhole reports whether all of a stack is new, or gone.
func (s *Stack) isWhole() bool { return s.Gone != nil || s.Verdict.Has(NewStack) }

// byType lists the resources of a stack that is new or gone as a whole.
func (s *Stack) byType() []item {
	type key struct{ sign, fate, name string }
	ids := map[key][]string{}
	for _, c := range s.ChangeSet.Changes {
		r := c.ResourceChange
		sign, fate := "+", "added"
		if r.Action == plan.Remove {
			sign, fate = "-", map[string]string{"Delete": "deleted", "Snapshot": "deleted, with a snapshot"}[r.PolicyAction]
		}
		k := key{sign, cmp.Or(fate, "kept"), r.ResourceType}
		ids[k] = append(ids[k], r.LogicalResourceId)
	}
	var items []item
	for _, k := range slices.SortedFunc(maps.Keys(ids), func(a, b key) int {
		return strings.Compare(a.fate+a.name, b.fate+b.name)
	}) {
		items = append(items, item{mark: k.sign, text: k.fate + ": " + k.name + " " + strings.Join(ids[k], ", ")})
	}
	return items
}

// memberChanges says which members of two JSON objects differ, nil if the values
// are no objects.
func memberChanges(before, after string) []string {
	var was, is map[string]any
	if json.Unmarshal([]byte(before), &was) != nil || json.Unmarshal([]byte(after), &is) != nil {
		return nil
	}
	return objectChanges("", was, is)
}

func objectChanges(prefix string, was, is map[string]any) []string {
	lines := []string{}
	names := slices.Concat(slices.Collect(maps.Keys(was)), slices.Collect(maps.Keys(is)))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		b, hadIt := was[name]
		a, hasIt := is[name]
		inner, wasObject := b.(map[string]any)
		now, isObject := a.(map[string]any)
		switch {
		case reflect.DeepEqual(a, b):
		case wasObject && isObject:
			lines = append(lines, objectChanges(prefix+name+".", inner, now)...)
		case !hadIt:
			lines = append(lines, prefix+name+" "+compact(a)+" added")
		case !hasIt:
			lines = append(lines, prefix+name+" removed (was "+compact(b)+")")
		default:
			lines = append(lines, prefix+name+" "+compact(b)+" → "+compact(a))
		}
	}
	return lines
}

// compact writes a value of JSON, a string as it is.
func compact(v any) string {
	if text, ok := v.(string); ok {
		return text
	}
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	return string(text)
}

func (s *Stack) outputs() []item {
	var items []item
	for _, o := range s.Outputs {
		if s.isWhole() && o.BeforeExport == "" && o.AfterExport == "" {
			continue
		}
		sign := map[plan.Action]string{plan.Add: "+", plan.Remove: "-"}[o.Action]
		if sign == "" {
			sign = "~"
		}
		text := o.OutputName
		var members []string
		if o.Action == plan.Modify && o.BeforeValue != o.AfterValue {
			if members = memberChanges(o.BeforeValue, o.AfterValue); members == nil {
				text += " " + o.BeforeValue + " → " + o.AfterValue
			}
		}
		if o.BeforeExport != "" && o.BeforeExport != o.AfterExport {
			text += ", no longer exported as " + o.BeforeExport
		}
		if o.AfterExport != "" && o.BeforeExport != o.AfterExport {
			text += ", exported as " + o.AfterExport
		}
		items = append(items, item{mark: sign, text: text, more: members})
	}
	return items
}

// also is what else is worth knowing: whom the change concerns, what stays behind,
// what nobody can predict.
func (s *Stack) also(alike []string) []item {
	var items []item
	for _, r := range s.Reach {
		var parts []string
		if len(r.Jobs) > 0 {
			parts = append(parts, listed("job", r.Jobs))
		}
		others := slices.DeleteFunc(slices.Clone(r.Stacks), func(dir string) bool { return slices.Contains(alike, dir) })
		if len(others) > 0 {
			parts = append(parts, listed("stack", others))
		}
		if len(parts) > 0 {
			items = append(items, item{mark: "→", text: r.words() + ": " + strings.Join(parts, "; ")})
		}
	}
	for _, n := range s.Notes {
		if !isUrgent(n) && (s.Gone == nil || n.Kind != plan.DataRetained) {
			items = append(items, item{text: n.Message})
		}
	}
	return items
}

// maxListed is how many names people are shown in a line.
const maxListed = 8

// listed names things, and counts those that are too many.
func listed(noun string, names []string) string {
	text := noun
	if len(names) > 1 {
		text += "s"
	}
	text += " " + strings.Join(names[:min(len(names), maxListed)], ", ")
	if more := len(names) - maxListed; more > 0 {
		text += " and " + count(more, "other")
	}
	return text
}

func (r Reach) words() string {
	switch r.Kind {
	case ReachRole:
		return "role " + r.What + " is also that of"
	case ReachTopic:
		return "topic " + r.What + " serves"
	case ReachBucket:
		return r.What + " is also used by"
	case ReachExport:
		return "export " + r.What + " is imported by"
	case ReachFile:
		return r.What + " is inherited by"
	}
	return r.What
}
