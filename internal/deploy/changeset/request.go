package changeset

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/target"
)

// Request is what a change set is made of.
type Request struct {
	Target *target.Target
	// Current is the stack as CloudFormation has it, nil for none. A stack that is
	// new is created.
	Current *Stack
	// Template is the text to deploy, with artifacts pinned; nil for the target's.
	Template []byte
	// TemplateURL is where a template lies that is too large to be sent.
	TemplateURL string
	// By says who asks, and why, for those who meet the change set: see Author.
	By string
	// Patience is how long CloudFormation may take; 0 is 15 minutes.
	Patience time.Duration
}

// input is the call. Lists are never nil, which would leave the stack's as they are.
func (r Request) input(name string) *cloudformation.CreateChangeSetInput {
	in := &cloudformation.CreateChangeSetInput{
		ChangeSetName: aws.String(name), ClientToken: aws.String(name),
		StackName:        aws.String(r.Target.Name),
		ChangeSetType:    types.ChangeSetTypeUpdate,
		Description:      aws.String(clip(r.By, maxDescription)),
		Capabilities:     []types.Capability{types.CapabilityCapabilityNamedIam},
		NotificationARNs: append([]string{}, r.Target.Settings.Notifications...),
		Tags:             []types.Tag{},
	}
	if r.By == "" {
		in.Description = nil
	}
	for _, t := range r.Target.Tags {
		in.Tags = append(in.Tags, types.Tag{Key: aws.String(t.Key), Value: aws.String(t.Value)})
	}
	if role := r.Target.Settings.StackRole; role != "" {
		in.RoleARN = aws.String(role)
	}
	switch {
	case r.TemplateURL != "":
		in.TemplateURL = aws.String(r.TemplateURL)
	case r.Template != nil:
		in.TemplateBody = aws.String(string(r.Template))
	default:
		in.TemplateBody = aws.String(string(r.Target.Template))
	}
	failing := types.OnStackFailure(r.Target.Settings.OnFailure)
	switch {
	case r.Current.IsNew():
		in.ChangeSetType = types.ChangeSetTypeCreate
		if failing == "" {
			failing = types.OnStackFailureDelete
		}
		in.OnStackFailure = failing
	case failing == types.OnStackFailureDoNothing:
		in.OnStackFailure = failing // DELETE is for a stack that is created
	}
	return in
}

// clip cuts text off after so many bytes.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most-3], "") + "..."
}
