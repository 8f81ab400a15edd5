package jobs

import (
	"slices"

	"github.com/smgen/smgen/internal/plan"
)

// lookup returns a value of a request as text, empty if there is none.
func lookup(tree any, members ...string) string {
	for _, name := range members {
		o, _ := tree.(map[string]any)
		if tree = member(o, name); tree == (absent{}) {
			return ""
		}
	}
	return text(tree)
}

// machines writes instances of one type, empty if neither type nor number is given.
func machines(tree any, members ...string) string {
	kind := lookup(tree, append(members[:len(members):len(members)], "InstanceType")...)
	count := lookup(tree, append(members[:len(members):len(members)], "InstanceCount")...)
	if kind+count == "" {
		return ""
	}
	if count != "" {
		count = times + inline(count)
	}
	if kind == "" {
		return "of no type" + count
	}
	return inline(kind) + count
}

// moves writes what something becomes, where either may be empty.
func moves(title, before, after string) string {
	switch {
	case before == "":
		return title + " " + after + " added"
	case after == "":
		return title + " removed (was " + before + ")"
	}
	return title + " " + before + arrow + after
}

func (c *comparison) instances(r requests, found []difference) []Line {
	before, after := machines(object(r.before), "ResourceConfig"), machines(object(r.after), "ResourceConfig")
	if before == after {
		return c.members(r, found) // such as a number that becomes a text
	}
	return []Line{c.line(moves("instance", before, after), found)}
}

func (c *comparison) instanceGroup(r requests, found []difference) []Line {
	name := found[0].path.at(2)
	find := func(request map[string]any) any {
		config, _ := request["ResourceConfig"].(map[string]any)
		return elementOf(config["InstanceGroups"], "InstanceGroupName", name)
	}
	before, after := machines(find(r.before)), machines(find(r.after))
	own, rest := split(found, "InstanceType", "InstanceCount", "InstanceGroupName")
	if before == after {
		return c.members(r, found)
	}
	return append([]Line{c.line(moves("instance group "+inline(name), before, after), own)}, c.members(r, rest)...)
}

// elementOf returns the element of a list that a member identifies, or nil.
func elementOf(list any, identity, name string) any {
	elements, _ := list.([]any)
	for _, v := range elements {
		if o, ok := v.(map[string]any); ok && o[identity] == name {
			return o
		}
	}
	return nil
}

// split takes out the differences of some members by their last name.
func split(found []difference, names ...string) (own, rest []difference) {
	for _, d := range found {
		if slices.Contains(names, d.path.at(len(d.path)-1)) {
			own = append(own, d)
		} else {
			rest = append(rest, d)
		}
	}
	return own, rest
}

// spot says what becomes of spot training, and of how long to wait for it.
func (c *comparison) spot(r requests, found []difference) []Line {
	isOn := func(request map[string]any) bool { return request["EnableManagedSpotTraining"] == true }
	limit := func(request map[string]any) string {
		if value := lookup(object(request), "StoppingCondition", "MaxWaitTimeInSeconds"); value != "" {
			return seconds.in(value)
		}
		return ""
	}
	before, after := isOn(r.before), isOn(r.after)
	switch wait := limit(r.after); {
	case after && !before && wait != "":
		return []Line{c.line("spot on, wait limit "+wait, found)}
	case after && !before:
		return []Line{c.line("spot on", found)}
	case before && !after && wait == "":
		return []Line{c.line("spot off", found)}
	}
	var lines []Line
	for _, d := range found {
		t := title{text: "spot wait limit", unit: seconds}
		if d.path.at(0) == "EnableManagedSpotTraining" {
			t = title{text: "spot", unit: toggle}
		}
		words := c.say(t, d)
		if d.action() == plan.Add && d.after == false || d.action() == plan.Remove && d.before == false {
			words = "spot off, as before" // false and nothing are the same
		}
		lines = append(lines, c.line(words, []difference{d}))
	}
	return lines
}
