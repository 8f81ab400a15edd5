package template

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// DynamicReferenceError reports text that holds a literal {{resolve: where
// CloudFormation would replace it, and offers no way to escape it.
type DynamicReferenceError struct {
	// Pointer is the JSON pointer of the text in the template, such as
	// /Resources/Launcher/Properties/Description.
	Pointer string
}

// Error says what the user may do instead.
func (e *DynamicReferenceError) Error() string {
	return place(e.Pointer) + `text holds "{{resolve:", which CloudFormation would replace by a parameter's value: ` +
		"remove it, or refer to the parameter with an ssm reference"
}

// IntrinsicKeyError reports a map whose key CloudFormation takes for the name
// of an intrinsic function. There is no escape for it outside of JSON text. A
// map with further keys is refused as well: CloudFormation documents no
// meaning for it, and the tools that read templates disagree about it.
type IntrinsicKeyError struct {
	// Pointer is the JSON pointer of the map.
	Pointer string
	// Key is the offending key, such as Ref or Fn::Sub.
	Key string
}

// Error says what the user may do instead.
func (e *IntrinsicKeyError) Error() string {
	return fmt.Sprintf("%skey %q is the name of a CloudFormation function here: choose another key", place(e.Pointer), e.Key)
}

// InvalidUTF8Error reports text that JSON cannot hold.
type InvalidUTF8Error struct {
	// Pointer is the JSON pointer of the text, or of the map with the key.
	Pointer string
}

// Error names the place.
func (e *InvalidUTF8Error) Error() string {
	return place(e.Pointer) + "text is not valid UTF-8: encode bytes as base64"
}

// TokenError reports a token in a place where CloudFormation allows no
// intrinsic. It is a mistake in the code that built the template.
type TokenError struct {
	// Pointer is the JSON pointer of the text, or of the map with the key.
	Pointer string
	// Problem is what is wrong there, and what would be right.
	Problem string
}

// Error names the place and the problem.
func (e *TokenError) Error() string { return place(e.Pointer) + e.Problem }

// DepthError reports a value that is nested too deep to be meant.
type DepthError struct {
	// Max is the number of levels that are allowed.
	Max int
}

// Error says how deep is too deep.
func (e *DepthError) Error() string {
	return fmt.Sprintf("nested deeper than %d levels: flatten it", e.Max)
}

// TakenError reports a second resource or output of one name.
type TakenError struct {
	// Kind is resource or output.
	Kind string
	// Name is the resource's logical ID or the output's name.
	Name string
}

// Error says what to do instead.
func (e *TakenError) Error() string {
	other := map[string]string{"resource": "logical ID", "output": "name"}[e.Kind]
	return fmt.Sprintf("add %s %s: the template has one already: choose another %s", e.Kind, e.Name, other)
}

// place starts a message with its place, unless that is the root.
func place(pointer string) string {
	if pointer == "" {
		return ""
	}
	return pointer + ": "
}

func keyToken(at path) *TokenError {
	return &TokenError{at.String(), "a reference cannot be a map key: use it as a value"}
}

// finding is an error and the place by which findings are ordered.
type finding struct {
	pointer string
	err     error
}

// join returns all findings as one error in the order of their places, nil if
// there is none. The order in which maps are walked must not show.
func join(findings []finding) error {
	slices.SortStableFunc(findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.pointer, b.pointer), cmp.Compare(a.err.Error(), b.err.Error()))
	})
	var errs []error
	for _, f := range findings {
		errs = append(errs, f.err)
	}
	return errors.Join(errs...)
}
