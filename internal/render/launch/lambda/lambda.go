package lambda

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/trigger"
	"github.com/smgen/smgen/internal/spec"
)

//go:embed launcher.py
var source string

const field = "launch.lambda"

// Backend returns the backend.
func Backend() launch.Backend {
	asked := func(l spec.Launch) bool { return l.Lambda != nil }
	return launch.Backend{Kind: "lambda", Asked: asked, Rule: true, Looks: true, Render: render}
}

func render(j *launch.Job) error {
	settings, id := j.Spec.Launch.Lambda, j.FunctionID()
	checkRuntime(j, settings.Runtime)
	j.Claim("function", settings.Name, field+".name")
	role, err := addRole(j, id)
	if err != nil {
		return err
	}
	h := &hollow{job: j, variables: map[string]string{}, names: map[string]string{}}
	request := h.tree(j.Request.Document, []any{})
	checkVariables(j, len(h.variables))
	function, err := j.Shared.AddFunction(launch.Function{
		ID:          id,
		Description: "Starts the training job " + j.Prefix,
		Path:        j.At(field),
		Job:         j.Spec,
		Source:      source,
		Data:        map[string]any{"prefix": j.Prefix, "after": trigger.After(j), "overlap": j.Spec.Launch.Overlap, "request": request, "holes": h.holes},
		Environment: h.variables,
		Runtime:     settings.Runtime,
		Role:        role,
		Timeout:     int(settings.TimeoutSeconds),
		Memory:      int(settings.MemoryMB),
		Name:        settings.Name,
		Concurrency: concurrency(settings),
	})
	if err != nil {
		return err
	}
	noteOrigins(j, id)
	j.Out.Function, j.Out.FunctionName = function, j.Template.Ref(id)
	if err := addTriggers(j, id); err != nil {
		return err
	}
	queue, err := j.Shared.Queue()
	if err != nil {
		return err
	}
	return j.BoundRetries(id, queue)
}

// addTriggers starts the function with the time of the run, from which its name
// follows, or with the ID of the event: two events may come in one second.
func addTriggers(j *launch.Job, id string) error {
	timed := map[string]any{"job": j.Spec.Name, "time": spec.Text{{Run: "time"}}}
	identified := map[string]any{"job": j.Spec.Name, "time": spec.Text{{Run: "time"}}, "id": spec.Text{{Run: "id"}}}
	return trigger.Add(j, trigger.Target{
		Schedule:     trigger.Call{ARN: j.Out.Function, Input: timed},
		Rule:         trigger.Call{ARN: j.Out.Function, Input: timed},
		Event:        trigger.Call{ARN: j.Out.Function, Input: identified},
		Chains:       true,
		FunctionID:   id,
		ScheduleRole: trigger.InvokeRole(j, j.Out.Function),
	})
}

// addRole adds the function's role: to start the job's training jobs and see
// whether one runs already, write its log, and leave failed starts in the queue.
// Lambda assumes the roles of its own account's functions only, and documents no
// source condition for it.
func addRole(j *launch.Job, id string) (string, error) {
	writeLog, err := j.Shared.AddLogGroup(id, j.Spec, j.Spec.Launch.Lambda.LogRetentionDays)
	if err != nil {
		return "", err
	}
	queue, err := j.Shared.Queue()
	if err != nil {
		return "", err
	}
	policy := j.StartPolicy("sagemaker:DescribeTrainingJob")
	policy.Add(writeLog, iam.Allow("KeepFailedStarts", iam.On(queue), "sqs:SendMessage"))
	if j.Spec.Launch.Overlap == "skip" {
		policy.Add(iam.Allow("FindRunning", iam.On("*"), "sagemaker:ListTrainingJobs"))
	}
	j.Out.LaunchRole, err = j.AddRole(j.LaunchRole("Runs the launcher of", iam.Trust("lambda.amazonaws.com"), policy))
	return j.Out.LaunchRole, err
}

// checkRuntime demands a Python that CloudFormation's own list of runtimes has.
func checkRuntime(j *launch.Job, runtime string) {
	if !strings.HasPrefix(runtime, "python3") {
		j.Report(field+".runtime", "smgen's launcher is written in Python", "choose a Python runtime, or leave runtime out; for a launcher of your own: launch: custom")
		return
	}
	j.CheckRuntime(field+".runtime", runtime)
}

// manyVariables is how many references fit into a function's environment, of 4096
// bytes, if each is an ARN of some length. Nobody knows their lengths here.
const manyVariables = 40

func checkVariables(j *launch.Job, n int) {
	if n > manyVariables {
		j.Warn(field, fmt.Sprintf("the launcher gets %d references as variables, and Lambda takes 4096 bytes of variables in all", n),
			"refer to fewer values, or choose launch: stepFunctions, whose definition holds them")
	}
}

func concurrency(settings *spec.LaunchLambda) *int {
	if settings.ReservedConcurrency == nil {
		return nil
	}
	return new(int(*settings.ReservedConcurrency))
}

func noteOrigins(j *launch.Job, id string) {
	for property, name := range map[string]string{
		"Runtime": "runtime", "Timeout": "timeoutSeconds", "MemorySize": "memoryMB", "ReservedConcurrentExecutions": "reservedConcurrency", "FunctionName": "name",
	} {
		j.Origin(id, "/Properties/"+property, j.At(field+"."+name))
	}
	j.Origin(launch.LogGroupID(id), "/Properties/RetentionInDays", j.At(field+".logRetentionDays"))
	j.NoteLaunchRole(id, "/Properties/Role")
	for pointer, path := range j.Request.Pointers {
		j.Origin(id, "/Properties/Code/ZipFile#/request"+pointer, path)
	}
}
