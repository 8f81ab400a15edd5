package alerts

import (
	"strconv"

	"github.com/awslabs/goformation/v7/cloudformation/events"

	"github.com/smgen/smgen/internal/render/launch"
)

// Event patterns have 2,048 characters at most. With prefixes of 26 characters
// and ARNs of 80-character names, so many fit into one, with some to spare.
const (
	prefixesPerRule = 40
	machinesPerRule = 10
)

// addRules adds the rules by which the notifier hears of the stack's jobs. What
// it could not be told is kept with the starts that failed: the dead-letter queue
// is its own to read.
func (a *alerts) addRules(function, kept string) error {
	var all, counted, machines []any
	for _, j := range a.jobs {
		name := map[string]any{"prefix": j.Prefix + "-"}
		if a.topicOf(j) != "" {
			all = append(all, name)
			if j.Out.StateMachine != "" {
				machines = append(machines, j.Out.StateMachine)
			}
		}
		if countsRuns(j) {
			counted = append(counted, name)
		}
	}
	rules := []struct {
		id      string
		values  []any
		perRule int
		pattern func(values []any) map[string]any
	}{
		{"FailureRule", all, prefixesPerRule, func(names []any) map[string]any {
			return launch.EndedPattern([]any{"Failed", "Stopped"}, names, nil)
		}},
		{"CompletionRule", counted, prefixesPerRule, func(names []any) map[string]any {
			return launch.EndedPattern([]any{"Completed"}, names, nil)
		}},
		{"ExecutionRule", machines, machinesPerRule, executionPattern},
	}
	for _, r := range rules {
		for i := 0; i*r.perRule < len(r.values); i++ {
			id := r.id
			if i > 0 {
				id += strconv.Itoa(i + 1)
			}
			values := r.values[i*r.perRule : min((i+1)*r.perRule, len(r.values))]
			if err := a.addRule(id, r.pattern(values), function, kept); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *alerts) addRule(id string, pattern map[string]any, function, kept string) error {
	a.shared.Origin(id, "", "notify")
	_, err := a.shared.AddRule(launch.Rule{
		ID: id, PermissionID: id + "Permission", FunctionID: notifierID,
		Rule:   &events.Rule{EventPattern: pattern},
		Target: events.Rule_Target{Id: "Tell", Arn: function, DeadLetterConfig: &events.Rule_DeadLetterConfig{Arn: &kept}},
	})
	return err
}

// executionPattern is the event pattern for executions that did not succeed, see
// "Step Functions Execution Status Change" in the Step Functions developer guide.
func executionPattern(machines []any) map[string]any {
	return map[string]any{
		"source":      []any{"aws.states"},
		"detail-type": []any{"Step Functions Execution Status Change"},
		"detail":      map[string]any{"status": []any{"FAILED", "TIMED_OUT", "ABORTED"}, "stateMachineArn": machines},
	}
}
