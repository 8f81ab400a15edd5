package request

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// node is one value of a request that is being built: a scalar, an object or a
// list, and the field of the spec that it came from.
type node struct {
	path    string
	scalar  any // string, bool, json.Number, nil or spec.Text
	members map[string]*node
	list    []*node
	kind    kind
}

type kind int

const (
	scalar kind = iota
	object
	list
)

func newObject(path string) *node {
	return &node{path: path, kind: object, members: map[string]*node{}}
}

func newList(path string) *node { return &node{path: path, kind: list} }

// set puts a value at a path of member names below n. Values that say nothing
// are left out: "", nil pointers, texts and collections without content.
func (n *node) set(value any, path string, members ...string) {
	if child := newNode(value, path); child != nil {
		n.put(child, members...)
	}
}

// put places child below n, making the objects between.
func (n *node) put(child *node, members ...string) {
	last := len(members) - 1
	for _, name := range members[:last] {
		if n.members[name] == nil {
			n.members[name] = newObject(child.path)
		}
		n = n.members[name]
	}
	n.members[members[last]] = child
}

// newNode returns the node of a plain value, or nil if it says nothing.
func newNode(value any, path string) *node {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
		return &node{path: path, scalar: v}
	case spec.Text:
		return textNode(v, path)
	case bool:
		return &node{path: path, scalar: v}
	case *bool:
		if v == nil {
			return nil
		}
		return &node{path: path, scalar: *v}
	case int64:
		return &node{path: path, scalar: json.Number(strconv.FormatInt(v, 10))}
	case *int64:
		if v == nil {
			return nil
		}
		return newNode(*v, path)
	case []string:
		return listNode(v, path)
	case map[string]string:
		return mapNode(v, path)
	case map[string]spec.Text:
		return mapNode(v, path)
	}
	return nil
}

func textNode(t spec.Text, path string) *node {
	if literal, ok := t.Literal(); ok {
		return newNode(literal, path)
	}
	return &node{path: path, scalar: t}
}

func listNode(values []string, path string) *node {
	if len(values) == 0 {
		return nil
	}
	n := newList(path)
	for i, v := range values {
		n.list = append(n.list, &node{path: path + "[" + strconv.Itoa(i) + "]", scalar: v})
	}
	return n
}

func mapNode[V any](values map[string]V, path string) *node {
	if len(values) == 0 {
		return nil
	}
	n := newObject(path)
	for name, value := range values {
		below := spec.Join(path, name)
		child := newNode(value, below)
		if child == nil {
			child = &node{path: below, scalar: ""}
		}
		n.members[name] = child
	}
	return n
}

// tree returns the node as a plain tree, and notes the path of every node by
// its JSON Pointer.
func (n *node) tree(pointer string, paths map[string]string) any {
	paths[pointer] = n.path
	switch n.kind {
	case object:
		out := make(map[string]any, len(n.members))
		for name, child := range n.members {
			out[name] = child.tree(pointer+"/"+escapePointer(name), paths)
		}
		return out
	case list:
		out := make([]any, len(n.list))
		for i, child := range n.list {
			out[i] = child.tree(pointer+"/"+strconv.Itoa(i), paths)
		}
		return out
	}
	return n.scalar
}

func (n *node) names() []string { return slices.Sorted(maps.Keys(n.members)) }

// equal compares two nodes by value, wherever they came from.
func (n *node) equal(m *node) bool {
	ignore := map[string]string{}
	return reflect.DeepEqual(n.tree("", ignore), m.tree("", ignore))
}

// pointerEscapes is made once: a replacer builds its tables at its first use,
// and a request has a hundred names.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func escapePointer(name string) string { return pointerEscapes.Replace(name) }
