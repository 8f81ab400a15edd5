package status

import (
	"bytes"

	"github.com/smgen/smgen/internal/template"
)

// isSame reports whether two templates say the same, but for the versions of
// artifacts: those are settled when a stack is deployed, and the key of an artifact
// is its content's digest. It errs only towards a difference.
func isSame(a, b []byte) bool {
	one, other := unpinned(a), unpinned(b)
	return one != nil && bytes.Equal(one, other)
}

// unpinned writes a template in the one form, without versions of artifacts; nil
// where it cannot be read.
func unpinned(text []byte) []byte {
	d, err := template.Parse(text)
	if err != nil {
		return nil
	}
	for _, r := range d.Resources {
		for _, property := range []string{"Code", "Content"} { // of a function, and of a layer
			if code := template.Object(r.Properties, property); code["S3Key"] != nil {
				delete(code, "S3ObjectVersion")
			}
		}
	}
	out, err := d.Encode(template.JSON)
	if err != nil {
		return nil
	}
	return out
}
