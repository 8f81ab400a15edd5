package localcfn

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

type describeEventsInput struct {
	StackName, ChangeSetName, OperationId string
	Filters                               struct{ FailedEvents bool }
	NextToken                             string
}

type describeEventsOutput struct {
	OperationEvents []operationEvent `xml:"OperationEvents>member"`
	NextToken       string           `xml:",omitempty"`
}

type operationEvent struct {
	EventId, StackId       string
	OperationId            string `xml:",omitempty"`
	OperationType          string `xml:",omitempty"`
	OperationStatus        string `xml:",omitempty"`
	EventType              string
	LogicalResourceId      string `xml:",omitempty"`
	PhysicalResourceId     string `xml:",omitempty"`
	ResourceType           string `xml:",omitempty"`
	Timestamp              query.Time
	ResourceStatus         string `xml:",omitempty"`
	ResourceStatusReason   string `xml:",omitempty"`
	ResourceProperties     string `xml:",omitempty"`
	ClientRequestToken     string `xml:",omitempty"`
	ValidationFailureMode  string `xml:",omitempty"`
	ValidationName         string `xml:",omitempty"`
	ValidationStatus       string `xml:",omitempty"`
	ValidationStatusReason string `xml:",omitempty"`
	ValidationPath         string `xml:",omitempty"`
}

func (s *Server) describeEvents(q request, in *describeEventsInput) (any, error) {
	var out describeEventsOutput
	err := s.run.View(func(d stacks.Data) error {
		stack, operation, err := s.eventsOf(d, q, in)
		if err != nil {
			return err
		}
		before, err := eventToken(in.NextToken)
		if err != nil {
			return err
		}
		last := uint64(0)
		return d.Events(stack, before, func(e stacks.Event) bool {
			if operation != "" && e.Operation != operation || in.Filters.FailedEvents && !failed(e) {
				return true
			}
			if len(out.OperationEvents) == itemsPerPage {
				out.NextToken = newToken(strconv.FormatUint(last, 10))
				return false
			}
			last = e.Number
			out.OperationEvents = append(out.OperationEvents, operationEventOf(stack, e))
			return true
		})
	})
	return out, err
}

// eventsOf returns the stack whose events are asked for, and the operation, empty
// for all of them.
func (s *Server) eventsOf(d stacks.Data, q request, in *describeEventsInput) (*stacks.Stack, string, error) {
	switch {
	case strings.HasPrefix(in.ChangeSetName, "arn:") || in.ChangeSetName != "" && in.StackName != "":
		stack, set, err := oneChangeSet{in.ChangeSetName, in.StackName}.find(d, q)
		if err != nil {
			return nil, "", err
		}
		return stack, set.Operation, nil
	case in.StackName != "":
		stack, err := existing(d, q, in.StackName)
		return stack, in.OperationId, err
	case in.OperationId != "":
		stack, err := s.stackOfOperation(d, q, in.OperationId)
		return stack, in.OperationId, err
	}
	return nil, "", query.Validation("One of ChangeSetName, OperationId or StackName must be specified")
}

// stackOfOperation returns the stack on which an operation was.
func (s *Server) stackOfOperation(d stacks.Data, q request, id string) (*stacks.Stack, error) {
	var found *stacks.Stack
	err := d.Stacks(q.place(), "", func(stack *stacks.Stack) bool {
		for _, e := range stack.Past {
			if e.ID == id {
				found = stack
			}
		}
		return found == nil
	})
	if err == nil && found == nil {
		err = query.Validation("Operation [%s] does not exist", id)
	}
	return found, err
}

// failed reports whether an event is one of a failure.
func failed(e stacks.Event) bool {
	return e.Validation != nil || strings.HasSuffix(e.Status, "_FAILED")
}

func operationEventOf(stack *stacks.Stack, e stacks.Event) operationEvent {
	v := operationEvent{
		EventId: e.ID, StackId: stack.ID, OperationId: e.Operation, OperationType: e.OperationOf, EventType: "PROGRESS_EVENT",
		LogicalResourceId: e.LogicalID, PhysicalResourceId: e.PhysicalID, ResourceType: e.Type, Timestamp: query.Time{Time: e.Time},
		ResourceStatus: e.Status, ResourceStatusReason: e.Reason, ResourceProperties: e.Properties, ClientRequestToken: e.Token,
	}
	switch {
	case e.Validation != nil:
		v.EventType, v.ValidationFailureMode, v.ValidationStatus = "VALIDATION_ERROR", "FAIL", "FAILED"
		v.ValidationName, v.ValidationPath, v.ValidationStatusReason = e.Validation.Name, e.Validation.Path, e.Validation.Reason
	case e.PhysicalID == stack.ID:
		v.EventType = "STACK_EVENT"
		v.OperationStatus = operationStatus(e.Status)
	case failed(e):
		v.EventType = "PROVISIONING_ERROR"
	}
	return v
}

// operationStatus says how an operation stands by the status of its stack.
func operationStatus(status string) string {
	switch {
	case strings.HasSuffix(status, "_IN_PROGRESS"):
		return "IN_PROGRESS"
	case strings.HasSuffix(status, "_FAILED") || strings.Contains(status, "ROLLBACK"):
		return "FAILED"
	}
	return "SUCCEEDED"
}
