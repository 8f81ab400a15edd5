package policy

import (
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// Rule is one check.
type Rule struct {
	// ID is the family and number, such as SM101.
	ID string
	// Title is the rule in a few words.
	Title    string
	Severity diag.Severity
	// Doc says what happens when the rule is broken, and why.
	Doc string
	// Good and Bad are fields of a job in CUE.
	Good, Bad string
	// Check reports what breaks the rule.
	Check func(*Pass)
}

// Input is what the rules look at.
type Input struct {
	Stack    *spec.Stack
	Requests map[string]*request.Request
	// Now is the time for rules that depend on the date.
	Now time.Time
}

// Pass is one rule on one job.
type Pass struct {
	Stack   *spec.Stack
	Job     *spec.Job
	Request *request.Request
	Now     time.Time

	rule  Rule
	diags []diag.Diagnostic
}

// Rules returns all rules in the order of their IDs.
func Rules() []Rule {
	return []Rule{
		spotWait(),
		waitWithoutSpot(),
		warmPool(),
		instanceGroups(),
		isolatedMlflow(),
		fileSystemNetwork(),
		untold(),
		neverFires(),
	}
}

// Check applies all rules to all jobs.
func Check(in Input) []diag.Diagnostic {
	var diags []diag.Diagnostic
	rules := Rules()
	for _, name := range in.Stack.JobNames() {
		if in.Requests[name] == nil {
			continue
		}
		for _, rule := range rules {
			pass := &Pass{Stack: in.Stack, Job: in.Stack.Jobs[name], Request: in.Requests[name], Now: in.Now, rule: rule}
			rule.Check(pass)
			diags = append(diags, pass.diags...)
		}
	}
	return diags
}

// Report adds a finding at a field of the spec, given by its path.
func (p *Pass) Report(path, message, help string) {
	p.diags = append(p.diags, diag.Diagnostic{
		Rule: p.rule.ID, Severity: p.rule.Severity, Pos: p.Stack.Origins.At(path).Pos, Path: path, Message: message, Help: help,
	})
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
