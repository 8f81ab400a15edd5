package jobs

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
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
	for _, d := range differences(nil, before.launcher(), after.launcher()) {
		if c.isRenaming(d) {
			continue
		}
		l := c.line(c.say(titleOfLauncher(after.kind, d.path), d), []difference{d})
		if d.path.String() == "Code" {
			l.Text = "code of the launcher changed"
		}
		l.Resource = after.Via[0]
		l.Flags = nil
		lines = append(lines, l)
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

// launcher returns the settings of the function or the state machine, without the
// request that is in them.
func (l *launch) launcher() map[string]any {
	settings := l.side.properties(l.Via[0])
	if settings == nil {
		settings = map[string]any{}
	}
	delete(settings, "Tags")
	if l.kind == StepFunctions {
		l.cutDefinition(settings)
		return settings
	}
	l.cutCode(settings)
	for id, r := range l.side.document.Resources {
		if r.Type != typeInvocations {
			continue
		}
		own := l.side.properties(id)
		if of, _ := own["FunctionName"].(string); of == "${"+l.Via[0]+"}" || of == "${"+l.Via[0]+".Arn}" {
			delete(own, "FunctionName")
			if own["Qualifier"] == "$LATEST" { // which is what a trigger calls
				delete(own, "Qualifier")
			}
			settings["Invocations"] = own
		}
	}
	return settings
}

// cutDefinition leaves the request out of a state machine's definition.
func (l *launch) cutDefinition(settings map[string]any) {
	pointer := strings.TrimPrefix(l.At, "/Resources/"+l.Via[0]+"/Properties/")
	if definition, ok := settings["DefinitionString"].(string); ok {
		tree, err := template.ReadJSON(definition)
		if err != nil {
			delete(settings, "DefinitionString") // never show what may hold secrets
			return
		}
		delete(settings, "DefinitionString")
		settings["Definition"] = tree
		pointer = strings.Replace(pointer, "DefinitionString#", "Definition", 1)
	}
	steps := strings.Split(pointer, "/")
	tree := any(settings)
	for _, s := range steps[:len(steps)-1] {
		o, _ := tree.(map[string]any)
		tree = o[strings.NewReplacer("~1", "/", "~0", "~").Replace(s)]
	}
	if o, ok := tree.(map[string]any); ok {
		delete(o, steps[len(steps)-1])
	}
}

// dataLine starts the line in the code of smgen's own launcher that holds its data.
const dataLine = "DATA: dict[str, Any] = json.loads("

// cutCode leaves the data out of a launcher's code, and its request out of the
// data. Code is only told to be another one.
func (l *launch) cutCode(settings map[string]any) {
	code, _ := settings["Code"].(map[string]any)
	settings["Code"] = text(code)
	inline, _ := code["ZipFile"].(string)
	before, rest, found := strings.Cut(inline, dataLine)
	if !found {
		return
	}
	line, after, _ := strings.Cut(rest, "\n")
	data := map[string]any{}
	var literal string
	if json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimRight(line, " \r"), ")")), &literal) == nil {
		if tree, err := template.ReadJSON(literal); err == nil {
			data, _ = tree.(map[string]any)
		}
	}
	settings["Code"] = before + after
	holes, _ := data["holes"].([]any)
	delete(data, "request")
	delete(data, "holes")
	settings["Data"] = data
	l.cutVariables(settings, holes)
}

// cutVariables leaves out the variables from which a launcher completes the
// request.
func (l *launch) cutVariables(settings map[string]any, holes []any) {
	environment, _ := settings["Environment"].(map[string]any)
	variables, _ := environment["Variables"].(map[string]any)
	used := text(holes)
	for name := range variables {
		if strings.Contains(used, text([]any{name})[1:len(text([]any{name}))-1]) {
			delete(variables, name)
		}
	}
	if len(variables) == 0 {
		delete(settings, "Environment")
	}
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
