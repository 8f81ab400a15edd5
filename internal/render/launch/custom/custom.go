package custom

import (
	"github.com/awslabs/goformation/v7/cloudformation/lambda"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/trigger"
	"github.com/smgen/smgen/internal/spec"
)

// Backend returns the backend.
func Backend() launch.Backend {
	asked := func(l spec.Launch) bool { return l.Custom != nil }
	return launch.Backend{Kind: "custom", Asked: asked, Rule: true, Render: render}
}

func render(j *launch.Job) error {
	c := &launcher{Job: j, settings: j.Spec.Launch.Custom, id: j.FunctionID()}
	asset, err := c.code()
	if err != nil {
		return err
	}
	role, err := c.addRole()
	if err != nil {
		return err
	}
	if err := c.addFunction(asset, role); err != nil {
		return err
	}
	at := "/request"
	call := trigger.Call{
		ARN: j.Out.Function,
		Input: map[string]any{
			"job":           j.Spec.Name,
			"scheduledTime": spec.Text{{Run: "time"}},
			"request":       j.Request.Document,
		},
		Request: &at,
	}
	err = trigger.Add(j, trigger.Target{Schedule: call, Rule: call, Event: call, FunctionID: c.id, ScheduleRole: trigger.InvokeRole(j, j.Out.Function)})
	if err != nil || c.Out.EventAge == 0 {
		return err
	}
	return c.BoundRetries(c.id, "")
}

// launcher is one custom launcher while it is rendered.
type launcher struct {
	*launch.Job
	settings *spec.LaunchCustom
	id       string
}

const field = "launch.custom"

// addRole adds the function's role: to start the job's training jobs, write its
// log, read its secrets, leave what failed in the queue, and what the user
// grants besides. Lambda assumes the roles of its own account's functions only,
// and documents no source condition for it.
func (c *launcher) addRole() (string, error) {
	queue, err := c.Shared.Queue()
	if err != nil {
		return "", err
	}
	writeLog, err := c.Shared.AddLogGroup(c.id, c.Spec, c.settings.LogRetentionDays)
	if err != nil {
		return "", err
	}
	c.Origin(launch.LogGroupID(c.id), "", c.At(field))
	c.Origin(launch.LogGroupID(c.id), "/Properties/RetentionInDays", c.At(field+".logRetentionDays"))
	policy := c.StartPolicy("sagemaker:DescribeTrainingJob")
	policy.Add(
		writeLog,
		iam.Allow("KeepFailedStarts", iam.On(queue), "sqs:SendMessage"),
	)
	var secrets []string
	for _, name := range spec.SortedKeys(c.settings.Secrets) {
		secrets = append(secrets, c.Text(c.settings.Secrets[name]))
	}
	if len(secrets) > 0 {
		policy.Add(iam.Allow("ReadSecrets", secrets, "secretsmanager:GetSecretValue"))
	}
	c.Grant(&policy, c.settings.Access, field+".access")
	if !c.Spec.LaunchRole.Arn.IsZero() && len(c.settings.Access) > 0 {
		c.Report(field+".access", "the launch role exists already, and smgen does not change it",
			"grant the actions to that role where it is defined, or remove launchRole.arn")
	}
	c.Out.LaunchRole, err = c.AddRole(c.LaunchRole("Runs the launcher of", iam.Trust("lambda.amazonaws.com"), policy))
	return c.Out.LaunchRole, err
}

func (c *launcher) addFunction(asset launch.Asset, role string) error {
	queue, err := c.Shared.Queue()
	if err != nil {
		return err
	}
	s := c.settings
	f := &lambda.Function{
		Description:      new("Starts the training job " + c.Prefix),
		Role:             role,
		Handler:          &s.Handler,
		Runtime:          &s.Runtime,
		Timeout:          new(int(s.TimeoutSeconds)),
		MemorySize:       new(int(s.MemoryMB)),
		Code:             &lambda.Function_Code{S3Bucket: new(Bucket(c.Job)), S3Key: new(asset.Key())},
		LoggingConfig:    &lambda.Function_LoggingConfig{LogGroup: new(c.Template.Ref(launch.LogGroupID(c.id)))},
		DeadLetterConfig: &lambda.Function_DeadLetterConfig{TargetArn: &queue},
		Tags:             launch.Tags(c.Stack, c.Spec),
	}
	if s.Architecture != "" {
		f.Architectures = []string{s.Architecture}
	}
	if s.Name != "" {
		f.FunctionName = &s.Name
		c.Claim("function", s.Name, field+".name")
		c.Origin(c.id, "/Properties/FunctionName", c.At(field+".name"))
	}
	if variables := c.variables(); len(variables) > 0 {
		f.Environment = &lambda.Function_Environment{Variables: variables}
	}
	c.Origin(c.id, "", c.At(field))
	for property, name := range map[string]string{
		"Handler": "handler", "Runtime": "runtime", "Timeout": "timeoutSeconds", "MemorySize": "memoryMB", "Code": "code", "Architectures": "architecture",
	} {
		c.Origin(c.id, "/Properties/"+property, c.At(field+"."+name))
	}
	c.NoteLaunchRole(c.id, "/Properties/Role")
	c.Out.Function = c.Template.GetAtt(c.id, "Arn")
	c.Out.FunctionName = c.Template.Ref(c.id)
	return c.Template.Add(c.id, f)
}
