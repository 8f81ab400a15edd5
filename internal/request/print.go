package request

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/smgen/smgen/internal/spec"
)

// Print returns the request as indented JSON, for people: what is not known yet
// stands as a named placeholder, such as ${run:id} or ${import:studio-bucket}.
func (r *Request) Print() ([]byte, error) {
	named, err := Map(r.Document, func(scalar any) (any, error) {
		if t, ok := scalar.(spec.Text); ok {
			return t.String(), nil
		}
		return scalar, nil
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(named); err != nil {
		return nil, fmt.Errorf("print the request: %w", err)
	}
	return out.Bytes(), nil
}
