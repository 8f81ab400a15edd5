package trace

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// Finding is one thing that is wrong with a launch, or cannot be proven.
type Finding struct {
	// Rule is the ID of one of [Rules], or SM127 for an instance type that is not
	// known.
	Rule     string
	Severity diag.Severity
	// Pointer is the place in the template, in the form of
	// template.Template.Origin: a JSON Pointer, and after a # one into JSON text.
	Pointer string
	// Message says what is missing and where, on one line.
	Message string
	// Help is the next step.
	Help string
}

// Parent returns the pointer of the value that holds the one at pointer, and
// false for the whole template. Text holds the JSON that it spells. Who looks
// for the origin of a finding goes up until there is one.
func Parent(pointer string) (string, bool) {
	i := strings.LastIndexAny(pointer, "/#")
	if i < 0 {
		return "", false
	}
	return pointer[:i], true
}

// Rule is a kind of finding.
type Rule struct {
	// ID is the family and number, such as SM201.
	ID string
	// Title is the rule in a few words, as what holds where it is kept.
	Title    string
	Severity diag.Severity
	// Doc says what happens when the rule is broken, and why.
	Doc string
}

// The rules' IDs.
const (
	ruleRequest    = "SM201"
	ruleName       = "SM202"
	ruleInput      = "SM203"
	ruleTarget     = "SM204"
	ruleTrust      = "SM205"
	ruleDeputy     = "SM206"
	ruleStart      = "SM207"
	rulePassRole   = "SM208"
	ruleResource   = "SM209"
	ruleAnyone     = "SM210"
	ruleTraining   = "SM211"
	ruleUnreadable = "SM212"
	ruleOutside    = "SM213"
	ruleManaged    = "SM214"
	ruleUnfollowed = "SM215"

	// ruleMachine belongs to package policy, which applies it to the jobs of a
	// spec, and lists it.
	ruleMachine = "SM127"
)

// Rules returns the kinds of findings in the order of their IDs.
func Rules() []Rule {
	return []Rule{
		{ruleRequest, "the request that reaches SageMaker is one that it takes", diag.Error,
			"The request that reaches SageMaker in the end breaks the API's model. EventBridge and CloudFormation look at no request, so that each run would fail."},
		{ruleName, "each run has a name of its own", diag.Error,
			"The name of a training job, and of a state machine's execution, is unique in the account. A name without the run's ID works once."},
		{ruleInput, "what a trigger sends can be used by its target", diag.Error,
			"The text that a trigger sends is not what its target takes, such as broken JSON, or a start of a state machine without its ARN."},
		{ruleTarget, "a trigger that carries a request starts training jobs", diag.Error,
			"The trigger carries a request, and its target does not create training jobs."},
		{ruleTrust, "a role can be assumed by the service that acts in it", diag.Error,
			"The service that has to act in a role is not trusted by it, or under conditions that do not hold."},
		{ruleDeputy, "a role is assumed on behalf of its own account alone", diag.Warning,
			"A role that a service may assume without a condition on aws:SourceAccount can be used by another account that names it: the confused deputy. For EventBridge Scheduler, AWS documents aws:SourceArn with the schedule group, too."},
		{ruleStart, "each role may do its step of the launch", diag.Error,
			"A role on the way from the trigger to SageMaker, or of a function that hears of a job, lacks a permission that its step needs."},
		{rulePassRole, "the training role is passed to SageMaker alone", diag.Warning,
			"iam:PassRole without a condition on iam:PassedToService lets its holder hand the training role, and all that it may do, to every service."},
		{ruleResource, "functions and queues admit the rules that call them", diag.Error,
			"A rule has no role for functions and queues: a permission of the function, and a policy of the queue, must admit that rule."},
		{ruleAnyone, "functions and queues admit no other rules", diag.Warning,
			"A permission for events.amazonaws.com that names no source admits the rules of every account; one that names the account alone, every rule in it."},
		{ruleTraining, "the training role may do what the request asks for", diag.Error,
			"The container, and SageMaker on its behalf, act in the training role. What it may not do fails after the machines have started."},
		{ruleUnreadable, "policies can be read", diag.Error,
			"IAM would refuse the policy, or it is made of references that nobody can follow before deployment."},
		{ruleOutside, "roles are in the template", diag.Note,
			"What a role may do is known only where it is defined. The note lists what it must allow."},
		{ruleManaged, "the policies in the template grant what a role needs", diag.Note,
			"The policies in the template do not grant what the role needs; managed policies that are attached to it may, or parts that a condition of the template chooses."},
		{ruleUnfollowed, "a launch can be followed to its end", diag.Note,
			"The trigger's target, or its queue, is not in the template."},
	}
}

// report adds a finding, once. Message and help may hold marks.
func (t *tracer) report(rule, pointer, message, help string) {
	f := Finding{Rule: rule, Pointer: pointer, Message: t.describe(message), Help: t.describe(help)}
	for _, r := range Rules() {
		if r.ID == rule {
			f.Severity = r.Severity // of SM127 the zero value, an error
		}
	}
	if !slices.Contains(t.findings, f) {
		t.findings = append(t.findings, f)
	}
}

// below returns the JSON Pointer of a value below another.
func below(pointer string, steps ...string) string {
	var b strings.Builder
	b.WriteString(pointer)
	for _, step := range steps {
		b.WriteByte('/')
		if strings.ContainsAny(step, "~/") {
			step = strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1")
		}
		b.WriteString(step)
	}
	return b.String()
}

// at returns the JSON Pointer of a property of a resource.
func at(id string, steps ...string) string {
	return below(below("/Resources", id, "Properties"), steps...)
}

// and joins words as prose.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
