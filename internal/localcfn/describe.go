package localcfn

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
	"github.com/smgen/smgen/internal/template"
)

type listedInput struct{ StackName, NextToken string }

type describeStacksOutput struct {
	Stacks    []stackView `xml:"Stacks>member"`
	NextToken string      `xml:",omitempty"`
}

type stackView struct {
	StackId, StackName          string
	ChangeSetId                 string      `xml:",omitempty"`
	Description                 string      `xml:",omitempty"`
	Parameters                  []parameter `xml:"Parameters>member"`
	CreationTime                query.Time
	DeletionTime                *query.Time
	LastUpdatedTime             *query.Time
	RollbackConfiguration       nothing
	StackStatus                 string
	StackStatusReason           string `xml:",omitempty"`
	DisableRollback             bool
	NotificationARNs            []string     `xml:"NotificationARNs>member"`
	Capabilities                []string     `xml:"Capabilities>member"`
	Outputs                     []outputView `xml:"Outputs>member"`
	RoleARN                     string       `xml:",omitempty"`
	Tags                        []tag        `xml:"Tags>member"`
	EnableTerminationProtection bool
	DriftInformation            driftView
	LastOperations              []entryView `xml:"LastOperations>member"`
}

type outputView struct {
	OutputKey, OutputValue string
	Description            string `xml:",omitempty"`
	ExportName             string `xml:",omitempty"`
}

type driftView struct {
	StackDriftStatus   string
	LastCheckTimestamp *query.Time
}

type entryView struct{ OperationType, OperationId string }

func (s *Server) describeStacks(q request, in *listedInput) (any, error) {
	var out describeStacksOutput
	err := s.run.View(func(d stacks.Data) error {
		if in.StackName != "" {
			stack, err := d.Find(q.place(), in.StackName)
			if err == nil && stack == nil {
				return query.Validation("Stack with id %s does not exist", in.StackName)
			}
			if err != nil {
				return err
			}
			v := s.view(d, stack)
			if stack.Operation != nil && s.options.Faults.stale(stack.Name) {
				v.StackStatus, v.StackStatusReason = string(stack.Operation.Before), ""
			}
			out.Stacks = []stackView{v}
			return nil
		}
		after, err := untoken(in.NextToken)
		if err != nil {
			return err
		}
		return d.Stacks(q.place(), after, func(stack *stacks.Stack) bool {
			if stack.Status.Gone() {
				return true
			}
			if len(out.Stacks) == itemsPerPage {
				out.NextToken = newToken(out.Stacks[itemsPerPage-1].StackId)
				return false
			}
			out.Stacks = append(out.Stacks, s.view(d, stack))
			return true
		})
	})
	return out, err
}

// view writes a stack as DescribeStacks does.
func (s *Server) view(d stacks.Data, stack *stacks.Stack) stackView {
	v := stackView{
		StackId: stack.ID, StackName: stack.Name, ChangeSetId: stack.ChangeSet, Description: stack.Description,
		Parameters: s.parameters(d, stack.Content), CreationTime: query.Time{Time: stack.Created},
		DeletionTime: moment(stack.Deleted), LastUpdatedTime: moment(stack.Updated),
		StackStatus: string(stack.Status), StackStatusReason: stack.Reason, DisableRollback: stack.DisableRollback,
		NotificationARNs: stack.NotificationARNs, Capabilities: stack.Capabilities, RoleARN: stack.RoleARN, Tags: tags(stack.Tags),
		EnableTerminationProtection: stack.TerminationProtection,
		DriftInformation:            driftView{stack.Drift.Status, moment(stack.Drift.Checked)},
	}
	for _, o := range stack.Outputs {
		v.Outputs = append(v.Outputs, outputView{o.Key, o.Value, o.Description, o.Export})
	}
	for _, e := range stack.Past[:min(len(stack.Past), 10)] {
		v.LastOperations = append(v.LastOperations, entryView{e.Type, e.ID})
	}
	return v
}

// parameters writes parameters, without the values of those that are secret.
func (s *Server) parameters(d stacks.Data, c stacks.Content) []parameter {
	doc, err := d.Document(c)
	if err != nil || doc == nil {
		return nil
	}
	var list []parameter
	for _, key := range slices.Sorted(maps.Keys(c.Parameters)) {
		p := parameter{ParameterKey: key, ParameterValue: c.Parameters[key]}
		if noEcho, _ := template.Scalar(template.Object(doc.Parameters, key)["NoEcho"]); strings.EqualFold(noEcho, "true") {
			p.ParameterValue = "****"
		}
		list = append(list, p)
	}
	return list
}

func tags(list []stacks.Tag) []tag {
	var out []tag
	for _, t := range list {
		out = append(out, tag(t))
	}
	return out
}

// existing returns the stack of a name or an ID, also one that was deleted; the
// error is the refusal if there is none.
func existing(d stacks.Data, q request, name string) (*stacks.Stack, error) {
	stack, err := d.Find(q.place(), name)
	if err == nil && stack == nil {
		err = query.Validation("Stack [%s] does not exist", name)
	}
	return stack, err
}
