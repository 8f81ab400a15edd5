package plan

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/secret"
)

// Contexts are a resource before and after, as JSON objects with its Properties
// and other attributes: BeforeContext and AfterContext of DescribeChangeSet.
type Contexts struct{ Before, After string }

// Answer puts a change that AWS announces into the words of [Compare]: each detail
// has a label, a value that holds JSON is compared part by part, and what is to be
// concealed is. Nothing else of AWS's answer changes.
func Answer(r ResourceChange, c Contexts, options Options) ResourceChange {
	if options.Conceal == nil {
		options.Conceal = SecretKey
	}
	a := answer{
		show:   shower{r.ResourceType, options.Conceal},
		before: contextOf(c.Before),
		after:  contextOf(c.After),
	}
	details := []Detail{}
	for _, d := range r.Details {
		details = append(details, a.detail(d)...)
	}
	r.Details = details
	return r
}

// answer is one resource as AWS has it.
type answer struct {
	show          shower
	before, after any
}

func contextOf(text string) any {
	tree, ok := readDocument(text)
	if !ok {
		return absent{}
	}
	return tree
}

// detail returns what people are told of one detail.
func (a answer) detail(d Detail) []Detail {
	keys, at := a.place(d.Target)
	before := a.value(d.Target.BeforeValue, a.before, keys)
	after := a.value(d.Target.AfterValue, a.after, keys)
	found := differences(at, before, after)
	if len(found) == 0 {
		found = []difference{{at, before, after}}
	}
	var list []Detail
	for _, one := range found {
		list = append(list, a.tell(d, one, len(one.place) > len(at)))
	}
	return list
}

// tell words one difference of a detail, which may lie deeper than the detail does.
func (a answer) tell(d Detail, one difference, deeper bool) Detail {
	t := &d.Target
	t.Path = "/" + t.Attribute + one.place.pointer()
	t.Label = one.place.label()
	if t.Label == "" {
		t.Label = t.Attribute
	}
	if deeper || t.AttributeChangeType == "" && !(isAbsent(one.before) && isAbsent(one.after)) {
		t.AttributeChangeType = string(typeOf(one))
	}
	t.BeforeValue, t.AfterValue = a.show.show(one)
	if secret.Form(plain(one.before)) != "" || secret.Form(plain(one.after)) != "" || a.isNameless(one.place) {
		t.BeforeValue, t.AfterValue = concealed(one.before, set), concealed(one.after, afterOf(one))
	}
	if one.after == KnownAfterApply {
		t.AfterValue = KnownAfterApply
	}
	return d
}

// place returns the keys from the attribute on, and where they lead.
func (a answer) place(t Target) ([]string, place) {
	path := t.Path
	if path == "" {
		path = "/" + t.Attribute
		if t.Name != "" {
			path += "/" + t.Name
		}
	}
	keys := strings.Split(strings.TrimPrefix(path, "/"), "/")
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	var at place
	for i, key := range keys {
		keys[i] = unescape.Replace(key)
		if i == 0 {
			continue // the attribute
		}
		s := step{key: keys[i]}
		if _, err := strconv.Atoi(key); err == nil && !a.isMember(keys[:i]) {
			s.kind, s.name = element, a.nameAt(keys[:i+1])
		}
		at = at.with(s)
	}
	return keys, at
}

// isMember reports whether what the keys lead to is an object, whose members may
// be called 0.
func (a answer) isMember(keys []string) bool {
	for _, tree := range []any{a.after, a.before} {
		if _, ok := lookup(tree, keys).(map[string]any); ok {
			return true
		}
	}
	return false
}

func (a answer) nameAt(keys []string) string {
	for _, tree := range []any{a.after, a.before} {
		if name := elementName(lookup(tree, keys)); name != "" {
			return name
		}
	}
	return ""
}

// isNameless reports whether a value stands beside a name that is not known, as of
// a tag when AWS gives no context: it may be that of a secret.
func (a answer) isNameless(at place) bool {
	n := len(at)
	return n > 1 && at[n-2].kind == element && at[n-2].name == "" && strings.EqualFold(at[n-1].key, "value")
}

// value returns the value that a text of AWS's stands for. The text may be cut off,
// and does not tell an object from a string that holds one; the context does.
func (a answer) value(text string, context any, keys []string) any {
	switch {
	case text == "":
		return absent{}
	case strings.HasPrefix(text, "{{"): // known after the deployment, or a dynamic reference
		return text
	}
	whole := lookup(context, keys)
	switch whole.(type) {
	case map[string]any, []any:
		if tree, ok := readDocument(text); ok && same(tree, whole) {
			return whole
		}
	}
	known := plain(whole)
	if head := strings.TrimSuffix(text, "..."); head != "" && strings.HasPrefix(known, head) && (known == text || len(head) < len(known)) {
		return whole
	}
	if _, ok := readDocument(text); !ok && strings.ContainsAny(text[:1], "{[") {
		return shorten(text, 0, "JSON") // cut off, so that nobody can tell what is secret in it
	}
	return text
}

// lookup returns what the keys lead to, or absent.
func lookup(tree any, keys []string) any {
	for _, key := range keys {
		switch t := tree.(type) {
		case map[string]any:
			tree = memberOf(t, key)
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(t) {
				return absent{}
			}
			tree = t[i]
		default:
			return absent{}
		}
	}
	return tree
}
