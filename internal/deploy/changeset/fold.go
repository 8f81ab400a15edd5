package changeset

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/plan"
)

// fold leaves out phantoms: details of values that stay as they are, and resources
// of which no detail is left. What hangs on those may be a phantom, too.
func fold(all []observed) (real []observed, folded int) {
	changes := map[string]*observed{}
	for i := range all {
		changes[all[i].LogicalResourceId] = &all[i]
	}
	for again := true; again; {
		again = false
		for _, o := range changes {
			n := o.fold(changes)
			folded += n
			again = again || n > 0
		}
	}
	return slices.DeleteFunc(all, func(o observed) bool { return o.gone }), folded
}

// fold leaves out phantoms of one resource, and returns how many.
func (o *observed) fold(changes map[string]*observed) int {
	if o.Action != plan.Modify || len(o.Details) == 0 {
		return 0
	}
	details := slices.DeleteFunc(slices.Clone(o.Details), func(d plan.Detail) bool { return isPhantom(d, changes) })
	n := len(o.Details) - len(details)
	if n > 0 {
		o.Details, o.gone = details, len(details) == 0
		o.settle()
	}
	return n
}

// isPhantom reports whether what a detail announces does not happen.
func isPhantom(d plan.Detail, changes map[string]*observed) bool {
	t := d.Target
	if t.BeforeValue != "" && t.BeforeValue == t.AfterValue {
		return true
	}
	isKnown := t.BeforeValue != "" && t.AfterValue != "" && t.AfterValue != plan.KnownAfterApply
	if d.Evaluation != plan.Dynamic || d.ChangeSource != plan.ResourceAttribute || isKnown {
		return false
	}
	id, attribute, _ := strings.Cut(d.CausingEntity, ".")
	cause := changes[id]
	return cause != nil && cause.Action == plan.Modify && cause.Replacement == plan.ReplacementFalse && (cause.gone || cause.keeps(attribute))
}

// keeps reports whether an attribute stays the same while its resource is updated
// in place: what identifies the resource does, and so does a property that the
// update leaves alone. Of others, such as a number of the latest version, nobody
// can say.
func (o *observed) keeps(attribute string) bool {
	if strings.HasSuffix(attribute, "Arn") || strings.HasSuffix(attribute, "ARN") {
		return true
	}
	t, known := cfnschema.Lookup(o.ResourceType)
	if !known {
		return false
	}
	if slices.Contains(t.PrimaryIdentifier, attribute) {
		return true
	}
	changes := slices.ContainsFunc(o.Details, func(d plan.Detail) bool { return d.Target.Name == attribute })
	return !changes && slices.Contains(t.Properties(), attribute) && !slices.Contains(t.ReadOnly, attribute)
}

// settle says anew what becomes of a resource when some of its details are gone.
func (o *observed) settle() {
	scope := []string{}
	worst := plan.ReplacementFalse
	for _, d := range o.Details {
		scope = append(scope, d.Target.Attribute)
		switch {
		case d.Target.RequiresRecreation == "Always" && d.Evaluation == plan.Static:
			worst = plan.ReplacementTrue
		case (d.Target.RequiresRecreation == "Always" || d.Target.RequiresRecreation == "Conditionally") && worst == plan.ReplacementFalse:
			worst = plan.ReplacementConditional
		}
	}
	slices.Sort(scope)
	o.Scope = slices.Compact(scope)
	if o.Replacement == plan.ReplacementConditional && worst == plan.ReplacementFalse {
		o.Replacement, o.PolicyAction = worst, ""
	}
}
