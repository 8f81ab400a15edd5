package outputs

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/output"
)

// Stack is a stack with its outputs.
type Stack struct {
	Name    string `json:"name"`
	Account string `json:"account"`
	Region  string `json:"region"`
	// Dir is the stack's directory in the repository of specs.
	Dir string `json:"dir"`
	// Deployed reports that there is such a stack.
	Deployed bool `json:"deployed"`
	// Outputs are the values by name; one that looks like a secret is [Concealed].
	Outputs map[string]string `json:"outputs"`
}

// Text prints the outputs of each stack below its name, for people.
func Text(w io.Writer, t output.Text, stacks []Stack) error {
	var out strings.Builder
	for i, s := range stacks {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(t.Bold(output.Printable(s.Name)))
		if s.Dir != "" {
			out.WriteString(" (" + output.Printable(s.Dir) + ")")
		}
		switch {
		case !s.Deployed:
			out.WriteString(": not deployed")
		case len(s.Outputs) == 0:
			out.WriteString(": no outputs")
		}
		out.WriteByte('\n')
		width := 0
		for name := range s.Outputs {
			width = max(width, output.Columns(output.Printable(name)))
		}
		for _, name := range slices.Sorted(maps.Keys(s.Outputs)) {
			shown := output.Printable(name)
			out.WriteString("  " + shown + strings.Repeat(" ", width-output.Columns(shown)) + "  " + output.Printable(s.Outputs[name]) + "\n")
		}
	}
	return write(w, out.String())
}

// schemaVersion changes when a member of the JSON goes or means something else;
// members may come without it.
const schemaVersion = 1

// JSON prints the stacks for programs, in the shape that docs/operations.md
// describes.
func JSON(w io.Writer, stacks []Stack) error {
	if err := output.EncodeJSON(w, struct {
		SchemaVersion int     `json:"schemaVersion"`
		Stacks        []Stack `json:"stacks"`
	}{schemaVersion, append([]Stack{}, stacks...)}, "  "); err != nil {
		return fmt.Errorf("print the outputs: %w", err)
	}
	return nil
}

func write(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("print the outputs: %w", err)
	}
	return nil
}

// Compare orders stacks by account, region and name.
func Compare(a, b Stack) int {
	return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Name, b.Name))
}
