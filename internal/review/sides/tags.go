package sides

import (
	"cmp"
	"maps"
	"slices"

	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/template"
)

// Owned fills in the owner and the environment of a rendered stack whose specs are not
// at hand: they are tags of its resources. A template that cannot be read has none;
// Build says why.
func Owned(s *review.Side) {
	if d, err := template.Parse(s.Text); err == nil {
		s.Owner, s.Environment = tagOf(d, "Owner"), tagOf(d, "Environment")
	}
}

// tagOf is the value of a tag that most resources have: a job, or a resource that was
// written by hand, may have another one.
func tagOf(d *template.Document, key string) string {
	count := map[string]int{}
	for _, r := range d.Resources {
		for _, tag := range template.Objects(r.Properties["Tags"]) {
			if value, ok := tag["Value"].(string); ok && tag["Key"] == key {
				count[value]++
			}
		}
	}
	if len(count) == 0 {
		return ""
	}
	return slices.MinFunc(slices.Collect(maps.Keys(count)), func(a, b string) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a, b))
	})
}
