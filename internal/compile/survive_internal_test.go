package compile

import (
	"strings"
	"testing"
)

// TestSurvive turns a panic into a finding about the stack. A loader that is nil
// stands in for a mistake in smgen.
func TestSurvive(t *testing.T) {
	o := &Options{}
	r, err := o.survive(nil, "stacks/churn")
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Diags) != 1 || r.Dir != "stacks/churn" || r.Diags[0].Pos.File != "stacks/churn/stack.cue" || !strings.HasPrefix(r.Diags[0].Message, "smgen failed on this stack: ") {
		t.Errorf("result %+v, want one finding at stacks/churn/stack.cue", r)
	}
}
