package review

import (
	"path"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// files returns the inherited files that changes come from, with the stacks that
// inherit them.
func (n neighbours) files(stacks []Stack) []Reach {
	changed := map[string]bool{}
	for _, s := range stacks {
		if s.isWhole() {
			continue
		}
		note := func(position string) {
			file := fileOf(position)
			if position != "" && path.Dir(file) != s.Dir && !strings.HasPrefix(file, s.Dir+"/") {
				changed[file] = true
			}
		}
		// What is new has defaults of layers that were there before.
		for _, j := range s.Jobs {
			for _, l := range j.Lines {
				if j.Action == plan.Modify {
					note(l.Origin)
				}
			}
		}
		for _, o := range s.Origins {
			if o.Path != "" {
				note(o.Position)
			}
		}
	}
	by := map[string][]string{}
	for _, s := range n.sides {
		for _, file := range s.Files {
			if changed[file] {
				by[file] = append(by[file], s.Dir)
			}
		}
	}
	list := []Reach{}
	for file, dirs := range by {
		slices.Sort(dirs)
		list = append(list, Reach{Kind: ReachFile, What: file, Jobs: []string{}, Stacks: dirs})
	}
	slices.SortFunc(list, func(a, b Reach) int { return strings.Compare(a.What, b.What) })
	return list
}
