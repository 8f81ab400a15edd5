package localcfn

import (
	"github.com/smgen/smgen/internal/localcfn/changeset"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

type describeChangeSetInput struct {
	oneChangeSet
	NextToken             string
	IncludePropertyValues bool
}

type describeChangeSetOutput struct {
	ChangeSetName, ChangeSetId, StackId, StackName string
	Description                                    string      `xml:",omitempty"`
	Parameters                                     []parameter `xml:"Parameters>member"`
	CreationTime                                   query.Time
	ExecutionStatus, Status                        string
	StatusReason                                   string   `xml:",omitempty"`
	NotificationARNs                               []string `xml:"NotificationARNs>member"`
	RollbackConfiguration                          nothing
	Capabilities                                   []string           `xml:"Capabilities>member"`
	Tags                                           []tag              `xml:"Tags>member"`
	Changes                                        []changeset.Change `xml:"Changes>member"`
	NextToken                                      string             `xml:",omitempty"`
	IncludeNestedStacks                            bool
	OnStackFailure                                 string `xml:",omitempty"`
}

// changesPerPage is how many changes a page of DescribeChangeSet holds at most; its
// size in bytes is limited, too.
const changesPerPage = 100

// bytesPerPage is that size: 1 MB.
const bytesPerPage = 1_000_000

func (s *Server) describeChangeSet(q request, in *describeChangeSetInput) (any, error) {
	var out describeChangeSetOutput
	err := s.run.View(func(d stacks.Data) error {
		stack, set, err := in.find(d, q)
		if err != nil {
			return err
		}
		out = describeChangeSetOutput{
			ChangeSetName: set.Name, ChangeSetId: set.ID, StackId: stack.ID, StackName: stack.Name,
			Description: set.Description, Parameters: s.parameters(d, set.Content), CreationTime: query.Time{Time: set.Created},
			ExecutionStatus: string(set.Execution), Status: string(set.Status), StatusReason: set.Reason,
			NotificationARNs: set.Content.NotificationARNs, Capabilities: set.Content.Capabilities, Tags: tags(set.Content.Tags),
			OnStackFailure: string(set.OnFailure),
		}
		list := set.Changes.Short
		if in.IncludePropertyValues {
			list = set.Changes.Full
		}
		out.Changes, out.NextToken, err = pageOf(list, in.NextToken, func(rest []changeset.Change) int {
			return fitting(rest, size, changesPerPage, bytesPerPage)
		})
		return err
	})
	return out, err
}

// size returns about how many bytes a change has.
func size(c changeset.Change) int {
	n := len(c.ResourceChange.BeforeContext) + len(c.ResourceChange.AfterContext) + 1000
	for _, d := range c.ResourceChange.Details {
		n += len(d.Target.BeforeValue) + len(d.Target.AfterValue) + 500
	}
	return n
}

type listChangeSetsInput struct{ StackName, NextToken string }

type listChangeSetsOutput struct {
	Summaries []changeSetSummary `xml:"Summaries>member"`
	NextToken string             `xml:",omitempty"`
}

type changeSetSummary struct {
	StackId, StackName, ChangeSetId, ChangeSetName string
	ExecutionStatus, Status                        string
	StatusReason                                   string `xml:",omitempty"`
	CreationTime                                   query.Time
	Description                                    string `xml:",omitempty"`
	IncludeNestedStacks                            bool
}

func (s *Server) listChangeSets(q request, in *listChangeSetsInput) (any, error) {
	var out listChangeSetsOutput
	err := s.run.View(func(d stacks.Data) error {
		stack, err := existing(d, q, in.StackName)
		if err != nil {
			return err
		}
		sets, err := d.ChangeSets(stack)
		if err != nil {
			return err
		}
		var list []changeSetSummary
		for _, c := range sets {
			if c.Executed() {
				continue
			}
			list = append(list, changeSetSummary{
				StackId: stack.ID, StackName: stack.Name, ChangeSetId: c.ID, ChangeSetName: c.Name,
				ExecutionStatus: string(c.Execution), Status: string(c.Status), StatusReason: c.Reason,
				CreationTime: query.Time{Time: c.Created}, Description: c.Description,
			})
		}
		out.Summaries, out.NextToken, err = page(list, in.NextToken, itemsPerPage)
		return err
	})
	return out, err
}
