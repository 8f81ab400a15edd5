package review

// alike are stacks that change in the same way. People are shown the first.
type alike struct {
	*Stack
	others []*Stack
}

// dirs are the directories of all of them.
func (a alike) dirs() []string {
	dirs := []string{a.Dir}
	for _, s := range a.others {
		dirs = append(dirs, s.Dir)
	}
	return dirs
}

// groups returns the stacks in their order, those of one owner that change in the
// same way together.
func (r *Review) groups() []alike {
	type key struct {
		group int
		owner string
	}
	var list []alike
	index := map[key]int{}
	for i := range r.Stacks {
		s := &r.Stacks[i]
		k := key{s.Group, s.Owner}
		if at, known := index[k]; known {
			list[at].others = append(list[at].others, s)
			continue
		}
		index[k] = len(list)
		list = append(list, alike{Stack: s})
	}
	return list
}

// heading is what a stack is called: its name, and where it lies and lay.
func (s *Stack) heading() (name, where string) {
	name, where = s.Name, s.Dir
	if name == "" || name == s.Dir {
		name, where = s.Dir, ""
	}
	if s.DirBefore != "" {
		where = s.DirBefore + " → " + s.Dir
	}
	return name, where
}

// owners is how many owners there are.
func (r *Review) owners() int {
	seen := map[string]bool{}
	for _, s := range r.Stacks {
		seen[s.Owner] = true
	}
	return len(seen)
}
