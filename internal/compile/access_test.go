package compile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/template"
)

// TestAccess holds every policy of every golden to what least privilege means
// here.
func TestAccess(t *testing.T) {
	policies := 0
	for _, r := range compileAll(t, template.JSON) {
		document, err := template.Parse(r.Template)
		if err != nil {
			t.Fatal(err)
		}
		for id, resource := range document.Resources {
			if _, raw := r.Stack.Resources[id]; raw {
				continue
			}
			found, problems := accessProblems(resource)
			policies += found
			for _, p := range problems {
				t.Errorf("%s: %s: %s", r.Dir, id, p)
			}
		}
	}
	if policies < 50 {
		t.Errorf("the goldens hold %d policies; the test does not see them all", policies)
	}
}

// accessProblems returns how many policies a resource has and what is wrong
// with them.
func accessProblems(r template.Resource) (found int, problems []string) {
	switch r.Type {
	case "AWS::IAM::Role":
		problems = trustProblems(parse(r.Properties["AssumeRolePolicyDocument"]))
		policies, _ := r.Properties["Policies"].([]any)
		for _, policy := range policies {
			inline, _ := policy.(map[string]any)
			problems = append(problems, grantProblems(parse(inline["PolicyDocument"]))...)
		}
		return 1 + len(policies), problems
	case "AWS::SQS::QueuePolicy":
		document := parse(r.Properties["PolicyDocument"])
		return 1, append(grantProblems(document), senderProblems(document)...)
	case "AWS::Lambda::Permission":
		for _, name := range []string{"SourceArn", "SourceAccount"} {
			if r.Properties[name] == nil {
				problems = append(problems, "the permission has no "+name)
			}
		}
		return 1, problems
	}
	return 0, nil
}

func parse(raw any) iam.Document {
	document, err := iam.Parse(raw)
	if err != nil {
		return iam.Document{Statements: []iam.Statement{{Sid: err.Error()}}}
	}
	return document
}

// trustProblems demands the conditions against confused deputies: for SageMaker
// the account, as for Step Functions and EventBridge rules; for EventBridge
// Scheduler the account and the stack's schedule group, whose ARN alone it
// accepts. Lambda documents none.
func trustProblems(d iam.Document) []string {
	want := map[string][]string{
		"sagemaker.amazonaws.com": {"aws:SourceAccount"},
		"scheduler.amazonaws.com": {"aws:SourceAccount", "aws:SourceArn"},
		"states.amazonaws.com":    {"aws:SourceAccount"},
		"events.amazonaws.com":    {"aws:SourceAccount"},
		"lambda.amazonaws.com":    nil,
	}
	var problems []string
	for _, s := range d.Statements {
		service := strings.Join(s.Principal["Service"], " ")
		keys, known := want[service]
		if !known || len(s.Principal) != 1 {
			problems = append(problems, fmt.Sprintf("%v may assume the role", s.Principal))
		}
		for _, key := range keys {
			if len(s.Conditions["StringEquals"][key]) != 1 {
				problems = append(problems, service+" is trusted without "+key)
			}
		}
		if arn := s.Conditions["StringEquals"]["aws:SourceArn"]; len(arn) == 1 && arn[0] != `{"Fn::GetAtt":["ScheduleGroup","Arn"]}` {
			problems = append(problems, "the source is "+arn[0]+", not the schedule group")
		}
	}
	return problems
}

