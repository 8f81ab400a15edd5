package output

import (
	"encoding/json"
	"io"

	"github.com/smgen/smgen/internal/diag"
)

// JSON is for programs: all findings, waived ones included, in the order of
// files. docs/reports.md describes it.
type JSON struct{}

// schemaVersion changes when what a reader relies on does: when a member is
// removed, or means something else. Members may be added without.
const schemaVersion = 1

type jsonReport struct {
	SchemaVersion int           `json:"schemaVersion"`
	Version       string        `json:"version"`
	Summary       jsonSummary   `json:"summary"`
	Findings      []jsonFinding `json:"findings"`
}

type jsonSummary struct {
	Stacks   int `json:"stacks"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
	Waived   int `json:"waived"`
}

type jsonFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	jsonPlace
	Path        string        `json:"path,omitempty"`
	Message     string        `json:"message"`
	Help        string        `json:"help,omitempty"`
	Related     []jsonRelated `json:"related,omitempty"`
	Fingerprint string        `json:"fingerprint"`
	Waiver      *jsonWaiver   `json:"waiver,omitempty"`
}

// jsonPlace leaves out what is not known.
type jsonPlace struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

type jsonWaiver struct {
	jsonPlace
	Reason string `json:"reason"`
	Until  string `json:"until,omitempty"`
}

// Write writes one JSON object.
func (JSON) Write(w io.Writer, r *Report) error {
	n := r.tally()
	report := jsonReport{
		SchemaVersion: schemaVersion,
		Version:       r.Version,
		Summary:       jsonSummary{r.Stacks, n.errors, n.warnings, n.notes, n.waived},
		Findings:      make([]jsonFinding, 0, len(r.Findings)),
	}
	for _, f := range r.findings() {
		entry := jsonFinding{
			Rule: ruleID(f.Diagnostic), Severity: f.Severity.String(), jsonPlace: jsonPlaceOf(f.Pos), Path: f.Path,
			Message: f.Message, Help: f.Help, Fingerprint: f.fingerprint,
		}
		for _, related := range f.Related {
			entry.Related = append(entry.Related, jsonRelated{jsonPlaceOf(related.Pos), related.Message})
		}
		if f.Waiver != nil {
			entry.Waiver = &jsonWaiver{jsonPlaceOf(f.Waiver.Pos), f.Waiver.Reason, f.Waiver.Until}
		}
		report.Findings = append(report.Findings, entry)
	}
	return writeJSON(w, report)
}

func jsonPlaceOf(p diag.Position) jsonPlace { return jsonPlace{p.File, p.Line, p.Column} }

// writeJSON writes indented JSON that people can read, too: < and > are left as
// they are.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
