package plan

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/cfnschema"
)

// noteClashes finds names that two resources would have at once. CloudFormation
// makes what is new before it deletes what is old, and refuses to replace a
// resource whose name was chosen and stays the same
// (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html).
func (c *comparison) noteClashes() {
	leaving := map[string]string{}
	for _, id := range c.ids {
		f := c.fates[id]
		if f.action == Remove || f.action == Modify && f.replacement == replaces {
			leaving[f.old.Type+" "+c.nameBefore(f)] = id
		}
	}
	for _, id := range c.ids {
		if f := c.fates[id]; f.action == Add || f.action == Modify && f.replacement != inPlace {
			c.noteClash(f, leaving)
		}
	}
}

// noteClash looks for the name of a resource that is made, or may be.
func (c *comparison) noteClash(f *fate, leaving map[string]string) {
	name, property := c.nameAfter(f), nameProperty(f.new.Type)
	if name == "" || f.retyped() {
		return
	}
	other, taken := leaving[f.new.Type+" "+name]
	switch {
	case taken && other != f.id:
		c.note(NameClash, f.id, fmt.Sprintf("%s takes the name %q while %s still has it, and the deployment fails: give %s another value, or deploy without %s first", f.id, name, other, property, other))
	case f.action == Modify && c.nameBefore(f) == name:
		c.note(NameClash, f.id, c.keepsName(f, property, name))
	}
}

func (c *comparison) keepsName(f *fate, property, name string) string {
	fails := "the deployment fails"
	if f.replacement == mayReplace {
		fails = "the deployment fails if it is"
	}
	return fmt.Sprintf("%s %s and keeps the name %q, which the old one still has: %s. Give %s another value, or leave it out", f.id, f.isReplaced(), name, fails, property)
}

func (c *comparison) nameBefore(f *fate) string {
	return c.name(c.before, f.old.Type, f.old.Properties)
}

func (c *comparison) nameAfter(f *fate) string {
	return c.name(c.after, f.new.Type, f.new.Properties)
}

// name returns a resource's chosen name as far as it is known, empty if it has
// none, it hangs on a condition, or it changes with another resource.
func (c *comparison) name(e *evaluator, typeName string, properties map[string]any) string {
	raw, ok := properties[nameProperty(typeName)]
	if !ok {
		return ""
	}
	value := e.value(raw)
	if isUndecided(value) {
		return ""
	}
	for _, r := range references(value) {
		if cause, ok := c.fates[r.id]; ok && c.reaches(cause, r) != "" {
			return ""
		}
	}
	return plainText(value)
}

// nameProperty returns the property that chooses a resource's name, empty if there
// is none. It is called Name, or for AWS::SQS::Queue QueueName; of a type without
// a schema only the second form is certain.
func nameProperty(typeName string) string {
	kind := typeName[strings.LastIndex(typeName, ":")+1:]
	t, known := cfnschema.Lookup(typeName)
	if !known {
		if kind == "" {
			return ""
		}
		return kind + "Name"
	}
	for _, property := range t.CreateOnly {
		thing, ok := strings.CutSuffix(property, "Name")
		if ok && strings.HasSuffix(kind, thing) {
			return property
		}
	}
	return ""
}
