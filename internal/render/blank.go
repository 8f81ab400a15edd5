package render

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// speaking are the fields, by their last name, that complain of an empty text
// themselves.
var speaking = [...]string{"image", "arn", "handler", "runtime", "expression", "topic"}

// blanks reports the fields that were given an empty text. It would set nothing,
// and a key or a machine that a spec names must not go missing without a word.
// Where a layer has a default, an empty text takes it away.
func (r *renderer) blanks() {
	for _, name := range spec.SortedKeys(r.stack.Defaults) {
		if r.stack.Defaults[name] == "" {
			r.reportBlank(spec.Join("defaults", name))
		}
	}
	r.stack.Blanks(func(path string) {
		field := path[strings.LastIndexByte(path, '.')+1:]
		if slices.Contains(speaking[:], field) {
			return
		}
		if origin, given := r.stack.Origins[path]; !given || origin.Default || r.hasDefault(path) {
			return
		}
		r.reportBlank(path)
	})
}

func (r *renderer) reportBlank(path string) {
	r.report(path, "the text is empty, and sets nothing", "remove the field, or give it a value")
}

// hasDefault reports whether a layer sets a default for the job's field at path
// that an empty text can take away.
func (r *renderer) hasDefault(path string) bool {
	for suffix, name := range map[string]string{
		".volumeKmsKey": "volumeKmsKey", ".output.kmsKey": "outputKmsKey", ".schedule.timezone": "timezone",
	} {
		if _, ok := r.stack.Defaults[name]; ok && strings.HasSuffix(path, suffix) {
			return true
		}
	}
	return false
}
