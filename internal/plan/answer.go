package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
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
		show:   shower{r.LogicalResourceId, r.ResourceType, options.Conceal},
		before: contextOf(c.Before),
		after:  contextOf(c.After),
	}
	details := []Detail{}
	for _, d := range r.Details {
		for _, told := range a.detail(d) {
			if !slices.Contains(details, told) { // two parts of one value say the same
				details = append(details, told)
			}
		}
	}
	r.Details = details
	return r
}

// answer is one resource as AWS has it.
type answer struct {
	show          shower
	before, after any
}

// contextOf reads a context. Functions stand in it where nobody has evaluated them, as
// in metadata.
func contextOf(text string) any {
	tree, ok := readDocument(text)
	if !ok {
		return absent{}
	}
	return evaluated(tree)
}

// evaluated is a value with its functions evaluated as far as they are literal.
func evaluated(tree any) any { return newEvaluator(&template.Document{}).value(tree) }

// detail returns what people are told of one detail.
func (a answer) detail(d Detail) []Detail {
	keys, at, isPart := a.place(d.Target)
	value := a.value
	if isPart {
		value = a.around
	}
	before, after := value(d.Target.BeforeValue, a.before, keys), value(d.Target.AfterValue, a.after, keys)
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
	for _, v := range []*any{&one.before, &one.after} {
		if isPiece(*v) {
			*v = shorten(plain(*v), 0, "text")
		}
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

// place returns the keys from the attribute on, and where they lead: at most to a
// function, whose arguments say nothing without each other. isPart says that the value
// is such an argument, or a part of one.
func (a answer) place(t Target) (keys []string, at place, isPart bool) {
	path := t.Path
	if path == "" {
		path = "/" + t.Attribute
		if t.Name != "" {
			path += "/" + t.Name
		}
	}
	keys = strings.Split(strings.TrimPrefix(path, "/"), "/")
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for i, key := range keys {
		keys[i] = unescape.Replace(key)
		if i == 0 {
			continue // the attribute
		}
		if key == "Ref" || strings.HasPrefix(key, "Fn::") {
			return keys[:i], at, true
		}
		s := step{key: keys[i]}
		if _, err := strconv.Atoi(key); err == nil && !a.isMember(keys[:i]) {
			s.kind, s.name = element, a.nameAt(keys[:i+1])
		}
		at = at.with(s)
	}
	return keys, at, false
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
