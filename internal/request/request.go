package request

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// Request is the input of CreateTrainingJob for one job.
type Request struct {
	// Document is a tree of map[string]any, []any, string, bool, json.Number and
	// [spec.Text], the last where a value holds references.
	Document map[string]any
	// paths are the fields of the spec by JSON Pointer into Document.
	paths map[string]string
}

// Path returns the field of the spec behind the value at a JSON Pointer, or
// behind the nearest value around it.
func (r *Request) Path(pointer string) string {
	for {
		if path, ok := r.paths[pointer]; ok {
			return path
		}
		i := strings.LastIndexByte(pointer, '/')
		if i < 0 {
			return ""
		}
		pointer = pointer[:i]
	}
}

// Pointers calls yield for each scalar in the request with its JSON Pointer and
// its field of the spec, in no order.
func (r *Request) Pointers(yield func(pointer, path string) bool) {
	for pointer, path := range r.paths {
		if !yield(pointer, path) {
			return
		}
	}
}

// Value returns the value at a path of members, nil if there is none.
func (r *Request) Value(members ...string) any { return Member(r.Document, members...) }

// Text returns the string at a path of members, absent if there is none.
func (r *Request) Text(members ...string) spec.Text { return spec.AsText(r.Value(members...)) }

// Values calls visit for each scalar of the request with its JSON Pointer and its
// field of the spec, in the order of the members.
func (r *Request) Values(visit func(pointer, path string, value any)) {
	walk(r.Document, "", func(pointer string, value any) { visit(pointer, r.Path(pointer), value) })
}

// walk calls visit for each scalar of a tree with its JSON Pointer.
func walk(value any, pointer string, visit func(pointer string, value any)) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range spec.SortedKeys(v) {
			walk(v[name], pointer+"/"+escapePointer(name), visit)
		}
	case []any:
		for i, element := range v {
			walk(element, pointer+"/"+strconv.Itoa(i), visit)
		}
	default:
		visit(pointer, v)
	}
}

// Member returns the value at a path of members below a value of the document, nil
// if there is none.
func Member(value any, members ...string) any {
	for _, name := range members {
		object, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = object[name]
	}
	return value
}

// Map returns a tree, such as a document, with each scalar replaced by what leaf
// makes of it. The first error ends it.
func Map(tree any, leaf func(scalar any) (any, error)) (any, error) {
	var err error
	switch v := tree.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, child := range v {
			if out[name], err = Map(child, leaf); err != nil {
				return nil, err
			}
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			if out[i], err = Map(child, leaf); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return leaf(tree)
}
