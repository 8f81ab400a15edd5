package changeset

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// objectVersion is the member of a function's code that says which version of an
// artifact it is. Deployments pin it; the key says what the content is, so that
// another version is no other code.
const objectVersion = "S3ObjectVersion"

// withoutPins leaves out which versions of artifacts are deployed, and resources of
// which nothing else changes. A version that a spec names itself stays.
func withoutPins(changes []plan.Change, t *target.Target) (rest []plan.Change, folded int) {
	var document *template.Document
	isPin := func(r plan.ResourceChange) func(plan.Detail) bool {
		return func(d plan.Detail) bool {
			if !strings.HasSuffix(d.Target.Path, "/"+objectVersion) {
				return false
			}
			if document == nil {
				document, _ = template.Parse(t.Template) // a target's template was made by the same package
			}
			if document == nil {
				return false
			}
			_, own := template.Object(document.Resources[r.LogicalResourceId].Properties, "Code")[objectVersion]
			return !own
		}
	}
	for _, c := range changes {
		r := c.ResourceChange
		n := len(r.Details)
		r.Details = slices.DeleteFunc(slices.Clone(r.Details), isPin(r))
		folded += n - len(r.Details)
		if n > 0 && len(r.Details) == 0 {
			continue
		}
		if r.Details == nil {
			r.Details = []plan.Detail{}
		}
		c.ResourceChange = r
		rest = append(rest, c)
	}
	if rest == nil {
		rest = []plan.Change{}
	}
	return rest, folded
}
