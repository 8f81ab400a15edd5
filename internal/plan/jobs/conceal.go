package jobs

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// What stands for a value that is concealed.
const (
	set     = "(set)"
	changed = "(changed)"
)

// show writes the values of a difference, without what is to be concealed.
func (c *comparison) show(d difference) Value {
	v := Value{Path: d.path.String(), Action: d.action()}
	name := nameOf(d.path)
	b, before := c.clean(name, d.before)
	a, after := c.clean(name, d.after)
	v.Before, v.After = text(b), text(a)
	// What differs in its secrets alone would look unchanged.
	if v.Action == plan.Modify && v.Before == v.After {
		if before || after {
			v.After = changed
		} else {
			v.Before, v.After = quoted(d.before), quoted(d.after) // a number and a text
		}
	}
	return v
}

// maxValue is the length in bytes of the longest value that is given whole. That is
// enough for what people write, and not for the code of a function.
const maxValue = 4096

// short returns the value with long text only measured.
func (v Value) short() Value {
	for _, text := range []*string{&v.Before, &v.After} {
		if len(*text) > maxValue {
			*text = fmt.Sprintf("(text of %d bytes)", len(*text))
		}
	}
	return v
}

func quoted(v any) string { return text([]any{v}) }

// nameOf is the name that tells a secret: that of the last member, and for the
// Value of a tag the tag's.
func nameOf(p path) string {
	for i := len(p) - 1; i >= 0; i-- {
		isValue := i == len(p)-1 && p[i].name == "Value" && i > 0 && p[i-1].element
		if !isValue && (!p[i].element || i == len(p)-2 && p[len(p)-1].name == "Value") {
			return p[i].name
		}
	}
	return ""
}

// clean returns a value without what is to be concealed, and whether anything was.
func (c *comparison) clean(name string, v any) (shown any, concealed bool) {
	switch v := v.(type) {
	case absent, bool, nil:
		return v, false
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, child := range v {
			value, hidden := c.clean(key, child)
			out[key], concealed = value, concealed || hidden
		}
		return out, concealed
	case []any:
		return c.cleanList(name, v)
	case string:
		return c.cleanText(name, v)
	}
	if c.options.Conceal(name, text(v)) {
		return set, true
	}
	return v, false
}

// cleanText also looks into JSON, in which names have values, too.
func (c *comparison) cleanText(name, v string) (any, bool) {
	if v != "" && c.options.Conceal(name, v) {
		return set, true
	}
	if strings.ContainsAny(strings.TrimSpace(v)[:min(1, len(strings.TrimSpace(v)))], "{[") {
		if tree, err := template.ReadJSON(v); err == nil {
			if shown, hidden := c.clean(name, tree); hidden {
				return text(shown), true
			}
		}
	}
	return v, false
}

// cleanList also takes a list for arguments of a command, in which a secret
// follows its option: --password=… or --password ….
func (c *comparison) cleanList(name string, list []any) (any, bool) {
	out, concealed := make([]any, len(list)), false
	option := ""
	for i, v := range list {
		word, _ := v.(string)
		flag, value, joined := strings.Cut(word, "=")
		isOption := strings.HasPrefix(word, "-")
		var hidden bool
		switch {
		case isOption && joined && c.options.Conceal(flag, value):
			out[i], hidden = flag+"="+set, true
		case option != "" && !isOption && word != "" && c.options.Conceal(option, word):
			out[i], hidden = set, true
		default:
			out[i], hidden = c.clean(name, v)
		}
		concealed = concealed || hidden
		option = ""
		if isOption && !joined {
			option = word
		}
	}
	return out, concealed
}
