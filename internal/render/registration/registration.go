package registration

import (
	_ "embed"

	"github.com/awslabs/goformation/v7/cloudformation/events"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
)

//go:embed registrar.py
var source string

// timeout is the registrar's, in seconds.
const timeout = 60

// Add adds a rule for the completed runs of a job, and the registrar.
func Add(j *launch.Job) error {
	id := j.ID + "Registrar"
	group, err := Group(j)
	if err != nil {
		return err
	}
	environment := map[string]string{"MODEL_PACKAGE_GROUP": group}
	container := map[string]any{}
	image := Image(j)
	if text, literal := image.Literal(); literal {
		container["Image"] = text
	} else {
		environment["IMAGE"] = j.Text(image)
	}
	role, err := addRole(j, id)
	if err != nil {
		return err
	}
	function, err := j.Shared.AddFunction(launch.Function{
		ID:          id,
		Description: "Registers the models of the training job " + j.Prefix,
		Path:        j.At(field),
		Job:         j.Spec,
		Source:      source,
		Data:        map[string]any{"prefix": j.Prefix, "package": Arguments(j, container)},
		Environment: environment,
		Role:        role,
		Timeout:     timeout,
		Memory:      256,
	})
	if err != nil {
		return err
	}
	queue, err := j.Shared.Queue()
	if err != nil {
		return err
	}
	if err := j.Shared.AddRetries(id, j.At(field), 0, queue); err != nil {
		return err
	}
	return addRule(j, id, function)
}

// addRule adds the rule for completed runs. The role in the pattern tells them
// from those of another job whose prefix starts with this one's.
func addRule(j *launch.Job, id, function string) error {
	_, err := j.Shared.AddRule(launch.Rule{
		ID: j.ID + "RegistrationRule", PermissionID: j.ID + "RegistrationPermission", FunctionID: id, Job: j.Spec,
		Rule: &events.Rule{EventPattern: launch.EndedPattern([]any{"Completed"}, []any{map[string]any{"prefix": j.Prefix + "-"}}, []any{j.TrainingRole})},
		Target: events.Rule_Target{
			Id: "Register", Arn: function,
			InputTransformer: &events.Rule_InputTransformer{
				InputPathsMap: map[string]string{"name": "$.detail.TrainingJobName"},
				InputTemplate: `{"name":"<name>"}`,
			},
		},
	})
	j.Origin(j.ID+"RegistrationRule", "", j.At(field))
	return err
}

func addRole(j *launch.Job, id string) (string, error) {
	writeLog, err := j.Shared.AddLogGroup(id, j.Spec, j.Shared.LogDays())
	if err != nil {
		return "", err
	}
	queue, err := j.Shared.Queue()
	if err != nil {
		return "", err
	}
	var policy iam.Document
	policy.Add(iam.Allow("SeeTraining", iam.On(j.TrainingJobs()), "sagemaker:DescribeTrainingJob"))
	policy.Add(Permission(j)...)
	policy.Add(writeLog, iam.Allow("KeepFailures", iam.On(queue), "sqs:SendMessage"))
	return j.Shared.AddRole(launch.Role{
		ID:          j.ID + "RegistrationRole",
		Description: "Registers the models of the training job " + j.Prefix,
		Trust:       iam.Trust("lambda.amazonaws.com"),
		Policy:      policy,
	})
}
