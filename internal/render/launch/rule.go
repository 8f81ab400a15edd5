package launch

import (
	"github.com/awslabs/goformation/v7/cloudformation/events"
	"github.com/awslabs/goformation/v7/cloudformation/lambda"

	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// Rule is an EventBridge rule with one target.
type Rule struct {
	// ID is its logical ID.
	ID string
	// Job is the job that it belongs to, nil for a rule of the stack.
	Job    *spec.Job
	Rule   *events.Rule
	Target events.Rule_Target
	// FunctionID is the logical ID of the target if it is a Lambda function of the
	// template, which rules invoke by a permission with the logical ID PermissionID.
	FunctionID, PermissionID string
}

// AddRule adds a rule with its target, what lets it call the target, and a place
// for the events that it could not deliver: the stack's dead-letter queue unless
// the target has another. It returns a token for the rule's ARN.
func (s *Shared) AddRule(r Rule) (string, error) {
	rule := s.template.GetAtt(r.ID, "Arn")
	if r.Target.DeadLetterConfig == nil {
		queue, err := s.Queue()
		if err != nil {
			return "", err
		}
		r.Target.DeadLetterConfig = &events.Rule_DeadLetterConfig{Arn: &queue}
	}
	r.Rule.Targets = []events.Rule_Target{r.Target}
	if err := s.template.Add(r.ID, r.Rule, template.Set("Tags", Tags(s.stack, r.Job))); err != nil {
		return "", err
	}
	s.allowRule(r.ID, rule, *r.Target.DeadLetterConfig.Arn)
	if r.FunctionID == "" {
		return rule, nil
	}
	return rule, s.template.Add(r.PermissionID, &lambda.Permission{
		Action:        "lambda:InvokeFunction",
		FunctionName:  s.template.GetAtt(r.FunctionID, "Arn"),
		Principal:     "events.amazonaws.com",
		SourceArn:     &rule,
		SourceAccount: &s.stack.Account,
	})
}
