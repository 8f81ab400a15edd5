package launch

import (
	"fmt"

	awsiam "github.com/awslabs/goformation/v7/cloudformation/iam"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// Role describes a role to be created.
type Role struct {
	// ID is its logical ID.
	ID string
	// Description says what it is for, in a sentence.
	Description string
	// Settings are the user's, at Path in the spec.
	Settings spec.Role
	Path     string
	Trust    iam.Document
	Policy   iam.Document
}

// LaunchRole describes the role that starts the job, with the user's settings. It
// says what the role does to the job, such as "Starts".
func (j *Job) LaunchRole(does string, trust, policy iam.Document) Role {
	return Role{
		ID: j.LaunchRoleID(), Description: does + " the training job " + j.Prefix,
		Settings: j.Spec.LaunchRole, Path: "launchRole", Trust: trust, Policy: policy,
	}
}

// maxManagedPolicies is how many policies can be attached to one role, unless
// the account's quota was raised.
const maxManagedPolicies = 10

// AddRole adds a role to the job's template and returns a token for its ARN.
// With an existing role in the settings it adds nothing and returns that.
func (j *Job) AddRole(r Role) (string, error) {
	if !r.Settings.Arn.IsZero() {
		if r.Settings.Name != "" || len(r.Settings.ManagedPolicies) > 0 {
			j.report(diag.Error, r.Path, "the role exists already, and smgen does not change it", "remove name and managedPolicies, or remove arn to have a role created")
		}
		j.checkRoleARN(r)
		return j.Text(r.Settings.Arn), nil
	}
	j.checkPolicies(r)
	j.Claim("role", r.Settings.Name, r.Path+".name")
	if n := len(r.Settings.ManagedPolicies); n > maxManagedPolicies {
		j.report(diag.Error, r.Path+".managedPolicies", fmt.Sprintf("%d policies are attached, and IAM allows %d", n, maxManagedPolicies), "attach fewer, or grant the actions with access")
	}
	role := newRole(j.Stack, j.Spec, r)
	for _, policy := range r.Settings.ManagedPolicies {
		role.ManagedPolicyArns = append(role.ManagedPolicyArns, j.Text(policy))
	}
	if r.Settings.Name != "" {
		role.RoleName = &r.Settings.Name
		j.Origin(r.ID, "/Properties/RoleName", j.At(r.Path+".name"))
	}
	j.Origin(r.ID, "", j.Spec.Path())
	return j.Shared.addRole(r.ID, role)
}

// AddRole adds a role that no job has settings for.
func (s *Shared) AddRole(r Role) (string, error) {
	return s.addRole(r.ID, newRole(s.stack, nil, r))
}

// addRole adds a role with what the stack says of all its roles.
func (s *Shared) addRole(id string, role *awsiam.Role) (string, error) {
	if s.stack.RolePath != "" {
		role.Path = &s.stack.RolePath
		s.Origin(id, "/Properties/Path", "rolePath")
	}
	if !s.stack.PermissionsBoundary.IsZero() {
		role.PermissionsBoundary = new(Text(s.template, s.stack.PermissionsBoundary))
		s.Origin(id, "/Properties/PermissionsBoundary", "permissionsBoundary")
	}
	return s.template.GetAtt(id, "Arn"), s.template.Add(id, role)
}

func newRole(stack *spec.Stack, job *spec.Job, r Role) *awsiam.Role {
	role := &awsiam.Role{
		AssumeRolePolicyDocument: r.Trust,
		Description:              &r.Description,
		Tags:                     Tags(stack, job),
	}
	if len(r.Policy.Statements) > 0 {
		role.Policies = []awsiam.Role_Policy{{PolicyName: "smgen", PolicyDocument: r.Policy}}
	}
	return role
}

// StartPolicy is what a role needs to start the job's training jobs, and no
// others: their names start with the job's prefix, and the only role that it
// may pass is the job's, to SageMaker alone.
func (j *Job) StartPolicy(actions ...string) iam.Document {
	var d iam.Document
	if plans := j.trainingPlans(); len(plans) > 0 {
		d.Add(iam.Allow("UseTrainingPlan", append(plans, j.ARN("sagemaker", "reserved-capacity/*")), "sagemaker:CreateTrainingJob"))
	}
	d.Add(
		iam.Allow("StartTraining", iam.On(j.TrainingJobs()), append([]string{"sagemaker:CreateTrainingJob", "sagemaker:AddTags"}, actions...)...),
		iam.Allow("PassTrainingRole", iam.On(j.TrainingRole), "iam:PassRole").
			When(iam.StringEquals("iam:PassedToService", "sagemaker.amazonaws.com")),
	)
	return d
}

// trainingPlans are the ARNs of the plans that the request names: whoever starts
// the job needs them, and the capacity behind them, whose IDs are AWS's.
func (j *Job) trainingPlans() []string {
	var plans []string
	add := func(value any) {
		if plan := spec.AsText(value); !plan.IsZero() {
			plans = append(plans, j.Text(plan))
		}
	}
	add(j.Request.Value("ResourceConfig", "TrainingPlanArn"))
	preferences, _ := j.Request.Value("ResourceConfig", "InstancePreferences").([]any)
	for _, preference := range preferences {
		own, _ := request.Member(preference, "TrainingPlanArns").([]any)
		for _, plan := range own {
			add(plan)
		}
	}
	return plans
}
