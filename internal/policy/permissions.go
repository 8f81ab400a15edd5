package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/spec"
)

func broadPermission() Rule {
	return Rule{
		ID:       "SM507",
		Title:    "roles may do what the job needs, and no more",
		Severity: diag.Warning,
		Doc: `smgen grants each role what the request needs. What comes on top is looked at here: managed policies of
AWS's that allow everything in a service or in AWS (AdministratorAccess, PowerUserAccess, those for whole professions,
and all with FullAccess in their names, AmazonSageMakerFullAccess included); access to all actions of a service, or to
every resource where a part would do; and policies among the stack's resources that allow everything on everything, or
passing any role. What a training script may do, everybody may do who can change its image or its data. A permission
of access for "*" alone, or for one action on every resource, is an error elsewhere.`,
		Good: `access: [{actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-east-1:123456789012:done"], reason: "tells the next step"}]`,
		Bad:  `access: [{actions: ["sqs:*"], resources: ["arn:aws:sqs:us-east-1:123456789012:done"], reason: "tells the next step"}]`,
		Check: func(p *Pass) {
			job := p.Job.Path()
			p.managedPolicies(p.Job.TrainingRole.ManagedPolicies, job+".trainingRole.managedPolicies")
			p.managedPolicies(p.Job.LaunchRole.ManagedPolicies, job+".launchRole.managedPolicies")
			p.access(p.Job.Access, job+".access")
			if custom := p.Job.Launch.Custom; custom != nil {
				p.access(custom.Access, job+".launch.custom.access")
			}
		},
		CheckStack: func(p *Pass) { p.resources(p.policies) },
	}
}

// professions are AWS's managed policies for whole jobs, see "AWS managed policies
// for job functions" in the IAM user guide, that change things.
var professions = [...]string{
	"AdministratorAccess", "PowerUserAccess", "DataScientist", "DatabaseAdministrator", "NetworkAdministrator", "SystemAdministrator",
}

// broadPolicy returns the name of a managed policy of AWS's that allows far more
// than one job needs, or nothing.
func broadPolicy(text string) string {
	policy, err := arn.Parse(text)
	if err != nil || policy.Service != "iam" || policy.Account != "aws" {
		return ""
	}
	name := policy.Resource[strings.LastIndexByte(policy.Resource, '/')+1:]
	if slices.Contains(professions[:], name) || strings.Contains(name, "FullAccess") {
		return name
	}
	return ""
}

func (p *Pass) managedPolicies(policies []spec.Text, path string) {
	for i, policy := range policies {
		text, literal := policy.Literal()
		if name := broadPolicy(text); literal && name != "" {
			p.Report(fmt.Sprintf("%s[%d]", path, i), fmt.Sprintf("the policy %s allows far more than one job needs", name),
				`remove it: smgen grants what the request needs; what the code needs besides is granted by access: [{actions: […], resources: ["arn:…"], reason: "…"}]`)
		}
	}
}

// access looks at the user's own permissions. Those that are errors are reported
// where they are granted.
func (p *Pass) access(list []spec.Access, path string) {
	for i, a := range list {
		for k, action := range a.Actions {
			service, name, _ := strings.Cut(action, ":")
			if name != "" && strings.Trim(name, "*") == "" && iam.CheckAction(action) == nil {
				p.Report(fmt.Sprintf("%s[%d].actions[%d]", path, i, k),
					fmt.Sprintf("%q allows all %d actions of %s; the reason given is %q", action, len(iam.ExpandWildcard(action)), service, a.Reason),
					"name the actions that the code calls")
			}
		}
		for k, resource := range a.Resources {
			if text, literal := resource.Literal(); literal && text == "*" {
				p.everyResource(fmt.Sprintf("%s[%d].resources[%d]", path, i, k), a)
			}
		}
	}
}

// everyResource reports patterns of actions that are allowed on every resource,
// of which AWS can confine some.
func (p *Pass) everyResource(path string, a spec.Access) {
	for _, action := range a.Actions {
		if strings.Trim(action, "*") == "" || !strings.ContainsAny(action, "*?") {
			continue
		}
		if confinable(action) {
			p.Report(path, fmt.Sprintf("%s is allowed on every resource; the reason given is %q", action, a.Reason),
				"name the ARNs, with wildcards where they are needed, such as arn:aws:s3:::bucket/prefix/*")
		}
	}
}
