package template

import "fmt"

// JSON returns v as compact JSON text with sorted keys, to be used as a string
// in the template, or within further JSON text. Numbers keep their digits, and
// tokens stay tokens. Text that holds {{resolve: is written so that
// CloudFormation does not see a dynamic reference, while whoever decodes the
// JSON reads the same text.
//
// v is a tree of map[string]any, []any, string, json.Number, bool and nil, or
// any value that encoding/json can encode. The errors are an
// [InvalidUTF8Error] or a [TokenError] with a pointer into v, or say what
// encoding/json says.
func (t *Template) JSON(v any) (string, error) {
	w := writer{text: true, mark: t.nonce[:mark]}
	w.json(v)
	if w.err != nil {
		return "", fmt.Errorf("write JSON text: %w", w.err)
	}
	return string(w.out), nil
}
