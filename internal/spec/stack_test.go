package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
)

func TestJoin(t *testing.T) {
	for _, test := range []struct{ path, name, want string }{
		{"", "jobs", "jobs"},
		{"jobs", "churn", "jobs.churn"},
		{"jobs", "churn-eu", `jobs."churn-eu"`},
		{"", "a.b", `"a.b"`},
		{"tags", "", `tags.""`},
		{"tags", "1st", `tags."1st"`},
		{"tags", `say "hi"`, `tags."say \"hi\""`},
		{"tags", "größe", `tags."größe"`},
		{"tags", "_a$1", "tags._a$1"},
	} {
		if got := spec.Join(test.path, test.name); got != test.want {
			t.Errorf("Join(%q, %q) = %s, want %s", test.path, test.name, got, test.want)
		}
	}
}

// TestOriginsAt climbs from values that have no origin to what is around them.
// Names with dots, brackets and quotes in them must not mislead it.
func TestOriginsAt(t *testing.T) {
	at := func(line int) spec.Origin {
		return spec.Origin{Pos: diag.Position{File: "stack.cue", Line: line, Column: 1}}
	}
	origins := spec.Origins{
		"":                               at(1),
		"jobs.a":                         at(2),
		`jobs."a.b"`:                     at(3),
		`jobs."a.b".tags`:                at(4),
		`jobs."a.b".tags."x[1]"`:         at(5),
		`jobs."a.b".tags."say \".\" \\"`: at(6),
		"jobs.a.metrics":                 at(7),
	}
	for path, line := range map[string]int{
		"":                               1,
		"account":                        1,
		"jobs":                           1,
		"jobs.a.image":                   2,
		`jobs."a.c"`:                     1,
		`jobs."a.b"`:                     3,
		`jobs."a.b".image`:               3,
		`jobs."a.b".tags."no.such"`:      4,
		`jobs."a.b".tags."x[1]"`:         5,
		`jobs."a.b".tags."x[1]"[0]`:      5,
		`jobs."a.b".tags."say \".\" \\"`: 6,
		`jobs.a.metrics[0].name`:         7,
		`jobs.a.metrics."."`:             7,
		`"x.y"`:                          1,
		`"x.y".z`:                        1,
	} {
		if got := origins.At(path).Pos.Line; got != line {
			t.Errorf("At(%s) is line %d, want %d", path, got, line)
		}
	}
	if got := (spec.Origins{}).At("jobs.a[0]"); got != (spec.Origin{}) {
		t.Errorf("At without origins = %v, want none", got)
	}
}

func TestStackName(t *testing.T) {
	s := &spec.Stack{Project: "churn", Environment: "prod"}
	if got := s.StackName(); got != "churn-prod" {
		t.Errorf("StackName() = %q, want churn-prod", got)
	}
	s.Name = "mine"
	if got := s.StackName(); got != "mine" {
		t.Errorf("StackName() = %q, want mine", got)
	}
}

func TestTexts(t *testing.T) {
	stack := spectest.Load(t, spectest.Stack(`
		artifactBucket: {import: "artifacts"}
		tags: Team: "plain string"
		jobs: train: {
			image: "x"
			output: {s3: {bucket: {import: "models"}, prefix: "a/"}, kmsKey: {ssm: "/key"}}
			environment: {"B.2": "b", A: {run: "id"}}
			inputs: train: s3: "s3://acme/in/"
			vpc: {subnets: [{import: "subnet"}, "subnet-2"], securityGroups: {import: "groups"}}
			trainingRole: {arn: {import: "role"}, managedPolicies: ["arn:p"]}
			launch: custom: {code: "x", handler: "a.b", secrets: KEY: {import: "secret"}}
			access: [{actions: ["s3:GetObject"], resources: ["r1", {import: "r2"}], reason: "why"}]
			request: HyperParameters: a: {import: "not seen"}
		}
	`))
	got := map[string]string{}
	stack.Texts(func(path string, text spec.Text) { got[path] = text.String() })
	want := map[string]string{
		"artifactBucket":                             "${import:artifacts}",
		"jobs.train.output.s3":                       "s3://${import:models}/a/",
		"jobs.train.output.kmsKey":                   "${ssm:/key}",
		"jobs.train.environment.A":                   "${run:id}",
		`jobs.train.environment."B.2"`:               "b",
		"jobs.train.inputs.train.s3":                 "s3://acme/in/",
		"jobs.train.vpc.subnets[0]":                  "${import:subnet}",
		"jobs.train.vpc.subnets[1]":                  "subnet-2",
		"jobs.train.trainingRole.arn":                "${import:role}",
		"jobs.train.trainingRole.managedPolicies[0]": "arn:p",
		"jobs.train.launch.custom.secrets.KEY":       "${import:secret}",
		"jobs.train.access[0].resources[0]":          "r1",
		"jobs.train.access[0].resources[1]":          "${import:r2}",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}
