package bootstrap_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/bootstrap"
	"github.com/smgen/smgen/internal/iam"
)

func here() bootstrap.Place {
	return bootstrap.Place{Partition: "aws", Account: "123456789012", Region: "eu-central-1"}
}

// documents are all that is made, by name.
func documents() map[string]iam.Document {
	list := map[string]iam.Document{"boundary": bootstrap.Boundary(here(), nil)}
	for _, kind := range bootstrap.Kinds() {
		for _, part := range bootstrap.Policies(here(), kind) {
			list[string(kind)+"-"+part.Name] = part.Document
		}
	}
	return list
}

// TestSizes holds the policies of the longest names to what IAM takes.
func TestSizes(t *testing.T) {
	far := bootstrap.Place{Partition: "aws-us-gov", Account: "123456789012", Region: "ap-southeast-99"}
	sizes := map[string]int{"boundary": bootstrap.Boundary(far, nil).Size()}
	for _, kind := range bootstrap.Kinds() {
		for _, part := range bootstrap.Policies(far, kind) {
			sizes[string(kind)+"-"+part.Name] = part.Document.Size()
		}
	}
	for name, size := range sizes {
		if size > iam.MaxManagedSize {
			t.Errorf("%s has %d characters, and IAM allows %d", name, size, iam.MaxManagedSize)
		}
	}
}

// TestActionsFitResources asks the catalogue of IAM: each action exists, and is
// allowed on resources that it knows; on all of them only where it knows none, or
// where the resources are other people's.
func TestActionsFitResources(t *testing.T) {
	everything := map[string]string{
		"cloudformation:DescribeEvents": "they are asked for by the ID of an operation",
		"cloudformation:DescribeStacks": "all stacks are listed in one call, which names none",
		"s3:":                           "data can be in any bucket",
		"ecr:":                          "images can be in any repository",
		"ec2:":                          "the boundary cannot know the subnets",
	}
	for name, d := range documents() {
		for _, s := range d.Statements {
			for _, action := range s.Actions {
				for _, one := range iam.ExpandWildcard(action) {
					if slices.Equal(s.Resources, []string{"*"}) {
						_, any := everything[one]
						_, service := everything[one[:strings.Index(one, ":")+1]]
						if !iam.NeedsStar(one) && !any && !service {
							t.Errorf("%s: %s allows %s on everything, and AWS could confine it", name, s.Sid, one)
						}
						continue
					}
					if iam.NeedsStar(one) && s.Effect == iam.EffectAllow && !strings.Contains(action, "*") {
						t.Errorf("%s: %s allows %s on resources, and AWS knows none", name, s.Sid, one)
					}
				}
				if problem := iam.CheckAction(action); problem != nil {
					t.Errorf("%s: %s: %s", name, s.Sid, problem.Message)
				}
			}
			for _, resource := range s.Resources {
				if resource != "*" && s.Effect == iam.EffectAllow && !slices.ContainsFunc(s.Actions, func(a string) bool { return fits(a, resource) }) {
					t.Errorf("%s: %s names %s, which none of its actions is about", name, s.Sid, resource)
				}
			}
		}
	}
}

// fits reports whether an action is about resources of the service and kind that an
// ARN is of.
func fits(action, resource string) bool {
	for _, one := range iam.ExpandWildcard(action) {
		a, _ := iam.LookupAction(one)
		for _, kind := range a.ResourceTypes {
			for _, form := range kind.ARNs {
				want, got := strings.SplitN(form, ":", 6), strings.SplitN(resource, ":", 6)
				stem := func(text string) string { return text[:strings.IndexAny(text+"*", "*$:/")] }
				if want[2] == got[2] && (stem(want[5]) == stem(got[5]) || stem(got[5]) == "" || stem(want[5]) == "") {
					return true
				}
			}
		}
	}
	return false
}

