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
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(placeholders(r.Document)); err != nil {
		return nil, fmt.Errorf("print the request: %w", err)
	}
	return out.Bytes(), nil
}

func placeholders(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, child := range v {
			out[name] = placeholders(child)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = placeholders(child)
		}
		return out
	case spec.Text:
		return v.String()
	}
	return value
}
