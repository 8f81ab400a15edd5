package jobs

import (
	"cmp"
	"slices"
)

// pair is a launch before and after; one of them may be nil.
type pair struct{ before, after *launch }

// match pairs the launches of two templates: by the job's name and the trigger,
// then by the name alone, then by the trigger alone, so that a job whose name
// changes, or whose trigger gets another logical ID, is the same one.
func match(before, after *side) []pair {
	var pairs []pair
	taken := map[*launch]bool{}
	by := func(key func(*launch) string) {
		waiting := map[string][]*launch{}
		for _, l := range before.launches {
			if !taken[l] {
				waiting[key(l)] = append(waiting[key(l)], l)
			}
		}
		for _, l := range after.launches {
			if candidates := waiting[key(l)]; !taken[l] && len(candidates) > 0 {
				pairs = append(pairs, pair{candidates[0], l})
				taken[candidates[0]], taken[l] = true, true
				waiting[key(l)] = candidates[1:]
			}
		}
	}
	by(func(l *launch) string { return l.name + "\x00" + l.anchor() })
	by(func(l *launch) string { return l.name })
	by(func(l *launch) string { return l.anchor() })
	for _, l := range before.launches {
		if !taken[l] {
			pairs = append(pairs, pair{before: l})
		}
	}
	for _, l := range after.launches {
		if !taken[l] {
			pairs = append(pairs, pair{after: l})
		}
	}
	return pairs
}

// now is the launch after, or before where it is removed.
func (p pair) now() *launch {
	if p.after != nil {
		return p.after
	}
	return p.before
}

// byJob groups pairs by the name of the job, in the order of names and of the
// triggers.
func byJob(pairs []pair) [][]pair {
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.now().name, b.now().name), cmp.Compare(a.now().anchor(), b.now().anchor()))
	})
	var groups [][]pair
	for i, p := range pairs {
		if i > 0 && p.now().name == pairs[i-1].now().name {
			groups[len(groups)-1] = append(groups[len(groups)-1], p)
			continue
		}
		groups = append(groups, []pair{p})
	}
	return groups
}
