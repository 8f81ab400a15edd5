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
	for _, id := range sortedKeys(c.fates) {
		f := c.fates[id]
		if name := c.nameBefore(f); name != "" && (f.action == Remove || f.action == Modify && f.replacement == replaces) {
			leaving[f.old.Type+" "+name] = id
		}
	}
	for _, id := range sortedKeys(c.fates) {
		f := c.fates[id]
		name := c.nameAfter(f)
		if name == "" || f.action == Remove || f.action == Modify && f.replacement == inPlace {
			continue
		}
		property := nameProperty(f.new.Type)
		other, taken := leaving[f.new.Type+" "+name]
		switch {
		case taken && other != id:
			c.note(NameClash, id, fmt.Sprintf("%s takes the name %q while %s still has it, and the deployment fails: give %s another value, or deploy without %s first", id, name, other, property, other))
		case f.action == Modify && c.nameBefore(f) == name:
			c.note(NameClash, id, c.keepsName(f, property, name))
		}
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
// none or it changes with another resource.
func (c *comparison) name(e *evaluator, typeName string, properties map[string]any) string {
	raw, ok := properties[nameProperty(typeName)]
	if !ok {
		return ""
	}
	value := e.value(raw)
	for _, r := range references(value) {
		if f, ok := c.fates[r.id]; ok && f.replacement != inPlace {
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
