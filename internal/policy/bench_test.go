package policy_test

import (
	"testing"

	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spectest"
)

// BenchmarkCheck is the cost of all rules on one job; compiling a stack takes
// milliseconds.
func BenchmarkCheck(b *testing.B) {
	for _, expression := range []string{"cron(0 2 * * ? *)", "cron(30 4 ? * MON *)", "cron(0 2 1 * ? *)", "cron(0/15 * * * ? *)", "rate(1 day)"} {
		stack := spectest.Load(b, spectest.Complete(`schedule: {expression: "`+expression+`", timezone: "Europe/Berlin"}`))
		r, _ := request.Build(stack, stack.Jobs["train"], request.Names{})
		in := policy.Input{Stack: stack, Requests: map[string]*request.Request{"train": r}, Now: now}
		b.Run(expression, func(b *testing.B) {
			for b.Loop() {
				policy.Check(in)
			}
		})
	}
}
