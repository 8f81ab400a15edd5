package secret

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Mark is a part of specs, and of what is made of them, that they say is secret: the
// names that lead to it from what it stands in, such as Environment and API_TOKEN.
type Mark []Step

// Step matches a name on the way: all names, or if one is set those that are Text in
// whatever case, because specs and the API write some differently, or match Pattern.
type Step struct {
	Text    string
	Pattern *regexp.Regexp
}

// Is reports whether a name is matched. The empty one stands for a name that is not
// known, and may be any.
func (s Step) Is(name string) bool {
	switch {
	case name == "":
		return true
	case s.Pattern != nil:
		return s.Pattern.MatchString(name)
	}
	return s.Text == "" || strings.EqualFold(s.Text, name)
}

// Marks are all marks of a stack.
type Marks []Mark

// Cover reports whether names lead to what is marked, or to something in it. What the
// first names are does not matter: a variable may stand in any request.
func (m Marks) Cover(names ...string) bool {
	for _, mark := range m {
		for start := range len(names) - len(mark) + 1 {
			if mark.matches(names[start:]) {
				return true
			}
		}
	}
	return false
}

func (m Mark) matches(names []string) bool {
	for i, step := range m {
		// What a part stands in has to be known, or all would be covered.
		if !step.Is(names[i]) || i == 0 && names[i] == "" {
			return false
		}
	}
	return true
}

// minValue is the length of the shortest text that is looked for in others, in bytes: a
// shorter one is found where nobody wrote it.
const minValue = 4

// Values are the texts in a tree of maps and lists that are marked, the longest first,
// for who looks for them in other texts. What identifies an element of a list is its
// member Key, as of a tag.
func (m Marks) Values(tree any) []string {
	if len(m) == 0 {
		return nil
	}
	var found []string
	m.values(reflect.ValueOf(tree), nil, &found)
	slices.SortFunc(found, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return slices.Compact(found)
}

func (m Marks) values(v reflect.Value, names []string, found *[]string) {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	below := func(name string, child reflect.Value) { m.values(child, append(slices.Clone(names), name), found) }
	switch v.Kind() {
	case reflect.Map:
		isKeyed := len(names) > 0 && names[len(names)-1] != "" && names[len(names)-1] == keyOf(v.Interface())
		for _, key := range v.MapKeys() {
			if name := key.String(); name != "Key" || !isKeyed {
				below(name, v.MapIndex(key))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			below(keyOf(v.Index(i).Interface()), v.Index(i))
		}
	case reflect.String:
		if v.Len() >= minValue && m.Cover(names...) {
			*found = append(*found, v.String())
		}
	}
}

// keyOf is what identifies an element of a list, empty for nothing.
func keyOf(element any) string {
	object, _ := element.(map[string]any)
	key, _ := object["Key"].(string)
	return key
}
