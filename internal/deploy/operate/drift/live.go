package drift

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// Resource is a resource that is no longer as it was deployed.
type Resource struct {
	// ID is the logical ID.
	ID, Type string
	// Deleted reports that it is gone; otherwise Differences say what differs.
	Deleted     bool
	Differences []Difference
	// Expected and Actual are all properties that the template sets, as JSON; empty
	// where CloudFormation does not give them.
	Expected, Actual string
}

// Difference is one property that differs.
type Difference struct {
	// Path is a JSON pointer below the properties, such as /Target/Input.
	Path string
	// Expected and Actual are texts as they are and other values as JSON.
	Expected, Actual string
}

// ends are the template that was deployed with the values that differ spelled out,
// and the same template with what there is now in their place. What is left alone
// keeps its references, by which jobs are found.
func ends(text []byte, resources []Resource) (deployed, live *template.Document, err error) {
	if deployed, err = template.Parse(text); err != nil {
		return nil, nil, fmt.Errorf("read the template that was deployed: %w", err)
	}
	if live, err = template.Parse(text); err != nil {
		return nil, nil, fmt.Errorf("read the template that was deployed: %w", err)
	}
	for _, r := range resources {
		was, known := deployed.Resources[r.ID]
		switch {
		case !known:
			// A macro made it: the template has nothing to compare.
		case r.Deleted:
			delete(live.Resources, r.ID)
		default:
			for _, d := range r.Differences {
				r.spell(was.Properties, live.Resources[r.ID].Properties, d)
			}
		}
	}
	return deployed, live, nil
}

// spell puts the values of a difference into the properties before and after. What
// stands in a list, or within a reference, cannot be reached by its path: then the
// property as a whole is spelled out.
func (r Resource) spell(before, after map[string]any, d Difference) {
	names := strings.Split(strings.TrimPrefix(d.Path, "/"), "/")
	for i, name := range names {
		names[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
	}
	was, last := reach(before, names)
	is, _ := reach(after, names)
	if was != nil && is != nil {
		like := was[last]
		put(was, last, d.Expected, like)
		put(is, last, d.Actual, like)
		return
	}
	top := names[0]
	if before == nil || after == nil {
		return
	}
	putMember(before, top, r.Expected)
	putMember(after, top, r.Actual)
}

// reach returns the object that holds the last of the names, nil where the way
// leads through a list or a reference.
func reach(properties map[string]any, names []string) (map[string]any, string) {
	at := properties
	for i, name := range names {
		if _, _, isReference := template.Intrinsic(at); isReference || at == nil {
			return nil, ""
		}
		if i == len(names)-1 {
			return at, name
		}
		at, _ = at[name].(map[string]any)
	}
	return nil, ""
}

// none is how CloudFormation writes that there is no value.
const none = "null"

// put sets a member to a value in CloudFormation's words, in the kind of the value
// that the template has.
func put(object map[string]any, name, value string, like any) {
	if value == "" && like == nil || value == none {
		delete(object, name)
		return
	}
	object[name] = valueOf(value, like)
}

func valueOf(value string, like any) any {
	switch like.(type) {
	case json.Number:
		if _, err := strconv.ParseFloat(value, 64); err == nil {
			return json.Number(value)
		}
	case bool:
		if b, err := strconv.ParseBool(value); err == nil {
			return b
		}
	case string:
		return value
	}
	if strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[") {
		if tree, err := template.ReadJSON(value); err == nil && !isText(like) {
			return tree
		}
	}
	return value
}

// isText reports whether a value of a template is a reference that gives text.
func isText(v any) bool {
	object, ok := v.(map[string]any)
	if !ok {
		return false
	}
	_, _, isReference := template.Intrinsic(object)
	return isReference
}

// putMember sets a member to that of the properties in JSON, if they are known.
func putMember(object map[string]any, name, properties string) {
	tree, err := template.ReadJSON(properties)
	if err != nil {
		return
	}
	all, ok := tree.(map[string]any)
	if !ok {
		return
	}
	if value, ok := all[name]; ok {
		object[name] = value
	} else {
		delete(object, name)
	}
}
