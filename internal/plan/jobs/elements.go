package jobs

import (
	"slices"
	"strconv"
)

// lists returns two lists whose elements are objects and can be compared one by
// one. Other lists are compared as a whole.
func lists(before, after any) (b, a []any, ok bool) {
	b, isList := before.([]any)
	a, isToo := after.([]any)
	if !isList && before != (absent{}) || !isToo && after != (absent{}) || len(b)+len(a) == 0 {
		return nil, nil, false
	}
	for _, v := range slices.Concat(b, a) {
		if _, ok := v.(map[string]any); !ok {
			return nil, nil, false
		}
	}
	return b, a, true
}

// ofElements compares lists of objects by what identifies those, else by index.
func ofElements(at path, before, after []any) []difference {
	old, new := names(before, after)
	index := func(names []string, list []any, name string) any {
		if i := slices.Index(names, name); i >= 0 {
			return list[i]
		}
		return absent{}
	}
	var found []difference
	for i, name := range new {
		found = append(found, differences(at.with(step{name, true}), index(old, before, name), after[i])...)
	}
	for i, name := range old {
		if !slices.Contains(new, name) {
			found = append(found, differences(at.with(step{name, true}), before[i], absent{})...)
		}
	}
	common := func(list, other []string) (out []any) {
		for _, name := range list {
			if slices.Contains(other, name) {
				out = append(out, name)
			}
		}
		return out
	}
	if b, a := common(old, new), common(new, old); !same(b, a) {
		found = append(found, difference{path: at, before: b, after: a, order: true})
	}
	return found
}

// names returns what the elements of two lists are called.
func names(before, after []any) (old, new []string) {
	for _, identity := range []string{"Key", "ChannelName", "InstanceGroupName", "RuleConfigurationName", "CollectionName", "Id", "InstanceType", "Name"} {
		old, isName := namesBy(identity, before)
		new, isToo := namesBy(identity, after)
		if isName && isToo {
			return old, new
		}
	}
	return indexes(before), indexes(after)
}

func indexes(list []any) []string {
	var out []string
	for i := range list {
		out = append(out, strconv.Itoa(i))
	}
	return out
}

func namesBy(identity string, list []any) ([]string, bool) {
	var out []string
	known := map[string]bool{}
	for _, v := range list {
		name, ok := v.(map[string]any)[identity].(string)
		if !ok || known[name] {
			return nil, false
		}
		known[name] = true
		out = append(out, name)
	}
	return out, true
}
