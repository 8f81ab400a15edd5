package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// merge compares shapes with the SDK from the root down, and takes over the
// SDK's enum values. All disagreements are reported at once.
func merge(shapes map[string]*shape, s *sdk, readOnly map[string]string) error {
	m := &merger{shapes: shapes, sdk: s, readOnly: maps.Clone(readOnly), done: map[string]bool{}}
	m.compare(rootShape, sdkRoot)
	for _, name := range slices.Sorted(maps.Keys(m.readOnly)) {
		m.fail("the SDK has no %s: remove it from readOnly in additions.json", name)
	}
	return errors.Join(m.errs...)
}

type merger struct {
	shapes   map[string]*shape
	sdk      *sdk
	readOnly map[string]string // what was not met yet
	done     map[string]bool   // shapes that were compared
	errs     []error
}

func (m *merger) fail(format string, args ...any) {
	m.errs = append(m.errs, fmt.Errorf(format, args...))
}

// scalars maps botocore's simple types to the SDK's.
var scalars = map[string]string{
	"string": "string", "boolean": "bool", "integer": "int32", "long": "int64", "float": "float32", "double": "float64",
}

// compare checks the shape of that name against an SDK type.
func (m *merger) compare(name, typ string) {
	shape := m.shapes[name]
	if shape == nil {
		m.fail("shape %s is referred to and does not exist", name)
		return
	}
	switch {
	case shape.Type == "structure":
		if m.sdk.structs[typ] == nil {
			m.fail("%s is a structure, %s in the SDK", name, typ)
		} else if !m.done[name] {
			m.done[name] = true
			m.compareStructure(name, typ)
		}
	case shape.Type == "list" && strings.HasPrefix(typ, "[]"):
		m.compare(shape.Member.Shape, strings.TrimPrefix(typ, "[]"))
	case shape.Type == "map" && strings.HasPrefix(typ, "map[string]"):
		m.compare(shape.Value.Shape, strings.TrimPrefix(typ, "map[string]"))
	case shape.Enum != nil && m.sdk.enums[typ] != nil:
		m.takeEnum(name, typ)
	case shape.Enum == nil && scalars[shape.Type] == typ:
		// nothing more to compare
	default:
		m.fail("%s is a %s, %s in the SDK", name, shape.Type, typ)
	}
}

func (m *merger) compareStructure(name, typ string) {
	shape := m.shapes[name]
	known := map[string]bool{}
	for _, f := range m.sdk.structs[typ] {
		known[f.name] = true
		path := name + "." + f.name
		r, ok := shape.Members[f.name]
		switch {
		case m.readOnly[path] != "":
			delete(m.readOnly, path)
		case f.name == "noSmithyDocumentSerde":
		case !ok:
			m.fail("botocore has no %s: describe it in additions.json, from the API reference", path)
		case f.required != slices.Contains(shape.Required, f.name):
			m.fail("%s is required in one source and optional in the other", path)
		default:
			m.compare(r.Shape, f.typ)
		}
	}
	for _, member := range slices.Sorted(maps.Keys(shape.Members)) {
		if !known[member] {
			m.fail("the SDK has no %s.%s: is its version older than botocore's?", name, member)
		}
	}
}

// takeEnum replaces the values by the SDK's, which must include all that
// botocore knows.
func (m *merger) takeEnum(name, typ string) {
	values := m.sdk.enums[typ]
	for _, v := range m.shapes[name].Enum {
		if !slices.Contains(values, v) {
			m.fail("the SDK has no value %q of %s: is its version older than botocore's?", v, name)
		}
	}
	m.shapes[name].Enum = values
}

// latest returns the date of the newest source.
func latest(sources []source) string {
	return slices.MaxFunc(sources, func(a, b source) int { return cmp.Compare(a.Date, b.Date) }).Date
}
