package drift

import (
	"fmt"
	"io"

	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/review"
)

// schemaVersion changes when a member of the JSON goes or means something else;
// members may come without it.
const schemaVersion = 1

// JSON prints what was found, for programs, in the shape that docs/operations.md
// describes.
func JSON(w io.Writer, stacks []*Stack) error {
	for _, s := range stacks {
		s.fill()
	}
	if err := output.EncodeJSON(w, struct {
		SchemaVersion int      `json:"schemaVersion"`
		Stacks        []*Stack `json:"stacks"`
	}{schemaVersion, append([]*Stack{}, stacks...)}, "  "); err != nil {
		return fmt.Errorf("print the drift: %w", err)
	}
	return nil
}

// fill makes lists of what is not there, so that readers need not tell them apart.
func (s *Stack) fill() {
	if s.Jobs == nil {
		s.Jobs = []review.Job{}
	}
	if s.Changes == nil {
		s.Changes = []plan.Change{}
	}
	if s.Unchecked == nil {
		s.Unchecked = []string{}
	}
	if s.Unexplained == nil {
		s.Unexplained = []Unexplained{}
	}
	if s.Switched == nil {
		s.Switched = []Switch{}
	}
	if s.Access.Gained == nil {
		s.Access = plan.Access{Gained: []plan.Grant{}, Lost: []plan.Grant{}, Tripwires: []plan.Tripwire{}}
	}
}
