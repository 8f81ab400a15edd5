package source

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	cueerrors "cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// walker writes a concrete CUE value as JSON and notes where each scalar came
// from, both in one pass, since walking CUE values is what costs.
type walker struct {
	json    []byte
	origins spec.Origins
}

// value appends v, the value at path.
func (w *walker) value(v cue.Value, path string) error {
	v, _ = v.Default()
	switch v.Kind() {
	case cue.BottomKind:
		return &walkError{path, v.Err()}
	case cue.StructKind:
		return w.object(v, path)
	case cue.ListKind:
		return w.array(v, path)
	case cue.StringKind:
		s, err := v.String()
		if err != nil {
			return err
		}
		w.scalar(quote(s), v, path)
	case cue.BoolKind:
		b, err := v.Bool()
		if err != nil {
			return err
		}
		w.scalar(strconv.AppendBool(nil, b), v, path)
	case cue.BytesKind:
		return &walkError{path, cueerrors.Newf(v.Pos(), "got bytes, want a text: write it in double quotes")}
	default:
		text, err := v.MarshalJSON()
		if err != nil {
			return err
		}
		w.scalar(text, v, path)
	}
	return nil
}

// walkError is a value that only the walk finds to be none, such as a struct
// that holds itself.
type walkError struct {
	path string
	err  error
}

func (e *walkError) Error() string {
	if e.err == nil {
		return "the value is not concrete"
	}
	cause := cueerrors.Errors(e.err)[0]
	if path := fieldPath(cause); len(path) > 0 {
		return message(cause) + ": " + strings.Join(path, ".") + " contains itself or has no end"
	}
	return message(cause)
}

// place is where CUE sees the error, or else where the field stands.
func (e *walkError) place(origins spec.Origins) diag.Position {
	if e.err != nil {
		for _, pos := range userPositions(cueerrors.Errors(e.err)[0]) {
			return pos
		}
	}
	return origins.At(e.path).Pos
}

func (w *walker) object(v cue.Value, path string) error {
	fields, err := v.Fields()
	if err != nil {
		return err
	}
	w.json = append(w.json, '{')
	for i := 0; fields.Next(); i++ {
		if i > 0 {
			w.json = append(w.json, ',')
		}
		name := fields.Selector().Unquoted()
		w.json = append(append(w.json, quote(name)...), ':')
		if err := w.value(fields.Value(), spec.Join(path, name)); err != nil {
			return err
		}
	}
	w.json = append(w.json, '}')
	return nil
}

func (w *walker) array(v cue.Value, path string) error {
	elements, err := v.List()
	if err != nil {
		return err
	}
	w.json = append(w.json, '[')
	for i := 0; elements.Next(); i++ {
		if i > 0 {
			w.json = append(w.json, ',')
		}
		if err := w.value(elements.Value(), fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	w.json = append(w.json, ']')
	return nil
}

func (w *walker) scalar(text []byte, v cue.Value, path string) {
	w.json = append(w.json, text...)
	w.origins[path] = spec.Origin{Pos: position(v.Pos())}
}

// quote returns the JSON form of a string. Most need no escapes.
func quote(s string) []byte {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
		return append(append(append(make([]byte, 0, len(s)+2), '"'), s...), '"')
	}
	// A string always has a JSON form.
	text, _ := json.Marshal(s)
	return text
}
