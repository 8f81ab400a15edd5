package jobs

import (
	"encoding/json"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/template"
)

// cutDefinition decodes a state machine's definition, and leaves out the requests
// in it, of which each is compared by itself.
func (l *launch) cutDefinition(settings map[string]any) {
	if text, ok := settings["DefinitionString"].(string); ok {
		delete(settings, "DefinitionString")
		tree, err := template.ReadJSON(text)
		if err != nil {
			return // never show what may hold secrets
		}
		settings["Definition"] = tree
	}
	for _, other := range l.side.launches {
		place, own := strings.CutPrefix(other.At, "/Resources/"+l.Via[0]+"/Properties/Definition")
		if own {
			place = strings.TrimPrefix(strings.TrimPrefix(place, "String"), "#")
			cutAt(settings["Definition"], strings.Split(strings.TrimPrefix(place, "/"), "/"))
		}
	}
	l.cutSettings(settings)
}

// cutAt deletes the member at the end of a JSON Pointer's steps.
func cutAt(tree any, steps []string) {
	for i, s := range steps {
		name := strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
		switch v := tree.(type) {
		case map[string]any:
			if i == len(steps)-1 {
				delete(v, name)
			}
			tree = v[name]
		case []any:
			tree = nil
			for n, child := range v {
				if name == indexes(v)[n] {
					tree = child
				}
			}
		}
	}
}

// attempts is where smgen's own state machine has the number of further attempts.
var attempts = lazyregexp.New(`^(\{% \$attempt < )([0-9]+)( and .*)$`)

// cutSettings takes out of smgen's own state machine what specs have words for:
// how often it tries again where machines are lacking, and whether it skips a run
// while another is going.
func (l *launch) cutSettings(settings map[string]any) {
	data := map[string]any{"overlap": "allow"}
	for name, state := range statesOf(settings) {
		o, _ := state.(map[string]any)
		if resource, _ := o["Resource"].(string); name == "ListRunning" && strings.HasSuffix(resource, ":listTrainingJobs") {
			data["overlap"] = "skip"
		}
		choices, _ := o["Choices"].([]any)
		for _, v := range choices {
			choice, _ := v.(map[string]any)
			condition, _ := choice["Condition"].(string)
			if found := attempts().FindStringSubmatch(condition); name == "IsCapacity" && found != nil {
				data["capacityRetries"] = json.Number(found[2])
				choice["Condition"] = found[1] + "capacityRetries" + found[3]
			}
		}
	}
	settings["Data"] = data
}

func statesOf(settings map[string]any) map[string]any {
	definition, _ := settings["Definition"].(map[string]any)
	states, _ := definition["States"].(map[string]any)
	return states
}

// wholeStates returns what happens to the states of a machine that only one of two
// has, in words and by name.
func wholeStates(before, after map[string]any) map[string]string {
	out := map[string]string{}
	for name := range statesOf(after) {
		if _, both := statesOf(before)[name]; !both && len(statesOf(before)) > 0 {
			out[name] = "added"
		}
	}
	for name := range statesOf(before) {
		if _, both := statesOf(after)[name]; !both && len(statesOf(after)) > 0 {
			out[name] = "removed"
		}
	}
	return out
}
