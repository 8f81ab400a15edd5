package operate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/operate"
)

// TestStandingOf asks for each status that the SDK knows: none may be unknown, and
// what is in progress and what has failed must read so.
func TestStandingOf(t *testing.T) {
	for _, status := range types.StackStatus("").Values() {
		got := operate.StandingOf(string(status))
		if got.Short == "" || got.Long == "" || strings.Contains(got.Long, "does not know") {
			t.Errorf("%s reads %+v", status, got)
		}
		underWay := strings.HasSuffix(string(status), "_IN_PROGRESS") && status != types.StackStatusReviewInProgress
		if underWay != (got.Phase == operate.UnderWay) {
			t.Errorf("%s is the phase %s", status, got.Phase)
		}
		if strings.HasSuffix(string(status), "_FAILED") != (got.Phase == operate.Stuck) && status != types.StackStatusRollbackComplete {
			t.Errorf("%s is the phase %s", status, got.Phase)
		}
		if got.Phase == operate.Stuck && got.Next == "" {
			t.Errorf("%s has no next step", status)
		}
	}
	for status, want := range map[string]operate.Phase{
		"": operate.NotDeployed, "CREATE_COMPLETE": operate.Deployed, "UPDATE_ROLLBACK_COMPLETE": operate.RolledBack,
		"REVIEW_IN_PROGRESS": operate.Waiting, "ROLLBACK_COMPLETE": operate.Stuck,
		"REFACTOR_IN_PROGRESS": operate.UnderWay, "REFACTOR_COMPLETE": operate.Stuck,
	} {
		if got := operate.StandingOf(status).Phase; got != want {
			t.Errorf("%s is the phase %s, want %s", status, got, want)
		}
	}
	if got := operate.StandingOf("REFACTOR_COMPLETE").Long; !strings.Contains(got, "REFACTOR_COMPLETE") {
		t.Errorf("an unknown status is not named: %s", got)
	}
}

func TestAgo(t *testing.T) {
	now := time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC)
	for passed, want := range map[time.Duration]string{
		-time.Second:         "just now", // clocks differ
		0:                    "just now",
		59 * time.Second:     "just now",
		time.Minute:          "1 minute ago",
		119 * time.Minute:    "1 hour ago",
		2 * time.Hour:        "2 hours ago",
		72 * time.Hour:       "3 days ago",
		59 * 24 * time.Hour:  "1 month ago",
		400 * 24 * time.Hour: "1 year ago",
		800 * 24 * time.Hour: "2 years ago",
	} {
		if got := operate.Ago(now.Add(-passed), now); got != want {
			t.Errorf("%s before reads %q, want %q", passed, got, want)
		}
	}
}
