package trace

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/iam"
)

// admission is what decides whether events.amazonaws.com may do something on
// behalf of a rule: the policy of the function or the queue.
type admission struct {
	action, resource string
	policies         []iam.Document
}

// decide asks for a rule of an account.
func (a admission) decide(account, rule string) iam.Decision {
	return iam.Decide(iam.Request{
		Action: a.action, Resource: a.resource,
		Principal: iam.Principal{"Service": {"events.amazonaws.com"}},
		Keys:      map[string][]string{"aws:SourceAccount": {account}, "aws:SourceArn": {rule}},
	}, a.policies...)
}

// proveAdmission reports a rule that is not admitted, or that rules of others are.
func (t *tracer) proveAdmission(a admission, g trigger, pointer, name, help string) {
	if a.decide(t.account(), g.rule) != iam.Allowed {
		t.report(ruleResource, pointer, fmt.Sprintf("%s does not admit the rule %s to %s", name, g.id, a.action), help)
		return
	}
	const narrow = "add the condition that aws:SourceArn is the rule's ARN"
	others := func(account string) string { return t.arn("", "events", t.region(), account, "rule/"+otherSource) }
	if a.decide(otherAccount, others(otherAccount)) == iam.Allowed {
		t.report(ruleAnyone, pointer, fmt.Sprintf("%s admits the rules of every account to %s", name, a.action), narrow)
	} else if a.decide(t.account(), others(t.account())) == iam.Allowed {
		t.report(ruleAnyone, pointer, fmt.Sprintf("%s admits every rule of the account to %s", name, a.action), narrow)
	}
}

// admitToFunction proves that a rule may invoke a function: there has to be a
// permission of the function for that rule. See "Using resource-based policies
// for Amazon EventBridge".
func (t *tracer) admitToFunction(g trigger, function, arn string) {
	a := admission{action: "lambda:InvokeFunction", resource: arn}
	pointer := below(g.at, "Arn")
	for _, id := range t.byType["AWS::Lambda::Permission"] {
		properties := t.properties(id)
		name := t.text(properties["FunctionName"])
		if name != arn && name != t.nameOf(function) {
			continue
		}
		pointer = below("/Resources", id, "Properties")
		var d iam.Document
		d.Add(t.permission(properties, arn))
		a.policies = append(a.policies, d)
	}
	t.proveAdmission(a, g, pointer, function, fmt.Sprintf("add an AWS::Lambda::Permission of %s with the principal events.amazonaws.com and the SourceArn of %s", function, g.id))
}

// permission returns the statement that a permission adds to the policy of a
// function: see AddPermission in the Lambda API reference.
func (t *tracer) permission(properties map[string]any, arn string) iam.Statement {
	s := iam.Allow("", iam.On(arn), t.text(properties["Action"]))
	s.Principal = iam.Principal{"Service": {t.text(properties["Principal"])}}
	if properties["SourceArn"] != nil {
		s = s.When(iam.ArnLike("aws:SourceArn", t.text(properties["SourceArn"])))
	}
	if properties["SourceAccount"] != nil {
		s = s.When(iam.StringEquals("aws:SourceAccount", t.text(properties["SourceAccount"])))
	}
	return s
}

// admitToQueue proves that a rule may leave in its queue what it could not
// deliver: see "Using dead-letter queues" in the EventBridge user guide.
func (t *tracer) admitToQueue(g trigger) {
	if g.queue == "" {
		return
	}
	queue, own := t.resource("AWS::SQS::Queue", g.queue)
	if !own {
		t.report(ruleUnfollowed, g.queueAt, fmt.Sprintf("the queue %s is not in the template, so that it cannot be proven that %s may send to it", g.queue, g.id),
			fmt.Sprintf("its policy has to allow sqs:SendMessage to events.amazonaws.com, under the condition that aws:SourceArn is %s", g.rule))
		return
	}
	a := admission{action: "sqs:SendMessage", resource: g.queue}
	pointer := g.queueAt
	url := t.ref(queue)
	for _, id := range t.byType["AWS::SQS::QueuePolicy"] {
		properties := t.properties(id)
		queues, _ := t.resolve(properties["Queues"]).([]any)
		if !slices.Contains(queues, url) {
			continue
		}
		pointer = at(id, "PolicyDocument")
		policy, err := iam.Parse(t.resolve(properties["PolicyDocument"]))
		if err != nil {
			t.report(ruleUnreadable, pointer, fmt.Sprintf("the policy of %s: %v", queue, err), "write the policy out as SQS takes it")
			return
		}
		a.policies = append(a.policies, policy)
	}
	t.proveAdmission(a, g, pointer, queue, fmt.Sprintf("add a statement to the queue's policy that allows sqs:SendMessage to events.amazonaws.com, under the condition that aws:SourceArn is %s", g.rule))
}
