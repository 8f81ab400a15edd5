package render

import (
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
)

// trainingRole adds the role that the container runs with, or takes the one
// that exists.
func (r *renderer) trainingRole(j *launch.Job) error {
	settings := j.Spec.TrainingRole
	policy := trainingPolicy(j)
	role, err := j.AddRole(launch.Role{
		ID:          j.TrainingRoleID(),
		Description: "Runs the training job " + j.Prefix,
		Settings:    settings.Role,
		Path:        "trainingRole",
		Trust:       iam.Trust("sagemaker.amazonaws.com", iam.StringEquals("aws:SourceAccount", j.Stack.Account)),
		Policy:      policy,
	})
	if err != nil {
		return err
	}
	j.TrainingRole = role
	checkPlaces(j)
	checkImages(j)
	checkTags(j)
	noteForeign(j)
	if !settings.Arn.IsZero() && len(j.Spec.Access) > 0 {
		j.Report("access", "the training role exists already, and smgen does not change it", "grant the actions to that role where it is defined, or remove trainingRole.arn")
	}
	return nil
}
