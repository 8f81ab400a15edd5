package stepfunctions

import (
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/registration"
)

// register makes a version in the model registry of what the job has trained.
// The client's token is the run's own, so that a call that is made again makes no
// second version.
func register(j *launch.Job) (object, error) {
	group, err := registration.Group(j)
	if err != nil {
		return nil, err
	}
	plain := registration.Arguments(j)
	registration.Container(plain)["Image"] = registration.Image(j)
	arguments, err := tree(j, plain)
	if err != nil {
		return nil, err
	}
	state := task(j, "aws-sdk:sagemaker:createModelPackage", arguments)
	filled, _ := arguments.(object)
	filled["ModelPackageGroupName"] = group
	filled["ClientToken"] = "{% $run %}"
	registration.Container(filled)["ModelDataUrl"] = "{% $states.input.ModelArtifacts.S3ModelArtifacts %}"
	state["Retry"] = []any{throttled()}
	state["End"] = true
	return state, nil
}
