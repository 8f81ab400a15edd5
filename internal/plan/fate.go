package plan

import "github.com/smgen/smgen/internal/template"

// fate is what happens to one resource.
type fate struct {
	id       string
	action   Action // empty if nothing changes
	typeName string
	// old and new are the resource before and after, if it exists.
	old, new template.Resource
	details  []detail
	// replacement is False for what is not modified.
	replacement replacement
}

// detail is a difference of a resource, and why it changes.
type detail struct {
	Detail
	difference difference
}

// replacement is ordered: of several the highest counts.
type replacement int

const (
	inPlace replacement = iota
	mayReplace
	replaces
)

// word returns CloudFormation's word.
func (r replacement) word() Replacement {
	return [...]Replacement{ReplacementFalse, ReplacementConditional, ReplacementTrue}[r]
}

// retyped reports whether the resource gets another type, which CloudFormation
// refuses: nothing else about it matters.
func (f *fate) retyped() bool { return f.action == Modify && f.old.Type != f.new.Type }
