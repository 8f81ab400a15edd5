package review

import (
	"encoding/json"
	"io"
)

// JSON is for programs: all of the review. docs/review.md describes it.
type JSON struct{}

// Write writes one JSON object.
func (JSON) Write(w io.Writer, r *Review) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
