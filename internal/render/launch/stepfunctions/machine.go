package stepfunctions

import (
	"fmt"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/trigger"
	"github.com/smgen/smgen/internal/spec"
)

// object is a JSON object of the Amazon States Language.
type object = map[string]any

// machine returns the definition of the state machine of a job.
func machine(j *launch.Job) (object, error) {
	train, err := train(j)
	if err != nil {
		return nil, err
	}
	next := "Train"
	states := object{"Train": train, "StartedBefore": startedBefore()}
	if j.Spec.Launch.Overlap == "skip" {
		next = "ListRunning"
		states["ListRunning"], states["IsRunning"], states["Skipped"] = listRunning(j), isRunning(), skipped()
	}
	if retries := j.Spec.Launch.StepFunctions.CapacityRetries; retries > 0 {
		waitForCapacity(train, states, retries, next)
	}
	if j.Spec.Registration != nil {
		delete(train, "End")
		train["Next"] = "Register"
		if states["Register"], err = register(j); err != nil {
			return nil, err
		}
	}
	if after := trigger.After(j); after != "" {
		states["IsFollowed"], states["Foreign"] = isFollowed(after, next)
		next = "IsFollowed"
	}
	states["Begin"] = begin(j, next)
	return object{
		"Comment":       "Runs the training job " + j.Prefix + " and waits for its end",
		"QueryLanguage": "JSONata",
		"StartAt":       "Begin",
		"States":        states,
	}, nil
}

// begin notes what the run is: from the trigger's input, or from the execution
// itself where somebody starts one by hand. The name that the training job's
// ends in is another for each attempt; the ID stays.
func begin(j *launch.Job, next string) object {
	id := "$states.input.id"
	if after := trigger.After(j); after != "" {
		// The input's ID is then the name of the job that this one comes after.
		id = fmt.Sprintf("$substringAfter(%s, %q)", id, after)
	}
	id = "{% $exists($states.input.id) ? " + id + " : $states.context.Execution.Name %}"
	return object{
		"Type": "Pass",
		"Assign": object{
			"id":      id,
			"run":     id,
			"time":    "{% $exists($states.input.time) ? $states.input.time : $states.context.Execution.StartTime %}",
			"attempt": 0,
		},
		"Next": next,
	}
}

// isFollowed leaves out runs of jobs whose names only start like that of the job
// to wait for: what follows the prefix is no run's ID.
func isFollowed(after, next string) (choice, foreign object) {
	choice = object{
		"Type": "Choice",
		"Choices": []any{object{
			"Condition": fmt.Sprintf("{%% $exists($states.input.id) and $contains($states.input.id, /^%s/) and $not($contains($id, /^(%s)$/)) %%}", after, launch.RunID),
			"Next":      "Foreign",
		}},
		"Default": next,
	}
	return choice, object{"Type": "Succeed", "Output": object{"Skipped": "{% $states.input.id %}"}}
}

// startedBefore ends an execution whose training job another one has started, and
// waits for: the same event, delivered twice.
func startedBefore() object {
	return object{"Type": "Succeed", "Output": object{"StartedBefore": "{% $run %}"}}
}

func task(j *launch.Job, action string, arguments any) object {
	return object{
		"Type":      "Task",
		"Resource":  "arn:" + arn.Partition(j.Stack.Region) + ":states:::" + action,
		"Arguments": arguments,
	}
}

// throttled retries a call that SageMaker had no time for. What SageMaker's model
// does not list, throttling among it, Step Functions has under a general name,
// another one for each kind of integration; there is no list of them.
func throttled() object {
	return object{
		"ErrorEquals":     []any{"ThrottlingException", "SageMaker.AmazonSageMakerException", "SageMaker.SageMakerException"},
		"IntervalSeconds": 10, "BackoffRate": 2, "MaxAttempts": 6, "MaxDelaySeconds": 300, "JitterStrategy": "FULL",
	}
}

// full retries a start for which the account's quota had no room.
func full() object {
	return object{
		"ErrorEquals":     []any{"SageMaker.ResourceLimitExceededException"},
		"IntervalSeconds": 300, "BackoffRate": 2, "MaxAttempts": 5, "MaxDelaySeconds": 3600, "JitterStrategy": "FULL",
	}
}

// train starts the job and waits for its end.
func train(j *launch.Job) (object, error) {
	arguments, err := tree(j, j.Request.Document)
	if err != nil {
		return nil, fmt.Errorf("write the request of job %s: %w", j.Spec.Name, err)
	}
	request, _ := arguments.(object)
	if name, ok := j.Request.Document["TrainingJobName"].(spec.Text); ok {
		if request["TrainingJobName"], err = text(j, name, "run"); err != nil {
			return nil, err
		}
	}
	state := task(j, "sagemaker:createTrainingJob.sync", request)
	state["Retry"] = []any{full(), throttled()}
	state["Catch"] = []any{object{"ErrorEquals": []any{"SageMaker.ResourceInUseException", "SageMaker.ResourceInUse"}, "Next": "StartedBefore"}}
	state["End"] = true
	return state, nil
}

// waitForCapacity adds the states that start a job again that found no machines,
// which SageMaker gives CapacityError as the reason of. They wait longer each
// time, and give each attempt a name of its own: that of the failed one is taken.
func waitForCapacity(train, states object, retries int64, next string) {
	catch, _ := train["Catch"].([]any)
	train["Catch"] = append(catch, object{
		"ErrorEquals": []any{"States.TaskFailed"},
		"Assign":      object{"failure": "{% $states.errorOutput %}"},
		"Next":        "IsCapacity",
	})
	states["IsCapacity"] = object{
		"Type": "Choice",
		"Choices": []any{object{
			// The cause is the job's description as JSON, which may be cut off at its end.
			"Condition": fmt.Sprintf(`{%% $attempt < %d and $contains($string($failure.Cause), /"FailureReason" *: *"CapacityError/) %%}`, retries),
			"Next":      "WaitForCapacity",
		}},
		"Default": "Failed",
	}
	states["WaitForCapacity"] = object{
		"Type":    "Wait",
		"Seconds": "{% $min([300 * $power(2, $attempt), 86400]) %}",
		"Assign": object{
			"attempt": "{% $attempt + 1 %}",
			"run":     "{% $substring($id, 0, 34) & \"-\" & $string($attempt + 1) %}",
		},
		"Next": next,
	}
	states["Failed"] = object{
		"Type":  "Fail",
		"Error": "{% $failure.Error %}",
		// More than 32,768 characters are no cause to Step Functions.
		"Cause": "{% $substring($string($failure.Cause), 0, 30000) %}",
	}
}
