package recovery_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/recovery"
)

func TestChoose(t *testing.T) {
	for status, want := range map[string]recovery.Act{
		"REVIEW_IN_PROGRESS": recovery.Delete, "ROLLBACK_COMPLETE": recovery.Delete, "ROLLBACK_FAILED": recovery.Delete,
		"CREATE_FAILED": recovery.RollBack, "UPDATE_FAILED": recovery.RollBack,
		"UPDATE_ROLLBACK_FAILED": recovery.Continue, "UPDATE_IN_PROGRESS": recovery.Cancel,
		"": recovery.None, "CREATE_COMPLETE": recovery.None, "UPDATE_COMPLETE": recovery.None, "UPDATE_ROLLBACK_COMPLETE": recovery.None,
		"CREATE_IN_PROGRESS": recovery.None, "DELETE_FAILED": recovery.None, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": recovery.None,
		"NEVER_HEARD_OF": recovery.None,
	} {
		if got := recovery.Choose(status, "stacks/churn").Act; got != want {
			t.Errorf("%s: %q, want %q", status, got, want)
		}
	}
}

// TestChooseAll asks for every status that the SDK knows: each has a reason and says
// what happens, or what to do instead; and what is stuck and can be rolled back is.
func TestChooseAll(t *testing.T) {
	for _, s := range types.StackStatus("").Values() {
		status := string(s)
		c := recovery.Choose(status, "stacks/churn")
		if c.Why == "" || c.Does == "" || strings.ContainsAny(c.Does, "{}%") {
			t.Errorf("%s: %+v", status, c)
		}
		if c.Act == recovery.None && !strings.Contains(c.Does, "smgen ") {
			t.Errorf("%s names no next step: %s", status, c.Does)
		}
		if next := operate.StandingOf(status).Next; (next == "rollback") != (c.Act != recovery.None && c.Act != recovery.Cancel) {
			t.Errorf("%s: smgen status sends people to %q, and rollback chooses %q", status, next, c.Act)
		}
	}
}
