package bootstrap

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/iam"
)

// Kind is what somebody may do with smgen.
type Kind string

// The kinds.
const (
	// Plan looks: it makes change sets and deletes them, and compares what is there
	// with templates.
	Plan Kind = "plan"
	// Deploy changes stacks.
	Deploy Kind = "deploy"
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Plan, Deploy} }

// Policy returns the policy of a kind, as one document. It can be longer than IAM
// takes for one managed policy: see [Policies].
func Policy(p Place, kind Kind) iam.Document {
	var all iam.Document
	for _, part := range Policies(p, kind) {
		all.Add(part.Document.Statements...)
	}
	return all
}

// Part is a part of a policy that is short enough for a managed policy.
type Part struct {
	// Name tells it from the others of its kind; empty for the first.
	Name     string
	What     string
	Document iam.Document
}

// Policies returns the policy of a kind in parts.
func Policies(p Place, kind Kind) []Part {
	deploys := kind == Deploy
	parts := []Part{
		{"", "What smgen itself calls to " + string(kind), own(p, deploys)},
		{"resources", "What CloudFormation calls for those who " + string(kind), throughCloudFormation(p, deploys)},
	}
	if deploys {
		parts = append(parts, Part{"roles", "What CloudFormation does to the roles of training jobs", changeRoles(p)})
	}
	return parts
}

// own are the calls that smgen makes itself.
func own(p Place, deploys bool) iam.Document {
	var d iam.Document
	stacks := iam.On(p.arn("cloudformation", "stack/*"))
	d.Add(
		// All stacks are listed in one call; events are asked for by their operation.
		iam.Allow("FindStacks", iam.On("*"), "cloudformation:DescribeEvents", "cloudformation:DescribeStackDriftDetectionStatus", "cloudformation:DescribeStacks", "cloudformation:ListExports", "cloudformation:ListStacks"),
		iam.Allow("LookAtStacks", stacks, "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResourceDrifts",
			"cloudformation:DetectStackDrift", "cloudformation:GetTemplate", "cloudformation:ListChangeSets"),
		iam.Allow("MakeChangeSets", stacks, "cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:TagResource", "cloudformation:UntagResource"),
		// Without the right to list, S3 does not say that an object is not there.
		iam.Allow("FindArtifacts", iam.On("arn:"+p.Partition+":s3:::"+p.bucket()), "s3:ListBucket"),
		iam.Allow("ReadArtifacts", iam.On(p.objects("")), "s3:GetObject", "s3:GetObjectVersion"),
		iam.Allow("WriteTemplates", iam.On(p.objects("templates/")), "s3:PutObject"),
	)
	if deploys {
		d.Add(
			iam.Allow("WriteCode", iam.On(p.objects("lambda/")), "s3:PutObject"),
			iam.Allow("FindImports", iam.On("*"), "cloudformation:ListImports"),
			iam.Allow("ChangeStacks", stacks, "cloudformation:CancelUpdateStack", "cloudformation:ContinueUpdateRollback", "cloudformation:DeleteStack", "cloudformation:DetectStackResourceDrift", "cloudformation:ExecuteChangeSet",
				"cloudformation:GetStackPolicy", "cloudformation:ListStackResources", "cloudformation:RollbackStack", "cloudformation:SetStackPolicy", "cloudformation:UpdateTerminationProtection"),
			// Not the stack that holds these policies.
			iam.Deny("NotOwnStack", iam.On(p.arn("cloudformation", "stack/"+StackName+"/*")), "cloudformation:CreateChangeSet", "cloudformation:DeleteStack", "cloudformation:ExecuteChangeSet",
				"cloudformation:SetStackPolicy", "cloudformation:UpdateTerminationProtection"),
		)
	}
	return d
}

// via holds for the calls that CloudFormation makes on behalf of whoever asked.
func via() iam.Condition {
	return iam.Condition{Operator: "ForAnyValue:StringEquals", Key: "aws:CalledVia", Values: []string{"cloudformation.amazonaws.com"}}
}

// throughCloudFormation are those calls, which are allowed in no other way. One
// statement has the actions of all services: each matches resources of its own.
func throughCloudFormation(p Place, deploys bool) iam.Document {
	var resources, read, write []string
	for _, h := range handlers() {
		resources, read, write = append(resources, h.resources(p)...), append(read, h.read...), append(write, h.write...)
	}
	var d iam.Document
	d.Add(
		iam.Allow("SeeAll", iam.On("*"), "logs:DescribeLogGroups").When(via()),
		iam.Allow("See", resources, read...).When(via()),
		iam.Allow("SeeRoles", rolesOfJobs(p), "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies").When(via()),
	)
	if deploys {
		d.Add(
			iam.Allow("ChangeAll", iam.On("*"), "lambda:CreateEventSourceMapping").When(via()),
			iam.Allow("Change", resources, write...).When(via()),
		)
	}
	return d
}

func rolesOfJobs(p Place) []string { return iam.On(p.iam("role" + RolePath + "*")) }

// changeRoles lets roles be made and changed that have the boundary. Nothing takes it
// away. Passing a role is no call, so that nothing can be asked of its way.
func changeRoles(p Place) iam.Document {
	var d iam.Document
	d.Add(
		iam.Allow("ChangeBoundedRoles", rolesOfJobs(p), "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy").
			When(via(), iam.StringEquals("iam:PermissionsBoundary", p.Boundary())),
		iam.Allow("ChangeRoles", rolesOfJobs(p), "iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription").When(via()),
		iam.Allow("PassRoles", rolesOfJobs(p), "iam:PassRole").When(iam.StringEquals("iam:PassedToService",
			"events.amazonaws.com", "lambda.amazonaws.com", "sagemaker.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com")),
	)
	return d
}

// ParseKind reads a kind.
func ParseKind(word string) (Kind, error) {
	if kind := Kind(word); slices.Contains(Kinds(), kind) {
		return kind, nil
	}
	return "", fmt.Errorf("there is no policy %q; want plan or deploy", word)
}
