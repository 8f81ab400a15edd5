package bootstrap_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/bootstrap"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

var update = flag.Bool("update", false, "rewrite the templates")

// full asks for everything.
func full() bootstrap.Options {
	return bootstrap.Options{
		Access: []string{"dynamodb:GetItem", "dynamodb:Query"}, GitHub: "acme@1234/ml-specs@5678", Environment: "prod", GitLab: "acme/ml/specs",
		Branch: "release/1", PlanFrom: []string{"arn:aws:iam::210987654321:role/plan"}, DeployFrom: []string{"arn:aws:iam::210987654321:role/deploy"},
	}
}

// TestTemplate compares the templates with those that are committed, which the
// outside judges look at, too.
func TestTemplate(t *testing.T) {
	for name, test := range map[string]struct {
		place   bootstrap.Place
		options bootstrap.Options
	}{
		"full":   {bootstrap.Anywhere(), full()},
		"plain":  {bootstrap.Anywhere(), bootstrap.Options{}},
		"github": {bootstrap.At("123456789012", "cn-north-1"), bootstrap.Options{GitHub: "acme/ml-specs", HasProvider: true}},
	} {
		got, err := bootstrap.Template(test.place, test.options)
		if err != nil {
			t.Fatal(err)
		}
		file := "testdata/" + name + ".template.json"
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s differs; read the difference, and run go test ./internal/bootstrap -update if it is right (-committed +now):\n%s", file, diff)
		}
		if len(got) > template.MaxBody {
			t.Errorf("%s has %d bytes, and there is no bucket yet for templates above %d", name, len(got), template.MaxBody)
		}
	}
}

// TestBucketName holds the bucket to the name that specs mean.
func TestBucketName(t *testing.T) {
	p := here()
	for _, s := range bootstrap.Policy(p, bootstrap.Plan).Statements {
		if s.Sid == "FindArtifacts" && s.Resources[0] != "arn:aws:s3:::"+spec.DefaultBucket(p.Account, p.Region) {
			t.Errorf("the bucket is %s", s.Resources[0])
		}
	}
}

// TestTrust asks the trust policies about tokens and roles.
func TestTrust(t *testing.T) {
	text, err := bootstrap.Template(here(), full())
	if err != nil {
		t.Fatal(err)
	}
	document, err := template.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		principal, claim, subject string
		plan, deploy              bool
	}{
		{"token.actions.githubusercontent.com", "token.actions.githubusercontent.com", "repo:acme@1234/ml-specs@5678:pull_request", true, false},
		{"token.actions.githubusercontent.com", "token.actions.githubusercontent.com", "repo:acme@1234/ml-specs@5678:ref:refs/heads/release/1", true, false},
		{"token.actions.githubusercontent.com", "token.actions.githubusercontent.com", "repo:acme@1234/ml-specs@5678:ref:refs/heads/other", false, false},
		{"token.actions.githubusercontent.com", "token.actions.githubusercontent.com", "repo:acme@1234/ml-specs@5678:environment:prod", false, true},
		{"token.actions.githubusercontent.com", "token.actions.githubusercontent.com", "repo:acme@1234/ml-specs@5678:environment:production", false, false},
		{"token.actions.githubusercontent.com", "token.actions.githubusercontent.com", "repo:acme/ml-specs:environment:prod", false, false},
		{"token.actions.githubusercontent.com", "token.actions.githubusercontent.com", "repo:evil/ml-specs:pull_request", false, false},
		{"gitlab.com", "gitlab.com", "project_path:acme/ml/specs:ref_type:branch:ref:release/1", true, true},
		{"gitlab.com", "gitlab.com", "project_path:acme/ml/specs:ref_type:branch:ref:any", true, false},
		{"gitlab.com", "gitlab.com", "project_path:acme/ml/specs:ref_type:tag:ref:release/1", false, false},
		{"gitlab.com", "gitlab.com", "project_path:acme/ml/specs-of-others:ref_type:branch:ref:release/1", false, false},
		{"gitlab.com", "token.actions.githubusercontent.com", "repo:acme@1234/ml-specs@5678:environment:prod", false, false},
	} {
		for role, want := range map[string]bool{"PlanRole": test.plan, "DeployRole": test.deploy} {
			request := iam.Request{
				Action: "sts:AssumeRoleWithWebIdentity", Principal: iam.Principal{"Federated": {"arn:aws:iam::123456789012:oidc-provider/" + test.principal}},
				Keys: map[string][]string{test.claim + ":aud": {"sts.amazonaws.com"}, test.claim + ":sub": {test.subject}},
			}
			if got := trustOf(t, document, role).Decide(request) == iam.Allowed; got != want {
				t.Errorf("%s: a token of %s for %s may assume it: %t, want %t", role, test.principal, test.subject, got, want)
			}
			request.Keys[test.claim+":aud"] = []string{"https://acme.example"}
			if trustOf(t, document, role).Decide(request) == iam.Allowed {
				t.Errorf("%s: a token for somebody else may assume it", role)
			}
		}
	}
	for role, from := range map[string]string{"PlanRole": "plan", "DeployRole": "deploy"} {
		for _, other := range []string{"plan", "deploy"} {
			request := iam.Request{Action: "sts:AssumeRole", Principal: iam.Principal{"AWS": {"arn:aws:iam::210987654321:role/" + other}}}
			if got := trustOf(t, document, role).Decide(request) == iam.Allowed; got != (from == other) {
				t.Errorf("%s: the other account's role %s may assume it: %t", role, other, got)
			}
		}
	}
}

