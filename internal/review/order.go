package review

import (
	"cmp"
	"encoding/json"
	"regexp"
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
	bare.Reach, bare.Group = nil, 0 // who else is concerned differs, by the stack itself
	bare.ChangeSet.StackName = ""
	text, err := json.Marshal(bare)
	if err != nil {
		return s.Dir // nothing in it can fail; at worst it is a group of its own
	}
	return s.own.replace(string(text))
}

// own are the names that a stack has of its own, and what stands for each when
// stacks are compared.
type own struct {
	names  *regexp.Regexp
	labels map[string]string
}

// ownNames collects the names of a stack and of its jobs.
func ownNames(before, after *end) own {
	o := own{labels: map[string]string{}}
	for _, e := range []*end{before, after} {
		if e == nil {
			continue
		}
		for name, label := range map[string]string{e.Name: "<stack>", e.Account: "<account>", e.Region: "<region>", e.Dir: "<dir>"} {
			if name != "" {
				o.labels[name] = label
			}
		}
		for _, l := range e.launches {
			o.labels[l.job] = "<job of " + l.anchor() + ">"
		}
	}
	if len(o.labels) == 0 {
		return o
	}
	var names []string
	for name := range o.labels {
		names = append(names, regexp.QuoteMeta(name))
	}
	// The longest first: a job's name begins with the stack's.
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	o.names = regexp.MustCompile(strings.Join(names, "|"))
	return o
}

// replace replaces the names where they stand as whole words.
func (o own) replace(text string) string {
	if o.names == nil {
		return text
	}
	var b strings.Builder
	end := 0
	for _, at := range o.names.FindAllStringIndex(text, -1) {
		name := text[at[0]:at[1]]
		if at[0] > 0 && isWordByte(text[at[0]-1]) || at[1] < len(text) && isWordByte(text[at[1]]) {
			continue
		}
		b.WriteString(text[end:at[0]] + o.labels[name])
		end = at[1]
	}
	return b.String() + text[end:]
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}
