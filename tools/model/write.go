package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// header says where the file comes from.
type header struct {
	Generator string   `json:"generator"`
	Date      string   `json:"date"`
	Sources   []source `json:"sources"`
	// Additions names the pages behind what no source describes in full.
	Additions string `json:"additions"`
	// Shapes is the hash of the shapes object in compact form. It tells an edit
	// by hand from a generated file.
	Shapes string `json:"shapes"`
}

// encode writes the model as JSON with one shape, member or enum value on a
// line, so that a new version reads well as a diff.
func encode(h header, shapes map[string]*shape) ([]byte, error) {
	var body bytes.Buffer
	body.WriteString("{")
	for i, name := range slices.Sorted(maps.Keys(shapes)) {
		if i > 0 {
			body.WriteString(",")
		}
		fmt.Fprintf(&body, "\n%s: ", quote(name))
		writeShape(&body, shapes[name])
	}
	body.WriteString("\n}")

	var compact bytes.Buffer
	if err := json.Compact(&compact, body.Bytes()); err != nil {
		return nil, fmt.Errorf("encode shapes: %w", err)
	}
	sum := sha256.Sum256(compact.Bytes())
	h.Shapes = "sha256:" + hex.EncodeToString(sum[:])
	head, err := json.MarshalIndent(h, "", " ")
	if err != nil {
		return nil, fmt.Errorf("encode header: %w", err)
	}
	return fmt.Appendf(nil, "{\n\"header\": %s,\n\"root\": %s,\n\"shapes\": %s\n}\n", head, quote(rootShape), body.Bytes()), nil
}

func writeShape(b *bytes.Buffer, s *shape) {
	fmt.Fprintf(b, `{"type": %s`, quote(s.Type))
	writeLimit(b, "min", s.Min)
	writeLimit(b, "max", s.Max)
	if s.Pattern != "" {
		fmt.Fprintf(b, `, "pattern": %s`, quote(s.Pattern))
	}
	writeRef(b, "element", s.Member)
	writeRef(b, "key", s.Key)
	writeRef(b, "value", s.Value)
	if len(s.Required) > 0 {
		writeList(b, "required", s.Required, "")
	}
	if s.Enum != nil {
		writeList(b, "enum", s.Enum, "\n")
	}
	if s.Members != nil {
		b.WriteString(`, "members": {`)
		for i, name := range slices.Sorted(maps.Keys(s.Members)) {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(b, "\n  %s: %s", quote(name), quote(s.Members[name].Shape))
		}
		b.WriteString("}")
	}
	b.WriteString("}")
}

func writeLimit(b *bytes.Buffer, name string, limit json.Number) {
	if limit != "" {
		fmt.Fprintf(b, `, %s: %s`, quote(name), limit)
	}
}

func writeRef(b *bytes.Buffer, name string, r *ref) {
	if r != nil {
		fmt.Fprintf(b, `, %s: %s`, quote(name), quote(r.Shape))
	}
}

// writeList writes strings on one line, or each on its own if separator is a
// line break.
func writeList(b *bytes.Buffer, name string, list []string, separator string) {
	fmt.Fprintf(b, `, %s: [`, quote(name))
	for i, v := range list {
		if i > 0 {
			b.WriteString(",")
		}
		if separator != "" {
			b.WriteString(separator + "  ")
		} else if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(quote(v))
	}
	b.WriteString("]")
}

// quote encodes a JSON string and leaves <, > and & readable.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string into memory cannot fail
	return string(bytes.TrimSpace(b.Bytes()))
}
