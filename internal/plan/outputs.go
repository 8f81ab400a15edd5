package plan

import "fmt"

// output is what a template says of one of its outputs.
type output struct {
	exists        bool
	value, export any
}

// outputs compares the outputs, and notes exports that other stacks may import.
func (c *comparison) outputs() []OutputChange {
	changes := []OutputChange{}
	for _, name := range sortedKeys(union(c.before.document.Outputs, c.after.document.Outputs)) {
		before, after := c.before.output(name), c.after.output(name)
		change, changed := c.outputChange(name, before, after)
		if !changed {
			continue
		}
		changes = append(changes, change)
		c.noteExport(change)
	}
	return changes
}

// output evaluates an output. One whose condition does not hold does not exist.
func (e *evaluator) output(name string) output {
	body, ok := e.document.Outputs[name].(map[string]any)
	condition, _ := body["Condition"].(string)
	if !ok || e.condition(condition) == no {
		return output{value: absent{}, export: absent{}}
	}
	export, _ := body["Export"].(map[string]any)
	return output{true, e.value(body["Value"]), e.value(memberOf(export, "Name"))}
}

func (c *comparison) outputChange(name string, before, after output) (OutputChange, bool) {
	d := difference{place{{key: name}}, before.value, after.value}
	if after.exists && same(before.value, after.value) && c.renewed(after.value) {
		d.after = KnownAfterApply
	}
	change := OutputChange{Action: Modify, OutputName: name}
	switch {
	case !before.exists && !after.exists, same(before.value, d.after) && same(before.export, after.export):
		return change, false
	case !before.exists:
		change.Action = Add
	case !after.exists:
		change.Action = Remove
	}
	change.BeforeValue, change.AfterValue = shower{conceal: c.options.Conceal}.show(d)
	change.BeforeExport, change.AfterExport = plain(before.export), plain(after.export)
	return change, true
}

// renewed reports whether a value refers to a resource that is replaced.
func (c *comparison) renewed(v any) bool {
	for _, r := range references(v) {
		if f, ok := c.fates[r.id]; ok && f.action == Modify && f.replacement == replaces {
			return true
		}
	}
	return false
}

func (c *comparison) noteExport(o OutputChange) {
	if o.BeforeExport == "" {
		return
	}
	what := "changes its value"
	if o.AfterExport != o.BeforeExport {
		what = "is no longer exported"
	}
	c.note(ExportInUse, o.OutputName, fmt.Sprintf("the export %q %s: CloudFormation refuses that while another stack imports it. Change those stacks first", o.BeforeExport, what))
}
