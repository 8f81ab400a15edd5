package trace_test

import (
	"testing"

	"github.com/smgen/smgen/internal/trace"
)

// TestAnyRun: whatever starts a job, its name is the same but for the run.
func TestAnyRun(t *testing.T) {
	names := map[string]bool{}
	for name, d := range goldenTemplates(t) {
		for _, l := range trace.Launches(d, placeOf(name)) {
			if text, ok := l.Request["TrainingJobName"].(string); ok {
				names[trace.AnyRun(text)] = true
			}
			for _, tag := range l.Request["Tags"].([]any) {
				if tag := tag.(map[string]any); tag["Key"] == "ScheduledTime" && trace.AnyRun(tag["Value"].(string)) != "<run time>" {
					t.Errorf("%s: the tag ScheduledTime is %v", name, tag["Value"])
				}
			}
		}
	}
	for _, want := range []string{"scheduler-launch-spot-*", "lambda-launch-spot-*", "stepfunctions-launch-spot-*", "custom-launch-spot-*"} {
		if !names[want] {
			t.Errorf("no launch is named %s", want)
		}
	}
}
