package policy_test

import (
	"fmt"
	"testing"

	"github.com/smgen/smgen/internal/spectest"
)

func TestBroadPermissions(t *testing.T) {
	access := func(actions, resources string) string {
		return spectest.Complete(fmt.Sprintf(`access: [{actions: [%s], resources: [%s], reason: "the ticket"}]`, actions, resources))
	}
	attached := func(role, policy string) string {
		return spectest.Complete(role + `: managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess", ` + policy + `]`)
	}
	const queue = `"arn:aws:sqs:us-east-1:123456789012:a"`
	expects(t, map[string][]string{
		access(`"sqs:*"`, queue):             {`SM507 warning jobs.train.access[0].actions[0]: "sqs:*" allows all 20 actions of sqs; the reason given is "the ticket"`},
		access(`"s3:Get*"`, `"*"`):           {`SM507 warning jobs.train.access[0].resources[0]: s3:Get* is allowed on every resource; the reason given is "the ticket"`},
		access(`"s3:Get*"`, `{import: "a"}`): nil,
		access(`"sqs:Send*"`, queue):         nil,
		access(`"ec2:DescribeVpcs"`, `"*"`):  nil,
		// Errors elsewhere.
		access(`"*"`, `"*"`):            nil,
		access(`"s3:GetObject"`, `"*"`): nil,
		access(`"nosuch:*"`, queue):     nil,
		spectest.Complete(`launch: custom: {code: "a", handler: "a.b", access: [{actions: ["sqs:*"], resources: [` + queue + `], reason: "r"}]}`): {
			`SM507 warning jobs.train.launch.custom.access[0].actions[0]: "sqs:*" allows all 20 actions of sqs; the reason given is "r"`},

		attached("trainingRole", `"arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"`): {
			"SM507 warning jobs.train.trainingRole.managedPolicies[1]: the policy AmazonSageMakerFullAccess allows far more than one job needs"},
		attached("launchRole", `"arn:aws-cn:iam::aws:policy/job-function/SystemAdministrator"`): {
			"SM507 warning jobs.train.launchRole.managedPolicies[1]: the policy SystemAdministrator allows far more than one job needs"},
		attached("trainingRole", `"arn:aws:iam::123456789012:policy/OurFullAccess"`): nil,
		attached("trainingRole", `{import: "AdministratorAccess"}`):                  nil,
		spectest.Complete("") + `stack: defaults: managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"]`: {
			"SM507 warning jobs.train.trainingRole.managedPolicies[0]: the policy AdministratorAccess allows far more than one job needs"},
	}, "SM507")
}

// TestBroadPolicies reads the policies among the stack's own resources.
func TestBroadPolicies(t *testing.T) {
	statement := func(statement string) string {
		return spectest.Complete("") + `stack: resources: P: {Type: "AWS::IAM::Policy", Properties: {PolicyName: "p", Roles: ["r"], PolicyDocument: {Version: "2012-10-17", Statement: [` + statement + `]}}}`
	}
	const at = "SM507 warning resources.P.Properties.PolicyDocument.Statement[0]: "
	expects(t, map[string][]string{
		statement(`{Effect: "Allow", Action: "*", Resource: "*"}`):                          {at + "the statement allows every action on every resource"},
		statement(`{Effect: "Allow", Action: ["s3:GetObject", "*"], Resource: ["a", "*"]}`): {at + "the statement allows every action on every resource"},
		statement(`{Effect: "Allow", NotAction: "iam:*", Resource: "*"}`):                   {at + "the statement allows all actions but a few on every resource"},
		statement(`{Effect: "Allow", Action: "iam:PassRole", Resource: "*", Condition: StringEquals: "iam:PassedToService": "sagemaker.amazonaws.com"}`): {
			at + `"iam:PassRole" on every resource lets its holder pass any role of the account to a service, and act through it`},
		statement(`{Effect: "Allow", Action: "iam:Pass*", NotResource: "arn:aws:iam::123456789012:role/a"}`): {
			at + `"iam:Pass*" on every resource lets its holder pass any role of the account to a service, and act through it`},
		statement(`{Effect: "Allow", Action: "sqs:*", Resource: "*"}`):                                                                 {at + `"sqs:*" allows all 20 actions of sqs on every resource`},
		statement(`{Effect: "Deny", Action: "*", Resource: "*"}`):                                                                      nil,
		statement(`{Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/a"}`):                           nil,
		statement(`{Effect: "Allow", Action: "*", Resource: Ref: "A"}`):                                                                nil,
		statement(`{Effect: "Allow", Action: "sqs:*", Resource: "*", Condition: StringEquals: "aws:ResourceAccount": "123456789012"}`): nil,
		statement(`{Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*"}`):                                             nil,
		statement(`{"Fn::If": ["A", {}, {}]}`):                                                                                         nil,
		spectest.Complete("") + `stack: resources: R: {Type: "AWS::IAM::Role", Properties: {AssumeRolePolicyDocument: {}, ManagedPolicyArns: [{Ref: "A"}, "arn:aws:iam::aws:policy/PowerUserAccess"], Policies: [{PolicyName: "p", PolicyDocument: {Statement: {Effect: "Allow", Action: "*", Resource: "*"}}}]}}`: {
			"SM507 warning resources.R.Properties.Policies[0].PolicyDocument.Statement[0]: the statement allows every action on every resource",
			"SM507 warning resources.R.Properties.ManagedPolicyArns[1]: the policy PowerUserAccess allows far more than one job needs",
		},
	}, "SM507")
}
