package model

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing that SageMaker would refuse in a document.
type Problem struct {
	// Pointer is the JSON Pointer (RFC 6901) of the value, such as
	// /InputDataConfig/0/ChannelName; for a missing member that of the structure
	// that lacks it; "" for the document itself.
	Pointer string
	// Member is the path of the member in the model, as [Shape.Walk] gives it:
	// InputDataConfig[].ChannelName. A missing or unknown member is named too.
	Member string
	// Message says what was given and what is wanted, on one line.
	Message string
	// Help is the next step, empty if Message says it already.
	Help string
	// Unlisted marks an instance type that has the form of one and is not in the
	// model's list: misspelled, or newer than the model, so that SageMaker may take
	// it after all.
	Unlisted bool
}

// Symbolic marks a value that only CloudFormation knows, when it deploys: all of
// a string, or a string with such parts. It stands for any string, or for a list
// of strings. What can be said of it is how long it is at least, in characters.
type Symbolic interface{ LeastLength() int }

// segment is a step from a value to one below it.
type segment struct {
	parent *Shape
	name   string // of a member, or a map's key
	index  int    // in a list
}

// place is the way from the document to a value.
type place []segment

// pointer returns the place as a JSON Pointer.
func (p place) pointer() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteByte('/')
		if s.parent.Type == List {
			b.WriteString(strconv.Itoa(s.index))
		} else {
			b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(s.name))
		}
	}
	return b.String()
}

// path returns the place as a path of the model.
func (p place) path() string {
	path := ""
	for _, s := range p {
		switch s.parent.Type {
		case List:
			path += "[]"
		case Map:
			path += "{}"
		default:
			path = join(path, s.name)
		}
	}
	return path
}

// optional reports whether the value at p may be left out.
func (p place) optional() bool {
	if len(p) == 0 {
		return false
	}
	last := p[len(p)-1]
	return last.parent.Type == Structure && !slices.Contains(last.parent.Required, last.name)
}

// comparePointers orders JSON Pointers as a reader meets them: parents first, and
// list elements by number.
func comparePointers(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "/"), strings.Split(b, "/"), func(x, y string) int {
		switch nx, ny := isIndex(x), isIndex(y); {
		case nx && ny:
			return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
		case nx:
			return -1
		case ny:
			return 1
		default:
			return cmp.Compare(x, y)
		}
	})
}

func isIndex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