func trustOf(t *testing.T, document *template.Document, role string) iam.Document {
	t.Helper()
	d, err := iam.Parse(template.Object(document.Resources[role].Properties, "AssumeRolePolicyDocument"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPlace(t *testing.T) {
	if diff := cmp.Diff(bootstrap.Place{Partition: "aws-us-gov", Account: "123456789012", Region: "us-gov-west-1"}, bootstrap.At("123456789012", "us-gov-west-1")); diff != "" {
		t.Error(diff)
	}
	for want, p := range map[string]bootstrap.Place{
		"": bootstrap.At("123456789012", "ap-southeast-2"),
		`"1234" is no account; want its 12-digit ID, such as 123456789012`: bootstrap.At("1234", "us-east-1"),
		`"us-east-1a" is no region; want one such as us-east-1`:            bootstrap.At("123456789012", "us-east-1a"),
	} {
		got := ""
		if err := p.Check(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestOptionsRefused(t *testing.T) {
	for want, o := range map[string]bootstrap.Options{
		`--github "acme": want a repository such as acme/ml-specs, or acme@1234/ml-specs@5678 with the numbers of owner and repository`: {GitHub: "acme"},
		`--github "acme/*": want a repository`:        {GitHub: "acme/*"},
		`--github "acme/${aws:x}": want a repository`: {GitHub: "acme/${aws:x}"},
		`--github "acme@1/specs" has the number of one of owner and repository; want both, such as acme@1234/ml-specs@5678, or neither`: {GitHub: "acme@1/specs"},
		`--environment "*": want the name of an environment`:                                                                            {GitHub: "acme/specs", Environment: "*"},
		`--gitlab "acme": want a project such as acme/ml-specs`:                                                                         {GitLab: "acme"},
		`--gitlab-host "https://gitlab.com": want the name of a host`:                                                                   {GitLab: "a/b", GitLabHost: "https://gitlab.com"},
		`--branch "main:*": want the name of a branch`:                                                                                  {GitLab: "a/b", Branch: "main:*"},
		`--plan-from "arn:aws:iam::123456789012:root": want the ARN of a role, such as arn:aws:iam::123456789012:role/pipeline`:         {PlanFrom: []string{"arn:aws:iam::123456789012:root"}},
		`--deploy-from "*": want the ARN of a role`:                                                                                     {DeployFrom: []string{"*"}},
		`--access "dynamodb:GetItems": "dynamodb:GetItems" is not an action of dynamodb; did you mean dynamodb:GetItem?`:                {Access: []string{"dynamodb:GetItems"}},
		`--access "*" would let the boundary hold nothing back; name actions such as dynamodb:GetItem`:                                  {Access: []string{"*"}},
		`--access "iam:CreateRole" would let the boundary hold nothing back`:                                                            {Access: []string{"iam:CreateRole"}},
	} {
		if _, err := bootstrap.Template(here(), o); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

// TestAccess expects the boundary to allow what is added, and no more.
func TestAccess(t *testing.T) {
	request := iam.Request{Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:eu-central-1:123456789012:table/a"}
	if bootstrap.Boundary(here(), nil).Decide(request) == iam.Allowed || bootstrap.Boundary(here(), []string{"dynamodb:GetItem"}).Decide(request) != iam.Allowed {
		t.Error("the boundary does not follow --access")
	}
	code := iam.Request{Action: "s3:PutObject", Resource: "arn:aws:s3:::smgen-123456789012-eu-central-1/lambda/a.zip"}
	if bootstrap.Boundary(here(), []string{"s3:*"}).Decide(code) != iam.Denied {
		t.Error("who trains may exchange the code of launchers")
	}
}
