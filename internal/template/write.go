package template

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// writer appends a tree as text: what treeOf and readJSON return, or values
// that encoding/json can turn into that.
type writer struct {
	out  []byte
	keys []string // those of the maps at hand, innermost last
	path path     // of the value at hand
	err  error    // the first
	// text leaves out white space, and writes {{resolve: so that only who
	// decodes the JSON sees it: JSON text within a template.
	text bool
	// mark is what tokens start with, to find those in keys. Only JSON text is
	// written with tokens in it.
	mark string
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// json writes a tree as JSON.
func (w *writer) json(v any) {
	switch v := v.(type) {
	case map[string]any:
		w.out = append(w.out, '{')
		first, keys := w.sorted(v)
		for i, key := range keys {
			w.element(i)
			w.key(key)
			w.out = append(w.out, ':')
			if !w.text {
				w.out = append(w.out, ' ')
			}
			w.jsonAt(key, v[key])
		}
		w.keys = w.keys[:first]
		w.closing(len(v), '}')
	case []any:
		w.out = append(w.out, '[')
		for i, item := range v {
			w.element(i)
			w.jsonAt(strconv.Itoa(i), item)
		}
		w.closing(len(v), ']')
	default:
		w.scalar(v)
	}
}

func (w *writer) jsonAt(step string, v any) {
	if w.enter(step) {
		w.json(v)
	}
	w.path.leave()
}

// enter moves down to a value, or fails if that is deeper than any template
// that was read, with what encoding adds to it: in Go data that holds itself.
func (w *writer) enter(step string) bool {
	w.path.enter(step)
	if len(w.path) > 2*maxDepth {
		w.fail(&DepthError{2 * maxDepth})
		return false
	}
	return true
}

// sorted returns the keys of a map in order, and where in w.keys they start:
// one slice serves all maps.
func (w *writer) sorted(m map[string]any) (first int, keys []string) {
	first = len(w.keys)
	for key := range m {
		w.keys = append(w.keys, key)
	}
	keys = w.keys[first:]
	slices.Sort(keys)
	return first, keys
}

func (w *writer) key(key string) {
	if w.mark != "" && strings.Contains(key, w.mark) {
		// Also because the order of keys would depend on chance.
		w.fail(keyToken(w.path))
	}
	w.quoted(key)
}

func (w *writer) element(i int) {
	if i > 0 {
		w.out = append(w.out, ',')
	}
	if !w.text {
		w.newline(len(w.path) + 1)
	}
}

func (w *writer) closing(length int, bracket byte) {
	if length > 0 && !w.text {
		w.newline(len(w.path))
	}
	w.out = append(w.out, bracket)
}

func (w *writer) newline(indent int) {
	const spaces = "                                                "
	w.out = append(w.out, '\n')
	for n := 2 * indent; n > 0; n -= len(spaces) {
		w.out = append(w.out, spaces[:min(n, len(spaces))]...)
	}
}

func (w *writer) scalar(v any) {
	switch v := v.(type) {
	case string:
		w.quoted(v)
	case json.Number:
		w.number(string(v))
	case bool:
		w.out = strconv.AppendBool(w.out, v)
	case nil:
		w.out = append(w.out, "null"...)
	default:
		tree, err := treeOf(v)
		if err != nil {
			w.fail(fmt.Errorf("%sencode value: %w", place(w.path.String()), err))
			return
		}
		w.json(tree)
	}
}