// TestDecisions asks the policies about calls.
func TestDecisions(t *testing.T) {
	const (
		stack     = "arn:aws:cloudformation:eu-central-1:123456789012:stack/churn-prod/1"
		own       = "arn:aws:cloudformation:eu-central-1:123456789012:stack/smgen-bootstrap/1"
		elsewhere = "arn:aws:cloudformation:us-east-1:123456789012:stack/churn-prod/1"
		role      = "arn:aws:iam::123456789012:role/smgen/churn-prod-A"
		admin     = "arn:aws:iam::123456789012:role/admin"
		pipeline  = "arn:aws:iam::123456789012:role/smgen-bootstrap/smgen-deploy-eu-central-1"
		function  = "arn:aws:lambda:eu-central-1:123456789012:function:churn-prod-A"
		objects   = "arn:aws:s3:::smgen-123456789012-eu-central-1/"
	)
	boundary := []string{"arn:aws:iam::123456789012:policy/smgen-bootstrap/smgen-boundary-eu-central-1"}
	type keys = map[string][]string
	via := keys{"aws:CalledVia": {"cloudformation.amazonaws.com"}}
	with := func(key string, values ...string) keys {
		return keys{"aws:CalledVia": via["aws:CalledVia"], key: values}
	}
	for _, test := range []struct {
		action, resource string
		keys             keys
		plan, deploy     bool
	}{
		{"cloudformation:DescribeStacks", "*", nil, true, true},
		{"cloudformation:CreateChangeSet", stack, nil, true, true},
		{"cloudformation:CreateChangeSet", elsewhere, nil, false, false},
		{"cloudformation:CreateChangeSet", own, nil, true, false},
		{"cloudformation:ExecuteChangeSet", stack, nil, false, true},
		{"cloudformation:ExecuteChangeSet", own, nil, false, false},
		{"cloudformation:DeleteStack", stack, nil, false, true},
		{"cloudformation:DeleteStack", own, nil, false, false},
		{"cloudformation:UpdateTerminationProtection", stack, nil, false, true},
		{"cloudformation:UpdateStack", stack, nil, false, false},
		{"s3:GetObject", objects + "lambda/a.zip", nil, true, true},
		{"s3:PutObject", objects + "templates/a.json", nil, true, true},
		{"s3:PutObject", objects + "lambda/a.zip", nil, false, true},
		{"s3:PutObject", objects + "else", nil, false, false},
		{"s3:DeleteObject", objects + "lambda/a.zip", nil, false, false},
		{"s3:PutBucketPolicy", "arn:aws:s3:::smgen-123456789012-eu-central-1", via, false, false},
		{"lambda:GetFunction", function, via, true, true},
		{"lambda:GetFunction", function, nil, false, false},
		{"lambda:UpdateFunctionCode", function, via, false, true},
		{"lambda:UpdateFunctionCode", function, nil, false, false},
		{"lambda:UpdateFunctionCode", strings.Replace(function, "eu-central-1", "us-east-1", 1), via, false, false},
		{"lambda:InvokeFunction", function, via, false, false},
		{"iam:CreateRole", role, with("iam:PermissionsBoundary", boundary...), false, true},
		{"iam:CreateRole", role, via, false, false},
		{"iam:CreateRole", role, with("iam:PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess"), false, false},
		{"iam:CreateRole", role, keys{"iam:PermissionsBoundary": boundary}, false, false},
		{"iam:CreateRole", admin, with("iam:PermissionsBoundary", boundary...), false, false},
		{"iam:PutRolePolicy", role, with("iam:PermissionsBoundary", boundary...), false, true},
		{"iam:PutRolePolicy", role, via, false, false},
		{"iam:PutRolePolicy", pipeline, with("iam:PermissionsBoundary", boundary...), false, false},
		{"iam:PutRolePermissionsBoundary", role, with("iam:PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess"), false, false},
		{"iam:DeleteRolePermissionsBoundary", role, with("iam:PermissionsBoundary", boundary...), false, false},
		{"iam:UpdateAssumeRolePolicy", role, via, false, true},
		{"iam:UpdateAssumeRolePolicy", pipeline, via, false, false},
		{"iam:CreatePolicyVersion", boundary[0], via, false, false},
		{"iam:PassRole", role, keys{"iam:PassedToService": {"scheduler.amazonaws.com"}}, false, true},
		{"iam:PassRole", role, keys{"iam:PassedToService": {"ec2.amazonaws.com"}}, false, false},
		{"iam:PassRole", admin, keys{"iam:PassedToService": {"lambda.amazonaws.com"}}, false, false},
		{"sagemaker:CreateTrainingJob", "arn:aws:sagemaker:eu-central-1:123456789012:training-job/a", via, false, false},
	} {
		for kind, want := range map[bootstrap.Kind]bool{bootstrap.Plan: test.plan, bootstrap.Deploy: test.deploy} {
			request := iam.Request{Action: test.action, Resource: test.resource, Keys: test.keys}
			if got := bootstrap.Policy(here(), kind).Decide(request) == iam.Allowed; got != want {
				t.Errorf("%s may %s on %s with %v: %t, want %t", kind, test.action, test.resource, test.keys, got, want)
			}
		}
	}
}
