package outputs

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Env prints the outputs as assignments for a shell. The outputs of a single stack
// have their own names; those of several begin with the stack's, as in
// churn_staging_DeadLetterQueueUrl. What looks like a secret is left out. Two stacks
// of one name are an error.
func Env(w io.Writer, stacks []Stack) error {
	var out strings.Builder
	names := map[string]string{}
	for _, s := range stacks {
		prefix := ""
		if len(stacks) > 1 {
			prefix = strings.ReplaceAll(s.Name, "-", "_") + "_"
			if other, taken := names[prefix]; taken {
				return fmt.Errorf("%s is the name of a stack in %s and in %s: select one, with --account or --region", s.Name, other, s.where())
			}
			names[prefix] = s.where()
		}
		for _, name := range slices.Sorted(maps.Keys(s.Outputs)) {
			if s.Outputs[name] != Concealed {
				out.WriteString(prefix + name + "=" + quoted(s.Outputs[name]) + "\n")
			}
		}
	}
	return write(w, out.String())
}

func (s Stack) where() string { return s.Account + " " + s.Region }

// quoted writes text so that a POSIX shell takes it as one word, whatever is in it:
// between single quotes, where nothing but the quote itself has a meaning.
func quoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
