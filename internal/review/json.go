package review

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/smgen/smgen/internal/output"
)

// JSON is for programs: all of the review. docs/review.md describes it.
type JSON struct{}

// Write draws the review, and writes it as one JSON object.
func (JSON) Write(w io.Writer, r *Review) error {
	r.Draw()
	return output.EncodeJSON(w, r, "  ")
}

// Read reads a review that [JSON] wrote. All formats say the same of it as of the one
// that was written; what others have put into it is text as that of a template is. The
// error says why it is no review, or of which version.
func Read(in io.Reader) (*Review, error) {
	r := &Review{}
	if err := json.NewDecoder(in).Decode(r); err != nil {
		return nil, fmt.Errorf("read the review: %w; give what smgen diff --format json writes", err)
	}
	if r.SchemaVersion != SchemaVersion {
		next := "use the smgen that wrote it"
		if r.SchemaVersion == 0 {
			next = "give what smgen diff --format json writes"
		}
		return nil, fmt.Errorf("read the review: its schemaVersion is %d, and this smgen reads %d; %s", r.SchemaVersion, SchemaVersion, next)
	}
	return r, nil
}
