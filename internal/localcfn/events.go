package localcfn

import (
	"strconv"
	"time"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

type describeStackEventsOutput struct {
	StackEvents []eventView `xml:"StackEvents>member"`
	NextToken   string      `xml:",omitempty"`
}

type eventView struct {
	StackId, EventId, StackName string
	OperationId                 string `xml:",omitempty"`
	LogicalResourceId           string
	PhysicalResourceId          string
	ResourceType                string
	Timestamp                   query.Time
	ResourceStatus              string
	ResourceStatusReason        string `xml:",omitempty"`
	ResourceProperties          string `xml:",omitempty"`
	ClientRequestToken          string `xml:",omitempty"`
}

func (s *Server) describeStackEvents(q request, in *listedInput) (any, error) {
	var out describeStackEventsOutput
	err := s.run.View(func(d stacks.Data) error {
		stack, err := existing(d, q, in.StackName)
		if err != nil {
			return err
		}
		before, err := eventToken(in.NextToken)
		if err != nil {
			return err
		}
		last := uint64(0)
		return d.Events(stack, before, func(e stacks.Event) bool {
			if e.Validation != nil {
				return true
			}
			if len(out.StackEvents) == itemsPerPage {
				out.NextToken = newToken(strconv.FormatUint(last, 10))
				return false
			}
			last = e.Number
			out.StackEvents = append(out.StackEvents, eventView{
				StackId: stack.ID, EventId: e.ID, StackName: stack.Name, OperationId: e.Operation,
				LogicalResourceId: e.LogicalID, PhysicalResourceId: e.PhysicalID, ResourceType: e.Type, Timestamp: query.Time{Time: e.Time},
				ResourceStatus: e.Status, ResourceStatusReason: e.Reason, ResourceProperties: e.Properties, ClientRequestToken: e.Token,
			})
			return true
		})
	})
	return out, err
}

// eventToken returns the number of the event after which a page begins, 0 for the
// first page.
func eventToken(token string) (uint64, error) {
	text, err := untoken(token)
	if err != nil || text == "" {
		return 0, err
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, badToken()
	}
	return n, nil
}

// moment writes a time that may not be there.
func moment(t time.Time) *query.Time {
	if t.IsZero() {
		return nil
	}
	return &query.Time{Time: t}
}
