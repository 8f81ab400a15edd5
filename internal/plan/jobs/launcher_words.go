package jobs

import (
	"cmp"
	"slices"
	"strings"
)

// launchers says what changes in what a trigger calls.
func (c *comparison) launchers(before, after *launch) []Line {
	if before.kind != after.kind {
		return []Line{{Text: "launch " + string(before.kind) + arrow + string(after.kind), Resource: append(after.Via[:len(after.Via):len(after.Via)], after.anchor())[0], Values: []Value{}}}
	}
	if len(before.Via) == 0 || len(after.Via) == 0 {
		return nil
	}
	var lines []Line
	b, a := before.launcher(), after.launcher()
	found := slices.DeleteFunc(differences(nil, b, a), c.isRenaming)
	for name, action := range wholeStates(b, a) {
		own := take(&found, func(p path) bool { return p.at(0) == "Definition" && p.at(1) == "States" && p.at(2) == name })
		lines = append(lines, c.line("state "+inline(name)+" of the state machine "+action, own))
	}
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Compare(a.Text, b.Text) })
	for _, d := range found {
		l := c.line(c.say(titleOfLauncher(after.kind, d.path), d), []difference{d})
		if d.path.String() == "Code" {
			l.Text = "code of the launcher changed"
		}
		lines = append(lines, l)
	}
	for i := range lines {
		lines[i].Resource, lines[i].Flags = after.Via[0], nil
	}
	return lines
}

// isRenaming reports whether a difference is that of the job's name alone, which is
// said once.
func (c *comparison) isRenaming(d difference) bool {
	before, isText := d.before.(string)
	after, isToo := d.after.(string)
	renamed := func(from, to string) bool { return from != to && strings.ReplaceAll(before, from, to) == after }
	return isText && isToo && (renamed(c.before.name, c.after.name) || renamed(c.before.anchor(), c.after.anchor()))
}

// titleOfLauncher returns the words for a setting of a launcher.
func titleOfLauncher(kind Kind, p path) title {
	switch p.String() {
	case "Runtime":
		return title{text: "runtime of the launcher"}
	case "Handler":
		return title{text: "handler of the launcher"}
	case "Timeout":
		return title{text: "timeout of the launcher", unit: seconds}
	case "MemorySize":
		return title{text: "memory of the launcher", unit: megabytes}
	case "Role", "RoleArn":
		return title{text: "role of the launcher"}
	case "Data.overlap":
		return title{text: "overlapping runs"}
	case "Data.capacityRetries":
		return title{text: "further attempts after a lack of capacity"}
	case "Invocations.MaximumRetryAttempts":
		return title{text: "further attempts of the launcher"}
	case "Invocations.MaximumEventAgeInSeconds":
		return title{text: "longest delay of the launcher", unit: seconds}
	}
	switch {
	case p.at(0) == "Environment" && len(p) == 3:
		return title{text: "environment of the launcher " + inline(p.at(2))}
	case kind == StepFunctions && p.at(0) == "Definition":
		return title{text: "state machine " + inline(slices.Clone(p[1:]).String())}
	}
	return title{text: "launcher " + inline(p.String())}
}
