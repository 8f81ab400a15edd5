package execute

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/plan"
)

// SwitchedByHand looks at those schedules and rules that a deployment modifies, and
// says of each whose State is not what was last deployed what the deployment would
// do to it: CloudFormation writes all properties again. What AWS does not tell is
// said, too. The changes are those of the change set of a stack that exists.
func SwitchedByHand(ctx context.Context, c *session.Clients, stack string, changes []plan.Change) ([]string, error) {
	var found, ids []string
	for _, change := range changes {
		if hasState(change.ResourceChange) {
			ids = append(ids, change.ResourceChange.LogicalResourceId)
		}
	}
	for i, id := range ids {
		out, err := c.CloudFormation.DetectStackResourceDrift(ctx, &cloudformation.DetectStackResourceDriftInput{
			StackName: &stack, LogicalResourceId: aws.String(id),
		})
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case session.IsExpired(err):
			return nil, session.Explain(err)
		case err != nil:
			// The others would be refused alike, and each after as long.
			return append(found, fmt.Sprintf("whether %s was switched on or off by hand cannot be told: %s", strings.Join(ids[i:], ", "), session.Reason(err))), nil
		}
		if text := switched(out.StackResourceDrift); text != "" {
			found = append(found, id+" "+text)
		}
	}
	return found, nil
}

// MayBeSwitched reports whether SwitchedByHand has anything to look at.
func MayBeSwitched(changes []plan.Change) bool {
	return slices.ContainsFunc(changes, func(c plan.Change) bool { return hasState(c.ResourceChange) })
}

func hasState(r plan.ResourceChange) bool {
	return r.Action == plan.Modify && (r.ResourceType == "AWS::Scheduler::Schedule" || r.ResourceType == "AWS::Events::Rule")
}

// switched says how the State of a resource differs from what was deployed, or why
// that is not known; empty if it does not.
func switched(d *types.StackResourceDrift) string {
	switch d.StackResourceDriftStatus {
	case types.StackResourceDriftStatusInSync:
		return ""
	case types.StackResourceDriftStatusDeleted:
		return "was deleted by hand"
	case types.StackResourceDriftStatusModified:
		for _, p := range d.PropertyDifferences {
			if aws.ToString(p.PropertyPath) == "/State" {
				return fmt.Sprintf("is %s, and was deployed %s", word(p.ActualValue), word(p.ExpectedValue))
			}
		}
		return ""
	}
	text := "may have been switched on or off by hand, which AWS cannot tell"
	if reason := aws.ToString(d.DriftStatusReason); reason != "" {
		text += ": " + reason
	}
	return text
}

// word is a value of State. A schedule's or a rule's that was not deployed with one
// is enabled.
func word(value *string) string {
	if text := strings.ToLower(strings.Trim(aws.ToString(value), `"`)); text != "" && text != "null" {
		return text
	}
	return "enabled"
}
