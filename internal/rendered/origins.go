package rendered

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// encodeOrigins returns what [encode] does for a map of strings, in a fifth of
// the time: there are a hundred origins in a stack.
func encodeOrigins(origins map[string]string) ([]byte, error) {
	if len(origins) == 0 {
		return encode(origins)
	}
	var out bytes.Buffer
	separator := "{\n  "
	for _, pointer := range slices.Sorted(maps.Keys(origins)) {
		out.WriteString(separator)
		if err := writeString(&out, pointer); err != nil {
			return nil, err
		}
		out.WriteString(": ")
		if err := writeString(&out, origins[pointer]); err != nil {
			return nil, err
		}
		separator = ",\n  "
	}
	out.WriteString("\n}\n")
	return out.Bytes(), nil
}

// writeString writes a string as JSON. Most need no escapes.
func writeString(out *bytes.Buffer, s string) error {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
		out.WriteByte('"')
		out.WriteString(s)
		out.WriteByte('"')
		return nil
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	err := e.Encode(s)
	out.Truncate(out.Len() - 1) // the encoder ends with a line break
	return err
}
