package plan

import (
	"cmp"
	"slices"
)

// Note is what a reviewer should know beside the changes.
type Note struct {
	Kind NoteKind
	// LogicalResourceId is the resource that the note is about, or the name of
	// an output; empty for the template as a whole.
	LogicalResourceId string `json:",omitempty"`
	// Message is a sentence or two in plain English, with the next step.
	Message string
}

// NoteKind is what a note is about.
type NoteKind string

// The kinds.
const (
	// TypeChange, NameClash and ExportInUse: the deployment would fail, the last
	// if another stack imports the value.
	TypeChange  NoteKind = "TypeChange"
	NameClash   NoteKind = "NameClash"
	ExportInUse NoteKind = "ExportInUse"
	// DataLost and DataRetained: what a removed or replaced resource holds.
	DataLost     NoteKind = "DataLost"
	DataRetained NoteKind = "DataRetained"
	// Spelling: the change is one of words, the value is the same.
	Spelling NoteKind = "Spelling"
	// Unpredictable: only AWS knows.
	Unpredictable NoteKind = "Unpredictable"
)

// sortNotes orders notes as [Plan] promises, and drops repeated ones.
func sortNotes(notes []Note) []Note {
	order := []NoteKind{TypeChange, NameClash, ExportInUse, DataLost, DataRetained, Spelling, Unpredictable}
	slices.SortStableFunc(notes, func(a, b Note) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)),
			cmp.Compare(a.LogicalResourceId, b.LogicalResourceId),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(notes)
}