// grantProblems finds permissions that are wider than they have to be.
func grantProblems(d iam.Document) []string {
	var problems []string
	report := func(s iam.Statement, format string, args ...any) {
		problems = append(problems, s.Sid+": "+fmt.Sprintf(format, args...))
	}
	for _, s := range d.Statements {
		if s.Effect != iam.EffectAllow || len(s.Actions) == 0 || len(s.NotResources) > 0 {
			report(s, "the statement is not a plain permission")
		}
		for _, action := range s.Actions {
			if strings.Contains(action, "*") {
				report(s, "%s is no single action", action)
			} else if _, known := iam.LookupAction(action); !known {
				report(s, "%s is no action that IAM knows", action)
			}
			if slices.Contains(s.Resources, "*") && !iam.NeedsStar(action) {
				report(s, "%s is allowed on every resource", action)
			}
			if action == "iam:PassRole" && !passesOne(s) {
				report(s, "iam:PassRole is not limited to one role and one service")
			}
		}
	}
	return problems
}

func passesOne(s iam.Statement) bool {
	return len(s.Actions) == 1 && len(s.Resources) == 1 && !strings.Contains(s.Resources[0], "*") &&
		cmp.Equal(s.Conditions, iam.Conditions{"StringEquals": {"iam:PassedToService": {"sagemaker.amazonaws.com"}}})
}

// senderProblems demands that a resource policy names who sends and from where.
func senderProblems(d iam.Document) []string {
	var problems []string
	for _, s := range d.Statements {
		account := len(s.Conditions["StringEquals"]["aws:SourceAccount"]) == 1
		source := len(s.Conditions["ArnEquals"]["aws:SourceArn"]) == 1
		if !account || !source || len(s.Principal["Service"]) != 1 {
			problems = append(problems, s.Sid+": the sender is not limited to one resource of one account")
		}
	}
	return problems
}

// TestAccessProblems sees each check fail.
func TestAccessProblems(t *testing.T) {
	statement := func(s string) any {
		return map[string]any{"PolicyDocument": `{"Version": "2012-10-17", "Statement": [` + s + `]}`}
	}
	role := func(trust string, policies ...any) template.Resource {
		return template.Resource{Type: "AWS::IAM::Role", Properties: map[string]any{
			"AssumeRolePolicyDocument": `{"Version": "2012-10-17", "Statement": [` + trust + `]}`, "Policies": policies,
		}}
	}
	const lambda = `{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}`
	tests := map[string]struct {
		resource template.Resource
		want     string
	}{
		"account":  {role(strings.ReplaceAll(lambda, "lambda", "sagemaker")), "sagemaker.amazonaws.com is trusted without aws:SourceAccount"},
		"stranger": {role(strings.ReplaceAll(lambda, "lambda", "ec2")), "map[Service:[ec2.amazonaws.com]] may assume the role"},
		"schedule": {role(`{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "scheduler.amazonaws.com"},
			"Condition": {"StringEquals": {"aws:SourceAccount": "1", "aws:SourceArn": "one-schedule"}}}`), "the source is one-schedule, not the schedule group"},
		"star":     {role(lambda, statement(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`)), ": s3:GetObject is allowed on every resource"},
		"wildcard": {role(lambda, statement(`{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a/*"}`)), ": s3:Get* is no single action"},
		"unknown":  {role(lambda, statement(`{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "arn:aws:s3:::a/*"}`)), ": s3:GetObjct is no action that IAM knows"},
		"pass":     {role(lambda, statement(`{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::1:role/x"}`)), ": iam:PassRole is not limited to one role and one service"},
		"deny":     {role(lambda, statement(`{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}`)), ": the statement is not a plain permission"},
		"sender": {template.Resource{Type: "AWS::SQS::QueuePolicy", Properties: map[string]any{"PolicyDocument": `{"Version": "2012-10-17", "Statement":
			[{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:::q", "Principal": {"Service": "events.amazonaws.com"}}]}`}}, ": the sender is not limited to one resource of one account"},
		"permission": {template.Resource{Type: "AWS::Lambda::Permission", Properties: map[string]any{"SourceArn": "a"}}, "the permission has no SourceAccount"},
		"broken":     {role(lambda, map[string]any{"PolicyDocument": "x"}), "the statement is not a plain permission"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, got := accessProblems(test.resource)
			if len(got) != 1 || !strings.Contains(got[0], test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
