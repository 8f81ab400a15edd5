package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// fault is all that CUE says about one field.
type fault struct {
	// path is the field's, below stack.
	path   []string
	errors []errors.Error
	// union tells that CUE tried several alternatives, and reports on each.
	union bool
}

// faults groups errors by field, in the order of their first mention.
func (x *explainer) faults(errs []errors.Error) []*fault {
	var list []*fault
	byPath := map[string]*fault{}
	for _, e := range errs {
		path := fieldPath(e)
		if x.isElement(path) && message(e) == "field not allowed" {
			// An alternative that is no list objects to a list's elements.
			continue
		}
		key := pathKey(path)
		f := byPath[key]
		if f == nil {
			f = &fault{path: path}
			byPath[key] = f
			list = append(list, f)
		}
		if isHeader(e) {
			f.union = true
		} else {
			f.errors = append(f.errors, e)
		}
	}
	return list
}

// pathKey is a path as a key of a map.
func pathKey(path []string) string { return strings.Join(path, "\x00") }

// fieldPath returns the path of the field that an error is about, below stack.
// The schema hands the stack's defaults down to each job in hidden fields.
func fieldPath(e errors.Error) []string {
	path := slices.Clone(e.Path())
	if len(path) > 0 && path[0] == "stack" {
		path = path[1:]
	}
	if len(path) > 0 && path[0] == "#Stack" {
		// The stack is the schema's package, and not its definition.
		path = path[1:]
	}
	for i, name := range path {
		if unquoted, err := strconv.Unquote(name); err == nil {
			path[i] = unquoted
		}
	}
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == "_defaults" {
			return append([]string{"defaults"}, path[i+1:]...)
		}
	}
	return path
}

// hasFailed reports whether an expression of the user's has no value.
func (f *fault) hasFailed() bool {
	return slices.ContainsFunc(f.errors, func(e errors.Error) bool {
		wording, _ := e.Msg()
		return isUsers(position(e.Position())) && !isAboutValues(wording)
	})
}

// isElement reports whether a path is that of an element in a list that the
// user wrote.
func (x *explainer) isElement(path []string) bool {
	last := len(path) - 1
	return last >= 0 && slices.ContainsFunc(x.index.lookup(path[:last]), func(d decl) bool {
		_, ok := d.value.(*ast.ListLit)
		return ok
	})
}

// isHeader reports whether the error only counts the errors that follow.
func isHeader(e errors.Error) bool {
	format, _ := e.Msg()
	return strings.Contains(format, "errors in empty disjunction")
}

// packageMark is how CUE prints the package of a hidden field behind its name.
var packageMark = lazyregexp.New(`\(:[a-zA-Z0-9_]+\)`)

// message is what an error says, with its cause, without position and path.
func message(e errors.Error) string {
	format, args := e.Msg()
	text := packageMark().ReplaceAllString(fmt.Sprintf(format, args...), "")
	var cause errors.Error
	if errors.As(errors.Unwrap(e), &cause) {
		text += ": " + message(cause)
	}
	return text
}
