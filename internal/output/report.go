package output

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
)

// Report is what one run found.
type Report struct {
	// Root is the repository of specs, the directory with cue.mod. Base is the
	// one that GitHub and GitLab know files by, as [Worktree] finds it: Root or
	// a directory above it. Dir is the caller's, which text is relative to. All
	// are absolute.
	Root, Base, Dir string
	// Version is that of smgen, such as v1.2.3.
	Version string
	// Stacks is how many stacks were checked.
	Stacks int
	// Findings are sorted as [diag.Sort] does, waived ones among them.
	Findings []diag.Diagnostic
	// Untold is set if there are notes that are left to smgen vet.
	Untold bool
	// Rules are those that were applied, whether or not they found something.
	Rules []policy.Rule
}

// Format writes a report in one form. The error is the writer's.
type Format interface {
	Write(w io.Writer, r *Report) error
}

// Named is a format with the name that users ask for it by.
type Named struct {
	Name string
	Format
}

// Formats lists all formats, of which text looks different from terminal to
// terminal.
func Formats(text Text) []Named {
	return []Named{
		{"text", text},
		{"json", JSON{}},
		{"markdown", Markdown{}},
		{"sarif", SARIF{}},
		{"github", GitHub{}},
		{"gitlab", GitLab{}},
	}
}

// Summary says in one line what was checked, and how many findings there are of
// each severity; waived ones count on their own.
func (r *Report) Summary() string {
	n := r.tally()
	text := "checked " + count(r.Stacks, "stack") + ": "
	if r.Untold {
		return text + strings.Replace(n.String(), ", 0 notes", "", 1) + "; smgen vet has notes"
	}
	return text + n.String()
}

// tally is how many findings there are of each kind.
type tally struct{ errors, warnings, notes, waived int }

func (r *Report) tally() tally {
	var n tally
	for _, d := range r.Findings {
		n.add(d)
	}
	return n
}

func (n *tally) add(d diag.Diagnostic) {
	switch {
	case d.Waiver != nil:
		n.waived++
	case d.Severity == diag.Error:
		n.errors++
	case d.Severity == diag.Warning:
		n.warnings++
	default:
		n.notes++
	}
}

func (n tally) String() string {
	text := count(n.errors, "error") + ", " + count(n.warnings, "warning") + ", " + count(n.notes, "note")
	if n.waived > 0 {
		text += ", " + thousands(n.waived) + " waived"
	}
	return text
}

// finding is a diagnostic with its identity across runs.
type finding struct {
	diag.Diagnostic
	fingerprint string
}

// findings returns all findings in order.
func (r *Report) findings() []finding {
	list := make([]finding, len(r.Findings))
	for i, print := range fingerprints(r.Findings) {
		list[i] = finding{r.Findings[i], print}
	}
	return list
}

// worstFirst orders findings by severity, and otherwise leaves them as they
// are, with waived ones last: what does not fit is then what matters least.
func worstFirst(list []finding) []finding {
	weight := func(f finding) int {
		if f.Waiver != nil {
			return int(diag.Note) + 1
		}
		return int(f.Severity)
	}
	slices.SortStableFunc(list, func(a, b finding) int { return cmp.Compare(weight(a), weight(b)) })
	return list
}

// unwaived leaves out the findings that the specs accept.
func unwaived(list []finding) []finding {
	return slices.DeleteFunc(list, func(f finding) bool { return f.Waiver != nil })
}

// count returns n with the noun, in the plural unless n is 1.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes n with a comma after each group of three digits.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// Clip cuts text to at most n characters, the last being an ellipsis.
func Clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return strings.TrimRight(string(runes[:n-1]), " ") + "…"
}
