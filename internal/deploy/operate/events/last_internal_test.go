package events

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// TestLast reads events, the oldest first as they happened, from words: resource
// status operation, where the stack is S and an operation may be missing.
func TestLast(t *testing.T) {
	for name, test := range map[string]struct {
		events []string
		want   int
		whole  bool
	}{
		"none":                 {nil, 0, false},
		"the first":            {[]string{"S CREATE_IN_PROGRESS", "A CREATE_IN_PROGRESS", "A CREATE_COMPLETE", "S CREATE_COMPLETE"}, 4, true},
		"an update":            {[]string{"S CREATE_IN_PROGRESS", "S CREATE_COMPLETE", "S UPDATE_IN_PROGRESS", "A UPDATE_COMPLETE", "S UPDATE_COMPLETE"}, 3, true},
		"with its rollback":    {[]string{"S CREATE_COMPLETE", "S UPDATE_IN_PROGRESS", "A UPDATE_FAILED", "S UPDATE_ROLLBACK_IN_PROGRESS", "S UPDATE_ROLLBACK_COMPLETE"}, 4, true},
		"a rollback by hand":   {[]string{"S UPDATE_IN_PROGRESS", "S UPDATE_ROLLBACK_FAILED", "S UPDATE_ROLLBACK_IN_PROGRESS - User Initiated", "S UPDATE_ROLLBACK_COMPLETE"}, 2, true},
		"by operation":         {[]string{"S UPDATE_IN_PROGRESS 1", "S UPDATE_COMPLETE 1", "S UPDATE_IN_PROGRESS 2", "S UPDATE_ROLLBACK_IN_PROGRESS 2", "S UPDATE_ROLLBACK_COMPLETE 2"}, 3, true},
		"creation and removal": {[]string{"S CREATE_IN_PROGRESS 1", "S CREATE_FAILED 1", "S DELETE_IN_PROGRESS 1", "S DELETE_COMPLETE 1"}, 4, false},
		"of a page":            {[]string{"A UPDATE_IN_PROGRESS", "A UPDATE_COMPLETE"}, 2, false},
		"a nested stack":       {[]string{"S CREATE_IN_PROGRESS", "N CREATE_IN_PROGRESS", "N CREATE_COMPLETE"}, 3, true},
	} {
		var events []types.StackEvent
		for _, words := range test.events {
			fields := strings.SplitN(words, " ", 4)
			e := types.StackEvent{StackId: aws.String("S"), PhysicalResourceId: &fields[0], ResourceStatus: types.ResourceStatus(fields[1])}
			if len(fields) > 2 && fields[2] != "-" {
				e.OperationId = &fields[2]
			}
			if len(fields) > 3 {
				e.ResourceStatusReason = &fields[3]
			}
			events = append(events, e)
		}
		slices.Reverse(events)
		if n, whole := last(events); n != test.want || whole != test.whole {
			t.Errorf("%s: %d events, whole %v; want %d, %v", name, n, whole, test.want, test.whole)
		}
	}
}
