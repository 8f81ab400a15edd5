package events

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/progress"
)

// Operation is the last one of a stack.
type Operation struct {
	// Events are its events, oldest first.
	Events []progress.Event
	// Before is the mark in front of them.
	Before execute.Mark
}

// Last returns the last operation of a stack that CloudFormation has.
func Last(ctx context.Context, s *operate.Stack) (*Operation, error) {
	var found []types.StackEvent
	pages := cloudformation.NewDescribeStackEventsPaginator(s.Clients.CloudFormation, &cloudformation.DescribeStackEventsInput{StackName: &s.Live.ID})
	n, whole := 0, false
	for !whole && pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the events of %s: %w", s.Path(), session.Explain(err))
		}
		found = append(found, page.StackEvents...)
		n, whole = last(found)
	}
	o := &Operation{}
	if n < len(found) {
		o.Before = execute.MarkAt(aws.ToString(found[n].EventId))
	}
	for _, e := range slices.Backward(found[:n]) {
		o.Events = append(o.Events, eventOf(s, e))
	}
	return o, nil
}

// last returns how many of a stack's events, the newest first, belong to its last
// operation, and whether that is known: otherwise all do so far.
func last(events []types.StackEvent) (n int, whole bool) {
	for i, e := range events {
		if i > 0 && isOther(events[0], e) {
			return i, true
		}
		if operationOf(events[0]) == "" && begins(e) {
			return i + 1, true
		}
	}
	return len(events), false
}

// operationOf is what the events of one operation have in common; empty where
// CloudFormation does not say.
func operationOf(e types.StackEvent) string {
	if id := aws.ToString(e.OperationId); id != "" {
		return id
	}
	return aws.ToString(e.ClientRequestToken)
}

func isOther(a, b types.StackEvent) bool {
	return operationOf(a) != "" && operationOf(a) != operationOf(b)
}

// begins reports whether an event is the first of an operation. A rollback that
// somebody asked for is one, a rollback after a failure is not.
func begins(e types.StackEvent) bool {
	if aws.ToString(e.PhysicalResourceId) != aws.ToString(e.StackId) {
		return false
	}
	switch e.ResourceStatus {
	case "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS", "REVIEW_IN_PROGRESS":
		return true
	}
	return strings.HasSuffix(string(e.ResourceStatus), "_IN_PROGRESS") && strings.EqualFold(aws.ToString(e.ResourceStatusReason), "User Initiated")
}

func eventOf(s *operate.Stack, e types.StackEvent) progress.Event {
	p := about(s)
	p.Kind, p.Time = progress.Resource, aws.ToTime(e.Timestamp)
	p.Resource, p.Type = aws.ToString(e.LogicalResourceId), aws.ToString(e.ResourceType)
	p.Status, p.Reason = string(e.ResourceStatus), aws.ToString(e.ResourceStatusReason)
	return p
}

// about is an event about the stack.
func about(s *operate.Stack) progress.Event {
	return progress.Event{Stack: s.Name, Account: s.Account, Region: s.Region, Dir: s.Dir}
}
