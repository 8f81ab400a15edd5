package status_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/status"
	"github.com/smgen/smgen/internal/output"
)

var now = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// stacks are one of each kind.
func stacks() []*status.Stack {
	stack := func(name, cfn string, ago time.Duration) *status.Stack {
		s := &status.Stack{
			Name: name, Account: "123456789012", Region: "us-east-1", Dir: "stacks/" + name, Owner: "ml",
			Status: cfn, Phase: operate.StandingOf(cfn).Phase, Specs: status.NotCompared, Drift: status.DriftUnknown,
		}
		if ago > 0 {
			s.Since = now.Add(-ago)
		}
		return s
	}
	churn := stack("churn", "UPDATE_COMPLETE", 72*time.Hour)
	churn.Specs, churn.Protected, churn.Drift, churn.DriftChecked = status.Same, true, status.InSync, now.Add(-24*time.Hour)
	churn.Starts = []status.Start{
		{Job: "churn-nightly", Trigger: "NightlySchedule", Kind: status.Timed, At: now.Add(2 * time.Hour), Words: "every day at 02:00"},
		{Job: "churn-weekly", Trigger: "WeeklySchedule", Kind: status.Disabled, Words: "every Monday at 02:00"},
	}
	ranking := stack("ranking", "UPDATE_ROLLBACK_COMPLETE", 90*time.Minute)
	ranking.Specs, ranking.Drift, ranking.Owner = status.Differs, status.Drifted, ""
	ranking.Starts = []status.Start{{Job: "ranking", Trigger: "R", Kind: status.OnEvent}}
	busy := stack("busy", "UPDATE_IN_PROGRESS", time.Minute)
	busy.By, busy.Starts = "arn:aws:sts::123456789012:assumed-role/ci/42", []status.Start{{Job: "busy", Kind: status.Counted, Words: "every 12 hours, counted from its first run"}}
	unknown := stack("unknown", "", 0)
	unknown.Problem, unknown.Region = "AWS says no (AccessDenied)", "eu-west-1"
	hostile := stack("hostile", "CREATE_COMPLETE", time.Second)
	hostile.Specs, hostile.Starts, hostile.Region = status.Mistaken, []status.Start{{Job: "\x1b[2J", Kind: status.Over}}, "eu-west-1"
	return []*status.Stack{
		ranking, churn, busy, unknown, hostile,
		stack("new", "", 0), stack("waits", "REVIEW_IN_PROGRESS", time.Hour), stack("stuck", "UPDATE_ROLLBACK_FAILED", time.Hour),
	}
}

func TestText(t *testing.T) {
	for by, want := range map[status.Grouping]string{
		status.ByPlace: `account 123456789012, eu-west-1
  hostile (stacks/hostile)  deployed just now  the specs have mistakes  nothing starts its jobs
  unknown (stacks/unknown)  not known                                                            AWS says no (AccessDenied)

account 123456789012, us-east-1
  busy (stacks/busy)        being updated, begun 1 minute ago                             every 12 hours, counted from its first run (busy)  by arn:aws:sts::123456789012:assumed-role/ci/42; smgen events -f stacks/busy
  churn (stacks/churn)      deployed 3 days ago                   as the specs say        next run Thu 2026-11-26 02:00 UTC (churn-nightly)  no drift 1 day ago; protected
  new (stacks/new)          not deployed
  ranking (stacks/ranking)  rolled back 1 hour ago                differs from the specs  runs on an event (ranking)                         drifted: smgen drift stacks/ranking
  stuck (stacks/stuck)      rollback failed 1 hour ago                                                                                       smgen rollback stacks/stuck
  waits (stacks/waits)      waiting for review, begun 1 hour ago                                                                             smgen rollback stacks/waits
`,
		status.ByOwner: `no owner
  ranking (stacks/ranking)  123456789012 us-east-1  rolled back 1 hour ago  differs from the specs  runs on an event (ranking)  drifted: smgen drift stacks/ranking
`,
	} {
		var out bytes.Buffer
		list := stacks()
		if by == status.ByOwner {
			list = list[:1]
		}
		if err := status.Text(&out, output.Text{}, list, by, now); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", by, diff)
		}
	}
}

func TestSummary(t *testing.T) {
	want := "8 stacks: 2 deployed, 1 rolled back, 1 under way, 1 waiting for review, 1 stuck, 1 not deployed, 1 not known; 1 not as the specs say; 1 drifted"
	if diff := cmp.Diff(want, status.Summary(stacks())); diff != "" {
		t.Error(diff)
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := status.JSON(&out, stacks()[:2]); err != nil {
		t.Fatal(err)
	}
	var got struct {
		SchemaVersion int
		Stacks        []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"name": "churn", "account": "123456789012", "region": "us-east-1", "dir": "stacks/churn", "owner": "ml",
		"phase": "deployed", "status": "UPDATE_COMPLETE", "since": "2026-11-23T00:00:00Z", "protected": true, "specs": "same",
		"starts": []any{
			map[string]any{"job": "churn-nightly", "trigger": "NightlySchedule", "kind": "time", "at": "2026-11-26T02:00:00Z", "words": "every day at 02:00"},
			map[string]any{"job": "churn-weekly", "trigger": "WeeklySchedule", "kind": "disabled", "words": "every Monday at 02:00"},
		},
		"drift": "inSync", "driftChecked": "2026-11-25T00:00:00Z",
	}
	if diff := cmp.Diff(want, got.Stacks[0]); diff != "" || got.SchemaVersion != 1 {
		t.Errorf("version %d (-want +got):\n%s", got.SchemaVersion, diff)
	}
}
