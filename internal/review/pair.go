package review

import (
	"cmp"
	"slices"
)

// pair is one stack before and after; one of them may be nil.
type pair struct {
	before, after *Side
	// renamedFrom and renamedTo link the two pairs that a rename makes.
	renamedFrom, renamedTo *Identity
}

// pairs matches the sides of both ends: what CloudFormation takes for one stack is
// one, wherever it lies. What remains and lies in the same directory was renamed,
// which is a new stack and one that is left behind.
func pairs(before, after []*Side) []pair {
	var list []pair
	taken := map[*Side]bool{}
	match := func(key func(*Side) string) {
		waiting := map[string][]*Side{}
		for _, s := range before {
			if !taken[s] {
				waiting[key(s)] = append(waiting[key(s)], s)
			}
		}
		for _, s := range after {
			if old := waiting[key(s)]; !taken[s] && len(old) > 0 {
				list = append(list, pair{before: old[0], after: s})
				taken[old[0]], taken[s] = true, true
				waiting[key(s)] = old[1:]
			}
		}
	}
	identity := func(s *Side) string { return s.Name + "\x00" + s.Account + "\x00" + s.Region }
	match(func(s *Side) string { return identity(s) + "\x00" + s.Dir })
	match(identity)
	left := map[string]*Side{}
	for _, s := range before {
		if !taken[s] {
			left[s.Dir] = s
		}
	}
	renamed := map[*Side]*Identity{}
	for _, s := range after {
		if taken[s] {
			continue
		}
		p := pair{after: s}
		if old := left[s.Dir]; old != nil {
			p.renamedFrom, renamed[old] = &old.Identity, &s.Identity
		}
		list = append(list, p)
	}
	for _, s := range before {
		if !taken[s] {
			list = append(list, pair{before: s, renamedTo: renamed[s]})
		}
	}
	slices.SortStableFunc(list, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.now().Dir, b.now().Dir), cmp.Compare(identity(a.now()), identity(b.now())))
	})
	return list
}

// now is the side after, or before where the stack is gone.
func (p pair) now() *Side {
	if p.after != nil {
		return p.after
	}
	return p.before
}
