package trace

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/template"
)

// run returns the ID and the time of a launcher's run: the ID that the event has,
// which may be the name of the job that it comes after, or else its time as a
// stamp. Without a time the launcher raises an error.
func (t *tracer) run(e event, after string) (id, when string, ok bool) {
	members := template.Object(e.value)
	when, _ = members["time"].(string)
	if !timePattern().MatchString(when) {
		return "", "", false
	}
	if members["id"] != nil {
		id, _ = members["id"].(string)
		id = strings.TrimPrefix(id, after)
		return id, when, runPattern().MatchString(id) || t.marks.differs(id)
	}
	return strings.NewReplacer("-", "", ":", "", "T", "-").Replace(when[:19]), when, true
}

var (
	timePattern = lazyregexp.New(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$`)
	runPattern  = lazyregexp.New(`^([0-9a-z]{16}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{8}-[0-9]{6})$`)
)

// fillHoles puts into an inline launcher's request what it fills in itself.
func (t *tracer) fillHoles(id string, request, data map[string]any, e event) bool {
	after, _ := data["after"].(string)
	run, when, ok := t.run(e, after)
	if !ok {
		t.report(ruleInput, e.at, fmt.Sprintf("what is sent to %s names no run: the launcher wants a time, and takes an id", id),
			`send {"time": "<aws.scheduler.scheduled-time>"} from a schedule, or {"id": <id>, "time": <time>} from a rule`)
		return false
	}
	variables := template.Object(t.properties(id), "Environment", "Variables")
	variable := func(name string) string {
		text := t.text(variables[name])
		if text == "" {
			t.report(ruleInput, at(id, "Environment", "Variables"), fmt.Sprintf("the launcher takes a value from the variable %s, which %s does not have", name, id), "add the variable to the function's environment")
		}
		return text
	}
	for i, hole := range template.Objects(data["holes"]) {
		path, _ := hole["at"].([]any)
		value := any(nil)
		if name, isList := hole["list"].(string); isList {
			list := []any{}
			for item := range strings.SplitSeq(variable(name), ",") {
				list = append(list, item)
			}
			value = list
		} else {
			value = joinParts(hole["parts"], run, when, variable)
		}
		if !put(request, path, value) {
			t.report(ruleInput, at(id, "Code", "ZipFile")+fmt.Sprintf("#/holes/%d", i), "the launcher fills in a place that its request does not have", "put an empty string there, or an empty list for a list")
			return false
		}
	}
	return true
}

// joinParts returns the text of a hole.
func joinParts(parts any, run, when string, variable func(string) string) string {
	var b strings.Builder
	list, _ := parts.([]any)
	for _, part := range list {
		switch p := part.(type) {
		case string:
			b.WriteString(p)
		case map[string]any:
			if name, ok := p["env"].(string); ok {
				b.WriteString(variable(name))
			} else if p["run"] == "id" {
				b.WriteString(run)
			} else if p["run"] == "time" {
				b.WriteString(when)
			}
		}
	}
	return b.String()
}

// put sets the value at a path of members and indexes, of which the last may be
// a new member.
func put(tree any, path []any, value any) bool {
	for i, step := range path {
		last := i == len(path)-1
		switch step := step.(type) {
		case string:
			members, ok := tree.(map[string]any)
			if !ok {
				return false
			}
			if last {
				members[step] = value
			}
			tree = members[step]
		case json.Number:
			list, _ := tree.([]any)
			n, err := step.Int64()
			if err != nil || n < 0 || n >= int64(len(list)) {
				return false
			}
			if last {
				list[n] = value
			}
			tree = list[n]
		default:
			return false
		}
	}
	return len(path) > 0
}
