package sides

import (
	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/review"
)

// Compiled is a stack that was compiled, nil if it has mistakes.
func Compiled(r *compile.Result) *review.Side {
	if r.Template == nil {
		return nil
	}
	s := &review.Side{
		Identity: review.Identity{Name: r.Stack.StackName(), Account: r.Stack.Account, Region: r.Stack.Region},
		Dir:      r.Dir, Owner: r.Stack.Owner, Environment: r.Stack.Environment,
		Text: r.Template, Origins: r.Origins, Files: r.Stack.Files,
	}
	if r.Stack.Sensitive != nil {
		s.Sensitive = r.Stack.Sensitive.Marks
	}
	return s
}
