package source

import "strings"

// pathTree is a set of paths of fields. It finds those around a field, and in it,
// without a look at each: a stack may have thousands of mistakes. [_] in a path
// stands for any name, and an element of a list is written with its brackets or
// without. The zero tree is empty.
type pathTree struct {
	children map[string]*pathTree
	isPath   bool
	// meant are the fields that one of the path could be meant for.
	meant []string
}

// add adds a path and returns its place in the tree.
func (t *pathTree) add(path []string) *pathTree {
	for _, name := range path {
		name = elementIndex(name)
		if t.children == nil {
			t.children = map[string]*pathTree{}
		}
		if t.children[name] == nil {
			t.children[name] = &pathTree{}
		}
		t = t.children[name]
	}
	t.isPath = true
	return t
}

// step returns the trees below t that a name leads to.
func (t *pathTree) step(name string) []*pathTree {
	var next []*pathTree
	if name == anyField {
		for _, child := range t.children {
			next = append(next, child)
		}
		return next
	}
	for _, name := range []string{elementIndex(name), anyField} {
		if child := t.children[name]; child != nil {
			next = append(next, child)
		}
	}
	return next
}

// at returns the trees that a path leads to.
func (t *pathTree) at(path []string) []*pathTree {
	if len(path) == 0 {
		return []*pathTree{t}
	}
	var found []*pathTree
	for _, child := range t.step(path[0]) {
		found = append(found, child.at(path[1:])...)
	}
	return found
}

// covers reports whether the path, or one of a field around it, is in the set.
func (t *pathTree) covers(path []string) bool {
	if t.isPath {
		return true
	}
	if len(path) > 0 {
		for _, child := range t.step(path[0]) {
			if child.covers(path[1:]) {
				return true
			}
		}
	}
	return false
}

// coversOutside reports whether the path of a field around path is in the set.
func (t *pathTree) coversOutside(path []string) bool {
	return len(path) > 0 && t.covers(path[:len(path)-1])
}

// hasInside reports whether the path of a field in the one at path is in the set.
func (t *pathTree) hasInside(path []string) bool {
	for _, found := range t.at(path) {
		if len(found.children) > 0 {
			return true
		}
	}
	return false
}

// elementIndex is the inverse of elementName; other names stay as they are.
func elementIndex(name string) string {
	if name == anyField || !strings.HasPrefix(name, "[") {
		return name
	}
	return strings.TrimSuffix(name[1:], "]")
}
