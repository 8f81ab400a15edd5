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
	arguments := registration.Arguments(j, object{
		"Image":        registration.Image(j),
		"ModelDataUrl": expression("{% $states.input.ModelArtifacts.S3ModelArtifacts %}"),
	})
	arguments["ModelPackageGroupName"] = group
	arguments["ClientToken"] = expression("{% $run %}")
	filled, err := tree(j, arguments)
	if err != nil {
		return nil, err
	}
	state := task(j, "aws-sdk:sagemaker:createModelPackage", filled)
	state["Retry"] = []any{throttled()}
	state["End"] = true
	return state, nil
}
