package review

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// GitHubOutputs are the outputs of a step of GitHub Actions, in the form of the
// file that GITHUB_OUTPUT names: has-changes, destructive and iam-broadened are
// true or false, changed-stacks is a JSON list of directories, such as a matrix
// takes. With a Digest, plan-digest is that of the plan that the review is of.
type GitHubOutputs struct{ Digest string }

// Write writes one output after another, each between two lines that cannot stand
// in it ("Multiline strings" of "Workflow commands" in docs.github.com).
func (o GitHubOutputs) Write(w io.Writer, r *Review) error {
	dirs := []string{}
	for _, s := range r.Stacks {
		dirs = append(dirs, s.Dir)
	}
	slices.Sort(dirs)
	list, err := json.Marshal(slices.Compact(dirs))
	if err != nil {
		return err
	}
	outputs := []struct{ name, value string }{
		{"has-changes", fmt.Sprint(len(r.Stacks) > 0)},
		{"destructive", fmt.Sprint(r.Has(Destructive))},
		{"iam-broadened", fmt.Sprint(r.Has(AccessBroadened))},
		{"changed-stacks", string(list)},
		{"plan-digest", o.Digest},
	}
	if o.Digest == "" {
		outputs = outputs[:len(outputs)-1]
	}
	for _, output := range outputs {
		// No text holds its own digest.
		end := fmt.Sprintf("smgen_%x", sha256.Sum256([]byte(output.value)))
		if _, err := fmt.Fprintf(w, "%s<<%s\n%s\n%s\n", output.name, end, output.value, end); err != nil {
			return err
		}
	}
	return nil
}
