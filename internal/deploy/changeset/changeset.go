package changeset

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/plan"
)

// ChangeSet is what CloudFormation says that executing it would do.
type ChangeSet struct {
	// ID and StackID are the ARNs of the change set and of its stack.
	ID, Name, StackID, StackName string
	// New says that the stack has yet to be created.
	New bool
	// Empty says that nothing would change. An empty change set is deleted already.
	// One without Changes that is not empty changes something else, such as an
	// output, or phantoms alone.
	Empty bool
	// Changes are AWS's answer without phantoms, the most dangerous first, with
	// secrets concealed.
	Changes []plan.Change
	// Folded is how many phantoms there were: details, and resources without any
	// other.
	Folded int

	// changes are as Changes, with all values, and in AWS's own division.
	changes []plan.ResourceChange
}

// reference is the change set's ARN, or its name as long as that is not known.
func (cs *ChangeSet) reference() string {
	if cs.ID != "" {
		return cs.ID
	}
	return cs.Name
}

// stackReference is what goes beside the change set's name; an ARN says it all.
func (cs *ChangeSet) stackReference() *string {
	if cs.ID != "" {
		return nil
	}
	return aws.String(cs.StackName)
}

// read reads all pages.
func (cs *ChangeSet) read(ctx context.Context, c *session.Clients, page *cloudformation.DescribeChangeSetOutput, r Request) error {
	var all []observed
	for {
		for _, change := range page.Changes {
			if change.ResourceChange != nil {
				all = append(all, observe(*change.ResourceChange))
			}
		}
		if aws.ToString(page.NextToken) == "" {
			break
		}
		var err error
		page, err = c.CloudFormation.DescribeChangeSet(ctx, cs.page(page.NextToken))
		if err != nil {
			return cs.unread(err)
		}
	}
	real, folded := fold(all)
	cs.Folded = folded
	cs.Changes = []plan.Change{}
	for _, o := range real {
		cs.changes = append(cs.changes, o.ResourceChange)
		answer := plan.Answer(o.ResourceChange, o.contexts, plan.Options{Conceal: r.Target.Conceals})
		cs.Changes = append(cs.Changes, plan.Change{Type: "Resource", ResourceChange: answer})
	}
	pinned := 0
	cs.Changes, pinned = withoutPins(cs.Changes, r.Target)
	cs.Folded += pinned
	plan.Sort(cs.Changes)
	return nil
}

// observed is a change as CloudFormation gives it, nothing concealed.
type observed struct {
	plan.ResourceChange
	contexts plan.Contexts
	// gone says that it was nothing but phantoms.
	gone bool
}

func observe(r types.ResourceChange) observed {
	o := observed{
		ResourceChange: plan.ResourceChange{
			Action: plan.Action(r.Action), LogicalResourceId: aws.ToString(r.LogicalResourceId), ResourceType: aws.ToString(r.ResourceType),
			PolicyAction: string(r.PolicyAction), Scope: []string{}, Details: []plan.Detail{},
		},
		contexts: plan.Contexts{Before: aws.ToString(r.BeforeContext), After: aws.ToString(r.AfterContext)},
	}
	if r.Action == types.ChangeActionModify {
		// With property values, CloudFormation says True of some that are added.
		o.Replacement = plan.Replacement(r.Replacement)
	}
	for _, s := range r.Scope {
		o.Scope = append(o.Scope, string(s))
	}
	for _, d := range r.Details {
		o.Details = append(o.Details, detailOf(d))
	}
	return o
}

func detailOf(d types.ResourceChangeDetail) plan.Detail {
	out := plan.Detail{Evaluation: string(d.Evaluation), ChangeSource: string(d.ChangeSource), CausingEntity: aws.ToString(d.CausingEntity)}
	if t := d.Target; t != nil {
		out.Target = plan.Target{
			Attribute: string(t.Attribute), Name: aws.ToString(t.Name), Path: aws.ToString(t.Path),
			RequiresRecreation: string(t.RequiresRecreation), AttributeChangeType: string(t.AttributeChangeType),
			BeforeValue: aws.ToString(t.BeforeValue), AfterValue: aws.ToString(t.AfterValue),
		}
	}
	return out
}
