package review

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// sort orders the stacks by owner and danger. The owner of the most dangerous
// change comes first.
func (r *Review) sort() {
	slices.SortFunc(r.Stacks, func(a, b Stack) int { return byDanger(&a, &b) })
	rank := map[string]int{}
	for _, s := range r.Stacks {
		if _, known := rank[s.Owner]; !known {
			rank[s.Owner] = len(rank)
		}
	}
	slices.SortStableFunc(r.Stacks, func(a, b Stack) int { return cmp.Compare(rank[a.Owner], rank[b.Owner]) })
	// Groups are counted in the order in which they are read.
	renumbered := map[int]int{}
	for i := range r.Stacks {
		s := &r.Stacks[i]
		if _, known := renumbered[s.Group]; !known {
			renumbered[s.Group] = len(renumbered) + 1
		}
		s.Group = renumbered[s.Group]
	}
}

// group numbers the stacks, so that those that change in the same way have the
// same number.
func group(stacks []Stack) {
	numbers := map[string]int{}
	for i := range stacks {
		key := fingerprint(&stacks[i])
		if _, known := numbers[key]; !known {
			numbers[key] = len(numbers) + 1
		}
		stacks[i].Group = numbers[key]
	}
}

// fingerprint is the text of a stack's change without the stack's own names.
func fingerprint(s *Stack) string {
	bare := *s
	bare.Identity, bare.Dir, bare.Environment = Identity{}, "", ""
	bare.Reach, bare.Requests, bare.Group = nil, nil, 0 // who else is concerned differs, by the stack itself
	bare.ChangeSet.StackName = ""
	text, err := json.Marshal(bare)
	if err != nil {
		return s.Dir // nothing in it can fail; at worst it is a group of its own
	}
	return s.own.replace(string(text))
}

// own are the names that a stack has of its own, the longest first, and what
// stands for each when stacks are compared.
type own []struct{ name, label string }

// ownNames collects the names of a stack and of its jobs.
func ownNames(before, after *end) own {
	labels := map[string]string{}
	for _, e := range []*end{before, after} {
		if e == nil {
			continue
		}
		// A stack's name is usually that of its project with the environment.
		project := strings.TrimSuffix(e.Name, "-"+e.Environment)
		// A control character stands in no JSON.
		for i, name := range []string{project, e.Name, e.Account, e.Region, e.Dir} {
			labels[name] = strings.Repeat("\x01", i+1)
		}
		for _, l := range e.launches {
			labels[l.job] = "\x02" + l.anchor() + "\x02"
		}
	}
	delete(labels, "")
	var o own
	for _, name := range slices.SortedFunc(maps.Keys(labels), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	}) {
		o = append(o, struct{ name, label string }{name, labels[name]})
	}
	return o
}

// replace replaces the names where they stand as whole words.
func (o own) replace(text string) string {
	for _, n := range o {
		var b strings.Builder
		rest, last := text, byte(0)
		for {
			before, after, found := strings.Cut(rest, n.name)
			b.WriteString(before)
			if !found {
				break
			}
			if before != "" {
				last = before[len(before)-1]
			}
			if isWordByte(last) || after != "" && isWordByte(after[0]) {
				b.WriteString(n.name)
			} else {
				b.WriteString(n.label)
			}
			rest, last = after, n.name[len(n.name)-1]
		}
		text = b.String()
	}
	return text
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}
