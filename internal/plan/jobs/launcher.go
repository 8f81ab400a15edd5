package jobs

import (
	"encoding/json"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

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

// dataLine starts the line in the code of smgen's own launcher that holds its data.
const dataLine = "DATA: dict[str, Any] = json.loads("

// cutCode leaves the data out of a launcher's code, and its request out of the
// data. Code is only told to be another one.
func (l *launch) cutCode(settings map[string]any) {
	code, _ := settings["Code"].(map[string]any)
	source, _ := code["ZipFile"].(string)
	before, rest, found := strings.Cut(source, dataLine)
	if !found {
		settings["Code"] = text(code)
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
	// The first two are the request; what the others follow from, the job's name and
	// what starts it, is compared by itself.
	for _, name := range []string{"request", "holes", "prefix", "after"} {
		delete(data, name)
	}
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
