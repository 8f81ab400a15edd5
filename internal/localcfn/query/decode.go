package query

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
)

// Decode reads the members of a form into the struct that input points to. A member
// has the name of the field; a field is a string, a bool, an int, a pointer to one
// of these, a struct, or a slice; an embedded struct has its members beside it. What the struct has no field for is an error:
// a member that is not known must not be ignored in silence. Action and Version
// are left out.
func Decode(form url.Values, input any) error {
	d := decoder{form, map[string]bool{}, map[string]bool{"Action": true, "Version": true}}
	for key := range form {
		for i, r := range key {
			if r == '.' {
				d.above[key[:i]] = true
			}
		}
	}
	if err := d.value("", reflect.ValueOf(input).Elem()); err != nil {
		return err
	}
	var unknown []string
	for key := range form {
		if !d.used[key] {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		return Validation("%s is not supported by this endpoint", slices.Min(unknown))
	}
	return nil
}

type decoder struct {
	form url.Values
	// above are the names that have members in the form, used those that were read.
	above, used map[string]bool
}

// value reads the member of a name, "" for the whole form.
func (d decoder) value(name string, to reflect.Value) error {
	switch to.Kind() {
	case reflect.Struct:
		return d.members(name, to)
	case reflect.Slice:
		return d.list(name, to)
	case reflect.Pointer:
		if !d.form.Has(name) {
			return nil
		}
		to.Set(reflect.New(to.Type().Elem()))
		return d.value(name, to.Elem())
	}
	if !d.form.Has(name) {
		return nil
	}
	d.used[name] = true
	return scalar(name, d.form.Get(name), to)
}

func scalar(name, text string, to reflect.Value) error {
	switch to.Kind() {
	case reflect.String:
		to.SetString(text)
		return nil
	case reflect.Bool:
		if b, err := strconv.ParseBool(text); err == nil {
			to.SetBool(b)
			return nil
		}
		return Validation("%s must be true or false, not %q", name, text)
	case reflect.Int:
		if n, err := strconv.Atoi(text); err == nil {
			to.SetInt(int64(n))
			return nil
		}
		return Validation("%s must be a number, not %q", name, text)
	}
	return fmt.Errorf("member %s: no form for a %s", name, to.Type())
}

func (d decoder) members(name string, to reflect.Value) error {
	for i := range to.NumField() {
		field := to.Type().Field(i)
		at := join(name, field.Name)
		if field.Anonymous {
			at = name
		}
		if err := d.value(at, to.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

// list reads name.member.1 and so on. An empty list is sent as the name alone.
func (d decoder) list(name string, to reflect.Value) error {
	d.used[name] = true
	for i := 1; ; i++ {
		at := join(name, "member."+strconv.Itoa(i))
		if !d.form.Has(at) && !d.above[at] {
			return nil
		}
		item := reflect.New(to.Type().Elem()).Elem()
		if err := d.value(at, item); err != nil {
			return err
		}
		to.Set(reflect.Append(to, item))
	}
}

func join(name, member string) string {
	if name == "" {
		return member
	}
	return name + "." + member
}
