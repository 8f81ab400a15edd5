package output

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// Text prints findings, one after another: the place and the message on one
// line, and indented below it the field, other places and the next step.
type Text struct {
	// Root is the repository's directory, and Dir that of the caller, from where
	// paths are printed. Both are absolute.
	Root, Dir string
	// Color marks severities with ANSI colors, beside their names.
	Color bool
}

// Print writes the findings.
func (t Text) Print(w io.Writer, diags []diag.Diagnostic) error {
	out := bufio.NewWriter(w)
	for _, d := range diags {
		t.print(out, d)
	}
	return out.Flush()
}

func (t Text) print(out *bufio.Writer, d diag.Diagnostic) {
	if d.Pos.IsValid() {
		fmt.Fprintf(out, "%s: ", t.place(d.Pos))
	}
	if d.Severity != diag.Error {
		fmt.Fprintf(out, "%s: ", t.mark(d.Severity))
	}
	fmt.Fprint(out, printable(d.Message))
	if d.Rule != "" {
		fmt.Fprintf(out, " [%s]", d.Rule)
	}
	fmt.Fprintln(out)
	if d.Path != "" {
		fmt.Fprintf(out, "    field: %s\n", printable(d.Path))
	}
	for _, r := range d.Related {
		fmt.Fprintf(out, "    %s: %s\n", t.place(r.Pos), printable(r.Message))
	}
	if d.Help != "" {
		fmt.Fprintf(out, "    help: %s\n", printable(d.Help))
	}
}

// place prints a position relative to the caller's directory, as editors and
// shells expect it.
func (t Text) place(p diag.Position) string {
	if t.Root == "" || strings.HasPrefix(p.File, schema.ImportPath) || filepath.IsAbs(p.File) {
		return printable(p.String())
	}
	rel, err := filepath.Rel(t.Dir, filepath.Join(t.Root, filepath.FromSlash(p.File)))
	if err == nil {
		p.File = filepath.ToSlash(rel)
	}
	return printable(p.String())
}

func (t Text) mark(s diag.Severity) string {
	if !t.Color {
		return s.String()
	}
	const yellow, cyan, reset = "\x1b[33m", "\x1b[36m", "\x1b[0m"
	if s == diag.Warning {
		return yellow + s.String() + reset
	}
	return cyan + s.String() + reset
}

// printable writes control characters of the user's text as escapes, so that no
// spec can steer the terminal it is shown on. Bytes that are no text, which some
// terminals take for such characters, become U+FFFD.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if !strings.ContainsFunc(s, isControl) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isControl(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isControl covers control characters and those that reorder or hide text.
func isControl(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }
