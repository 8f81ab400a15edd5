package stepfunctions

import (
	"fmt"
	"unicode/utf8"

	sfn "github.com/awslabs/goformation/v7/cloudformation/stepfunctions"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/registration"
	"github.com/smgen/smgen/internal/render/trigger"
	"github.com/smgen/smgen/internal/spec"
)

const field = "launch.stepFunctions"

// maxDefinition is how long a definition may be, in characters: 1 MB.
const maxDefinition = 1 << 20

// Backend returns the backend.
func Backend() launch.Backend {
	asked := func(l spec.Launch) bool { return l.StepFunctions != nil }
	return launch.Backend{Kind: "stepFunctions", Asked: asked, Rule: true, Looks: true, Registers: true, Render: render}
}

func render(j *launch.Job) error {
	settings, id := j.Spec.Launch.StepFunctions, j.StateMachineID()
	j.Claim("state machine", settings.Name, field+".name")
	definition, err := machine(j)
	if err != nil {
		return err
	}
	text, err := j.Template.JSON(definition)
	if err != nil {
		return fmt.Errorf("write the state machine of job %s: %w", j.Spec.Name, err)
	}
	if n := utf8.RuneCountInString(text); n > maxDefinition {
		j.Report("request", fmt.Sprintf("the state machine has about %d characters with the request, and Step Functions allows %d", n, maxDefinition),
			"move large hyperparameters or environment values to a file in S3 that the script reads")
	}
	if j.Out.LaunchRole, err = addRole(j); err != nil {
		return err
	}
	m := &sfn.StateMachine{DefinitionString: &text, RoleArn: j.Out.LaunchRole}
	if settings.Name != "" {
		m.StateMachineName = &settings.Name
	}
	for _, tag := range launch.Tags(j.Stack, j.Spec) {
		m.Tags = append(m.Tags, sfn.StateMachine_TagsEntry{Key: tag.Key, Value: tag.Value})
	}
	noteOrigins(j, id)
	j.Out.StateMachine = j.Template.Ref(id)
	if err := j.Template.Add(id, m); err != nil {
		return err
	}
	return addTriggers(j)
}

func noteOrigins(j *launch.Job, id string) {
	j.Origin(id, "", j.At(field))
	j.Origin(id, "/Properties/StateMachineName", j.At(field+".name"))
	j.NoteLaunchRole(id, "/Properties/RoleArn")
	for pointer, path := range j.Request.Pointers {
		j.Origin(id, "/Properties/DefinitionString#/States/Train/Arguments"+pointer, path)
	}
}

// addTriggers starts an execution for each run. A schedule names it after its own
// ID: Step Functions starts one execution of a name and no second.
func addTriggers(j *launch.Job) error {
	input := map[string]any{"job": j.Spec.Name, "id": spec.Text{{Run: "id"}}, "time": spec.Text{{Run: "time"}}}
	ruled := trigger.Call{ARN: j.Out.StateMachine, Input: input}
	var ruleRole string
	return trigger.Add(j, trigger.Target{
		Schedule: trigger.Call{
			ARN: "arn:" + arn.Partition(j.Stack.Region) + ":scheduler:::aws-sdk:sfn:startExecution",
			Input: map[string]any{
				"StateMachineArn": j.Out.StateMachine,
				"Name":            spec.Text{{Run: "id"}},
				"Input":           trigger.Nested(input),
			},
		},
		Rule:   ruled,
		Event:  ruled,
		Chains: true,
		ScheduleRole: func() (string, error) {
			return trigger.SchedulerRole(j, launch.Role{
				ID: j.ID + "TriggerRole", Description: "Starts the state machine of the training job " + j.Prefix, Policy: startExecution(j),
			})
		},
		RuleRole: func() (role string, err error) {
			if ruleRole == "" {
				ruleRole, err = addRuleRole(j)
			}
			return ruleRole, err
		},
	})
}

func startExecution(j *launch.Job) iam.Document {
	var policy iam.Document
	policy.Add(iam.Allow("StartStateMachine", iam.On(j.Out.StateMachine), "states:StartExecution"))
	return policy
}

// addRuleRole adds the role with which EventBridge rules start executions. Its
// trust cannot name the rule, which names the role.
func addRuleRole(j *launch.Job) (string, error) {
	return j.AddRole(launch.Role{
		ID:          j.ID + "RuleRole",
		Description: "Starts the state machine of the training job " + j.Prefix,
		Path:        "on",
		Trust:       iam.Trust("events.amazonaws.com", iam.StringEquals("aws:SourceAccount", j.Stack.Account)),
		Policy:      startExecution(j),
	})
}

// addRole adds the role that the state machine works with: to start the job's
// training jobs, watch and stop them, and for the rule of its own by which Step
// Functions learns of their end.
func addRole(j *launch.Job) (string, error) {
	policy := j.StartPolicy("sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob", "sagemaker:ListTags")
	policy.Add(iam.Allow("WatchTraining", iam.On(j.ARN("events", "rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule")),
		"events:PutRule", "events:PutTargets", "events:DescribeRule"))
	if j.Spec.Launch.Overlap == "skip" {
		policy.Add(iam.Allow("FindRunning", iam.On("*"), "sagemaker:ListTrainingJobs"))
	}
	if j.Spec.Registration != nil {
		policy.Add(registration.Permission(j)...)
	}
	trust := iam.Trust("states.amazonaws.com", iam.StringEquals("aws:SourceAccount", j.Stack.Account))
	return j.AddRole(j.LaunchRole("Runs the state machine of", trust, policy))
}
