package plan

import (
	"fmt"

	"github.com/smgen/smgen/internal/cfnschema"
)

// noteTypes says which resources get another type: CloudFormation refuses such a
// change set ("Update of resource type is not permitted").
func (c *comparison) noteTypes() {
	for id, f := range c.fates {
		if f.retyped() {
			c.note(TypeChange, id, fmt.Sprintf("%s becomes %s instead of %s, and CloudFormation refuses to change a type: give the resource another logical ID", id, f.new.Type, f.old.Type))
		}
	}
}

func (c *comparison) noteSpelling(f *fate, property string) {
	c.note(Spelling, f.id, fmt.Sprintf("%s of %s has the same value in another spelling, which CloudFormation takes for a change: keep the old spelling to avoid it", property, f.id))
}

// noteCondition tells of a resource whose existence is not known, unless it is
// not known in the same way before and after.
func (c *comparison) noteCondition(f *fate, was, is bool) {
	depends := func(e *evaluator, exists bool, condition string) string {
		if !exists || e.condition(condition) != unknown {
			return ""
		}
		return condition
	}
	before, after := depends(c.before, was, f.old.Condition), depends(c.after, is, f.new.Condition)
	if before == "" && after == "" || before != "" && after != "" && c.before.expression(before) == c.after.expression(after) {
		return
	}
	name := after
	if name == "" {
		name = before
	}
	c.note(Unpredictable, f.id, fmt.Sprintf("whether %s exists depends on the condition %q, which the template does not decide: this plan takes it to exist wherever it may. Deploy with a change set to see", f.id, name))
}

// noteUnknowns says what a comparison of templates cannot know.
func (c *comparison) noteUnknowns() {
	before, after := c.before.document, c.after.document
	if names := sortedKeys(union(before.Parameters, after.Parameters)); len(names) > 0 {
		c.note(Unpredictable, "", fmt.Sprintf("the template has parameters (%s), whose values come with the deployment: what they change is not in this plan. Read the change set before executing it", list(names)))
	}
	if before.Transform != nil || after.Transform != nil || c.transforms() {
		c.note(Unpredictable, "", "a transform rewrites the template when it is deployed: this plan compares what is written. Read the change set before executing it")
	}
	for id, f := range c.fates {
		if f.action != Modify || !f.changesProperties() || f.retyped() {
			continue
		}
		if _, known := cfnschema.Lookup(f.typeName); !known {
			c.note(Unpredictable, id, fmt.Sprintf("smgen knows no schema of %s: whether %s is replaced shows in the change set", f.typeName, id))
		}
	}
}

// transforms reports whether a resource calls a transform of its own.
func (c *comparison) transforms() bool {
	for _, f := range c.fates {
		if f.action != "" && (calls(f.old.Properties, "Fn::Transform") || calls(f.new.Properties, "Fn::Transform")) {
			return true
		}
	}
	return false
}
