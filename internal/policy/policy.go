package policy

import (
	"strings"
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/timetable"
)

// Rule is one check.
type Rule struct {
	// ID is the family and number, such as SM101.
	ID string
	// Title is the rule in a few words, as what holds where it is kept.
	Title    string
	Severity diag.Severity
	// Waivable marks an error that may be waived, because smgen can be wrong
	// about it. Warnings and notes can be waived in any case.
	Waivable bool
	// Doc says what happens when the rule is broken, and why.
	Doc string
	// Good and Bad are fields in CUE: of a job, or of a stack if OfStack is set.
	Good, Bad string
	OfStack   bool
	// Check reports what breaks the rule in one job, and CheckStack in a stack as
	// a whole. A rule without either is found broken elsewhere.
	Check, CheckStack func(*Pass)

	// acrossStacks marks a rule whose findings depend on which stacks are looked at
	// together.
	acrossStacks bool
}

// IsWaivable reports whether findings of the rule can be waived where nobody
// says otherwise.
func (r Rule) IsWaivable() bool {
	return (r.Waivable || r.Severity != diag.Error) && !strings.HasPrefix(r.ID, familyOfWaivers)
}

// Input is what the rules look at.
type Input struct {
	Stack    *spec.Stack
	Requests map[string]*request.Request
	// Now is the time for rules that depend on the date.
	Now time.Time
}

// Pass is one rule on one job, or on a stack as a whole, and what was found so far.
type Pass struct {
	Input
	// Job and Request are nil for a stack as a whole.
	Job     *spec.Job
	Request *request.Request

	rule  *Rule
	diags []diag.Diagnostic
	// times reads the job's schedule, once for all rules.
	times func() *timetable.Timetable
}

// Check applies all rules to a stack and its jobs. Jobs without a request, which
// have mistakes that say more, are left out.
func Check(in Input) []diag.Diagnostic {
	p, rules := &Pass{Input: in}, known().list
	for _, name := range in.Stack.JobNames() {
		if in.Requests[name] == nil {
			continue
		}
		p.Job, p.Request, p.times = in.Stack.Jobs[name], in.Requests[name], readOnce(in.Stack.Jobs[name])
		for i := range rules {
			p.apply(&rules[i], rules[i].Check)
		}
	}
	p.Job, p.Request, p.times = nil, nil, nil
	for i := range rules {
		p.apply(&rules[i], rules[i].CheckStack)
	}
	return p.diags
}

// apply makes the pass one of a rule, which may have no such check.
func (p *Pass) apply(rule *Rule, check func(*Pass)) {
	if check != nil {
		p.rule = rule
		check(p)
	}
}

// Report adds a finding at a field of the spec, given by its path.
func (p *Pass) Report(path, message, help string) {
	p.diags = append(p.diags, p.rule.finding(p.Stack, path, message, help))
}

// finding is one of the rule at a field of the spec.
func (r Rule) finding(stack *spec.Stack, path, message, help string) diag.Diagnostic {
	return diag.Diagnostic{Rule: r.ID, Severity: r.Severity, Pos: stack.Origins.At(path).Pos, Path: path, Message: message, Help: help}
}

// member returns the value at a path of the request's members, and the field
// of the spec that it came from.
func (p *Pass) member(members ...string) (value any, path string) {
	pointer := ""
	value = p.Request.Document
	for _, name := range members {
		object, ok := value.(map[string]any)
		if !ok || object[name] == nil {
			return nil, p.Request.Path(pointer)
		}
		value = object[name]
		pointer += "/" + name
	}
	return value, p.Request.Path(pointer)
}
