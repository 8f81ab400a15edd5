package planning

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// differences says where an answer of AWS is not what was predicted, a line for each
// resource, in order.
func differences(predicted, answered []plan.Change) []string {
	was, is := plan.ByID(predicted), plan.ByID(answered)
	ids := maps.Clone(was)
	maps.Copy(ids, is)
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		p, a := was[id].Outcome(), is[id].Outcome()
		if p != a {
			lines = append(lines, fmt.Sprintf("%s: AWS says that it is %s, and predicted was that it is %s", id, a, p))
			continue
		}
		less, more := properties(was[id]), properties(is[id])
		if gone := without(less, more); len(gone) > 0 {
			lines = append(lines, fmt.Sprintf("%s: AWS does not change %s, which was predicted", id, strings.Join(gone, ", ")))
		}
		if new := without(more, less); len(new) > 0 {
			lines = append(lines, fmt.Sprintf("%s: AWS changes %s, which was not predicted", id, strings.Join(new, ", ")))
		}
	}
	return lines
}

// properties are the names of what changes of a resource, sorted.
func properties(r plan.ResourceChange) []string {
	var names []string
	for _, d := range r.Details {
		name := d.Target.Name
		if name == "" {
			name = d.Target.Attribute
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// without returns what is in a list and not in another.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return slices.Contains(other, name) })
}
