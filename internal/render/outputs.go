package render

import (
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// outputs shows what the job made, and a summary of its configuration without
// environment and hyperparameters.
func outputs(j *launch.Job, kind string) error {
	summary, err := summary(j, kind)
	if err != nil {
		return err
	}
	for _, o := range []struct{ name, description, value string }{
		{"TrainingRoleArn", "Role of the container", j.TrainingRole},
		{"LaunchRoleArn", "Role that starts the training job", j.Out.LaunchRole},
		{"ScheduleArn", "Schedule", j.Out.Schedule},
		{"RuleArn", "EventBridge rule", j.Out.Rule},
		{"EventRuleArn", "EventBridge rule that waits for an event", j.Out.EventRule},
		{"FunctionArn", "Launcher", j.Out.Function},
		{"StateMachineArn", "State machine", j.Out.StateMachine},
		{"TrainingJobConfiguration", "Summary of the training job, as JSON", summary},
	} {
		if err := j.Shared.AddOutput(j.ID+o.name, o.description, o.value); err != nil {
			return err
		}
	}
	return nil
}

// summary is what the Terraform module's outputs said of a job, in one value.
func summary(j *launch.Job, kind string) (string, error) {
	d := document{j.Request.Document}
	s := map[string]any{
		"jobDefinition":         j.Spec.Name,
		"trainingJobNamePrefix": j.Prefix,
		"launch":                kind,
	}
	put := func(name string, t spec.Text) {
		if !t.IsZero() {
			s[name] = j.Text(t)
		}
	}
	put("image", d.text("AlgorithmSpecification", "TrainingImage"))
	put("algorithm", d.text("AlgorithmSpecification", "AlgorithmName"))
	put("outputPath", d.text("OutputDataConfig", "S3OutputPath"))
	put("instanceType", d.text("ResourceConfig", "InstanceType"))
	if count := d.value("ResourceConfig", "InstanceCount"); count != nil {
		s["instanceCount"] = count
	}
	if runtime := d.value("StoppingCondition", "MaxRuntimeInSeconds"); runtime != nil {
		s["maxRuntimeSeconds"] = runtime
	}
	if spot := d.value("EnableManagedSpotTraining"); spot != nil {
		s["spot"] = spot
	}
	if m := j.Stack.MlflowOf(j.Spec); m != nil {
		put("mlflowArn", m.Arn)
	}
	if r := j.Spec.Registration; r != nil {
		put("modelPackageGroup", r.ModelPackageGroup)
	}
	if sc := j.Spec.Schedule; sc != nil {
		s["schedule"] = map[string]any{"expression": sc.Expression, "timezone": sc.Zone(), "enabled": sc.Enabled, "via": sc.Via}
	}
	for name, value := range resourceNames(j) {
		if value != "" {
			s[name] = value
		}
	}
	return j.Template.JSON(s)
}

// resourceNames are the names of what the job made, and of the roles that it
// was given by ARN.
func resourceNames(j *launch.Job) map[string]string {
	names := map[string]string{
		"functionName":     j.Out.FunctionName,
		"trainingRoleName": roleName(j, j.TrainingRoleID(), j.Spec.TrainingRole.Arn),
	}
	if j.Out.LaunchRole != "" {
		names["launchRoleName"] = roleName(j, j.LaunchRoleID(), j.Spec.LaunchRole.Arn)
	}
	if j.Out.Schedule != "" {
		names["scheduleName"] = j.Template.Ref(j.ScheduleID())
	}
	if j.Out.Rule != "" {
		names["ruleName"] = j.Template.Ref(j.RuleID())
	}
	if j.Out.EventRule != "" {
		names["eventRuleName"] = j.Template.Ref(j.EventRuleID())
	}
	return names
}

// roleName is the name of the role with a logical ID, or of one that exists.
// Nobody knows the name in an ARN that is a reference.
func roleName(j *launch.Job, id string, existing spec.Text) string {
	if existing.IsZero() {
		return j.Template.Ref(id)
	}
	text, _ := existing.Literal()
	return text[strings.LastIndexByte(text, '/')+1:]
}
