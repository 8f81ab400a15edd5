package status

import (
	"fmt"
	"io"
	"slices"

	"github.com/smgen/smgen/internal/output"
)

// schemaVersion changes when a member of the JSON goes or means something else;
// members may come without it.
const schemaVersion = 1

// JSON prints the stacks for programs, in the shape that docs/operations.md
// describes.
func JSON(w io.Writer, stacks []*Stack) error {
	for _, s := range stacks {
		if s.Starts == nil {
			s.Starts = []Start{}
		}
	}
	if err := output.EncodeJSON(w, struct {
		SchemaVersion int      `json:"schemaVersion"`
		Stacks        []*Stack `json:"stacks"`
	}{schemaVersion, append([]*Stack{}, slices.SortedFunc(slices.Values(stacks), Compare)...)}, "  "); err != nil {
		return fmt.Errorf("print the status: %w", err)
	}
	return nil
}
