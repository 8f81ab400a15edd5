package plan

import (
	"bytes"
	"encoding/json"
	"strings"
)

// idIn returns the logical ID that a value refers to, empty for none.
func (r *accessReader) idIn(value any) string {
	fields, _ := value.(map[string]any)
	id, _ := fields["Ref"].(string)
	switch v := fields["Fn::GetAtt"].(type) {
	case string:
		id, _, _ = strings.Cut(v, ".")
	case []any:
		if len(v) > 0 {
			id, _ = v[0].(string)
		}
	}
	if _, ok := r.doc.Resources[id]; !ok || len(fields) != 1 {
		return ""
	}
	return id
}

// textIn returns a string of the template, or the JSON of what stands in its
// place.
func textIn(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	return compactOf(value)
}

func compactOf(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}
