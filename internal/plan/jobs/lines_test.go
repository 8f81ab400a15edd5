package jobs_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
	"github.com/smgen/smgen/internal/template"
)

// TestTwoTriggers: what two triggers of a job send may differ.
func TestTwoTriggers(t *testing.T) {
	side := func(epochs, other, size string) *template.Document {
		request := func(epochs string) any {
			return map[string]any{"TrainingJobName": "a-<aws.scheduler.execution-id>", "HyperParameters": map[string]any{"epochs": epochs}, "ResourceConfig": map[string]any{"VolumeSizeInGB": json.Number(size)}}
		}
		d := sent(t, jobs.Scheduler, request(epochs))
		d.Resources["Weekly"] = sent(t, jobs.Scheduler, request(other)).Resources["Nightly"]
		return d
	}
	for name, test := range map[string]struct {
		other string
		want  []string
	}{
		"one differs": {"1", []string{"Modify a scheduler [Nightly Weekly]", "  hyperparameter epochs 1 → 2 @Nightly", "  volume 1 GB → 2 GB !costRelevant", "[costRelevant]"}},
		"the same":    {"2", []string{"Modify a scheduler [Nightly Weekly]", "  volume 1 GB → 2 GB !costRelevant", "  hyperparameter epochs 1 → 2", "[costRelevant]"}},
	} {
		got := summary(jobs.Compare(side("1", "1", "1"), side("2", test.other, "2"), options))
		slices.Sort(test.want)
		slices.Sort(got)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestSpot: what is not written and false are the same, and a mistake is shown.
func TestSpot(t *testing.T) {
	side := func(spot any) *template.Document {
		request := map[string]any{"TrainingJobName": "a-<aws.scheduler.execution-id>"}
		if spot != nil {
			request["EnableManagedSpotTraining"] = spot
		}
		return sent(t, jobs.Scheduler, request)
	}
	for _, test := range []struct {
		before, after any
		want          string
	}{
		{nil, false, "spot off, as before !costRelevant"},
		{false, nil, "spot off, as before !costRelevant"},
		{nil, true, "spot on !costRelevant"},
		{true, nil, "spot off !costRelevant"},
		{nil, "maybe", "spot maybe !costRelevant"},
		{false, "maybe", "spot off → maybe !costRelevant"},
	} {
		if got := strings.Join(lines(jobs.Compare(side(test.before), side(test.after), options)), "; "); got != test.want {
			t.Errorf("%v, %v: got %q, want %q", test.before, test.after, got, test.want)
		}
	}
}

// TestLongValues: a line holds a part of a long value, with what differs in it.
func TestLongValues(t *testing.T) {
	request := func(value string) any {
		return map[string]any{"TrainingJobName": "a-<aws.scheduler.execution-id>", "HyperParameters": map[string]any{"x": value}}
	}
	long := strings.Repeat("0123456789", 500)
	c := jobs.Compare(sent(t, jobs.Scheduler, request(long+"a")), sent(t, jobs.Scheduler, request(long+"b")), options)
	tail := long[len(long)-79:]
	want := []jobs.Line{{
		Text: "hyperparameter x …" + tail + "a → …" + tail + "b", Flags: []jobs.Flag{},
		Values: []jobs.Value{{Path: "HyperParameters.x", Action: plan.Modify, Before: "(text of 5001 bytes)", After: "(text of 5001 bytes)"}},
	}}
	if diff := cmp.Diff(want, c.Jobs[0].Lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
