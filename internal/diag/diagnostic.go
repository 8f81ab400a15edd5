package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Position is a place in a spec file. Line and Column count from 1, columns in
// bytes as CUE counts them; a zero Line means that only the file is known.
type Position struct {
	// File is slash-separated and relative to the repository's root. A place in
	// the embedded schema starts with the schema's import path.
	File   string
	Line   int
	Column int
}

// IsValid reports whether the position names a file.
func (p Position) IsValid() bool { return p.File != "" }

// String formats the position as file:line:column, leaving out what is unknown.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Severity says how much a finding matters. The zero value is Error.
type Severity int

// The severities, worst first.
const (
	Error   Severity = iota // the template cannot be right
	Warning                 // it can be deployed, and will surprise somebody
	Note                    // worth knowing
)

// String returns the severity's lower-case name.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "note"
	}
}

// Related is a second place that explains a finding, such as the other of two
// values that conflict.
type Related struct {
	Pos     Position
	Message string
}

// Waiver says why a finding is let pass.
type Waiver struct {
	// Pos is where the spec grants it.
	Pos Position
	// Reason is the user's own.
	Reason string
	// Until is the last day on which it holds, such as 2027-01-31; empty for good.
	Until string
}

// Diagnostic is one finding.
type Diagnostic struct {
	// Rule is the ID of the rule that found it, such as SM101; empty for
	// findings that no rule stands behind, such as a syntax error.
	Rule     string
	Severity Severity
	// Pos is the place in the user's file, the zero value if there is none.
	Pos Position
	// Path is the field in the spec, such as jobs.churn.volumeSizeGB.
	Path string
	// Message says what was given and what is allowed, on one line, without
	// position and path.
	Message string
	// Help is the next step, empty if Message says it already.
	Help    string
	Related []Related
	// Private tells that the source line is not to be shown: it holds what the specs
	// mark as sensitive.
	Private bool
	// Waiver is set for a finding that the spec accepts: it counts for nothing.
	Waiver *Waiver
}

// Compare orders diagnostics by position, path, severity, rule and message.
func (d Diagnostic) Compare(e Diagnostic) int {
	return cmp.Or(
		d.Pos.Compare(e.Pos),
		cmp.Compare(d.Path, e.Path),
		cmp.Compare(d.Severity, e.Severity),
		cmp.Compare(d.Rule, e.Rule),
		cmp.Compare(d.Message, e.Message),
	)
}

// Sort orders list in place and returns it without repetitions.
func Sort(list []Diagnostic) []Diagnostic {
	slices.SortStableFunc(list, Diagnostic.Compare)
	return slices.CompactFunc(list, func(d, e Diagnostic) bool { return d.Compare(e) == 0 })
}

// HasErrors reports whether one of the diagnostics is an error that is not waived.
func HasErrors(list []Diagnostic) bool { return Reaches(list, Error) }

// Reaches reports whether one of the diagnostics is of the given severity or a
// worse one, and not waived.
func Reaches(list []Diagnostic, s Severity) bool {
	return slices.ContainsFunc(list, func(d Diagnostic) bool { return d.Severity <= s && d.Waiver == nil })
}

// ParsePosition reads what [Position.String] prints.
func ParsePosition(text string) Position {
	parts := strings.Split(text, ":")
	if len(parts) < 3 {
		return Position{File: text}
	}
	n := len(parts)
	line, lineErr := strconv.Atoi(parts[n-2])
	column, columnErr := strconv.Atoi(parts[n-1])
	if lineErr != nil || columnErr != nil {
		return Position{File: text}
	}
	return Position{File: strings.Join(parts[:n-2], ":"), Line: line, Column: column}
}
