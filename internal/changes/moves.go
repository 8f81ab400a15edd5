package changes

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// Move is a stack whose directory is another than in the base. CloudFormation
// knows it by its name, account and region, so that it is the same to it.
type Move struct {
	From, To *spec.Stack
}

// Moves pairs stacks that were removed with stacks that were added and are the
// same to CloudFormation, in the order of the new directories. Stacks that could
// not be read may be nil.
func Moves(removed, added []*spec.Stack) []Move {
	type identity struct{ name, account, region string }
	from := map[identity]*spec.Stack{}
	for _, s := range removed {
		if s != nil {
			from[identity{s.StackName(), s.Account, s.Region}] = s
		}
	}
	var moves []Move
	for _, s := range added {
		if s == nil {
			continue
		}
		id := identity{s.StackName(), s.Account, s.Region}
		if before := from[id]; before != nil && id.account != "" && id.region != "" && strings.Trim(id.name, "-") != "" {
			moves = append(moves, Move{before, s})
			delete(from, id)
		}
	}
	slices.SortFunc(moves, func(a, b Move) int { return strings.Compare(a.To.Dir, b.To.Dir) })
	return moves
}
