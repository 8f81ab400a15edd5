package spec

import (
	"reflect"
	"strconv"
	"strings"
)

// Texts calls visit for each text of the stack with its path, in the order of
// the fields and of the keys. What stands in request, resources and defaults is
// not among them: there, text takes its meaning from what is around it.
func (s *Stack) Texts(visit func(path string, t Text)) {
	texts(reflect.ValueOf(s), "", visit)
}

// Blanks calls visit with the path of each field of the stack that holds no text,
// whether it was left out or is empty, in the order of [Stack.Texts]. What a user
// named, the entries of maps and lists, is not among them.
func (s *Stack) Blanks(visit func(path string)) { blanks(reflect.ValueOf(s), "", visit) }

func blanks(v reflect.Value, path string, visit func(string)) {
	switch value := v.Interface().(type) {
	case Text:
		if text, literal := value.Literal(); literal && text == "" {
			visit(path)
		}
		return
	case List, Origins, *Sensitive:
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			blanks(v.Elem(), path, visit)
		}
	case reflect.String:
		if v.String() == "" {
			visit(path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			blanks(v.Field(i), fieldPath(path, v.Type().Field(i)), visit)
		}
	case reflect.Map:
		eachEntry(v, path, func(entry reflect.Value, below string) {
			if entry.Kind() == reflect.Struct || entry.Kind() == reflect.Pointer {
				blanks(entry, below, visit)
			}
		})
	}
}

func texts(v reflect.Value, path string, visit func(string, Text)) {
	switch value := v.Interface().(type) {
	case Text:
		if !value.IsZero() {
			visit(path, value)
		}
		return
	case List:
		texts(reflect.ValueOf(value.Items), path, visit)
		return
	case Origins, *Sensitive:
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), path, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), fieldPath(path, v.Type().Field(i)), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), path+"["+strconv.Itoa(i)+"]", visit)
		}
	case reflect.Map:
		eachEntry(v, path, func(entry reflect.Value, below string) { texts(entry, below, visit) })
	}
}

// eachEntry calls visit for the entries of a map, in the order of their keys. A
// map of anything has no texts of the spec's.
func eachEntry(v reflect.Value, path string, visit func(entry reflect.Value, path string)) {
	if v.Type().Elem().Kind() == reflect.Interface {
		return
	}
	names := map[string]reflect.Value{}
	for _, key := range v.MapKeys() {
		names[key.String()] = v.MapIndex(key)
	}
	for _, name := range SortedKeys(names) {
		visit(names[name], Join(path, name))
	}
}

// fieldPath is the path of a struct's field: an embedded struct's fields stand
// among those around it.
func fieldPath(path string, field reflect.StructField) string {
	if field.Anonymous {
		return path
	}
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return Join(path, name)
}
