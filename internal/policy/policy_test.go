package policy_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
)

var now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)

// check applies all rules to a stack.
func check(t *testing.T, stack *spec.Stack) []diag.Diagnostic {
	t.Helper()
	requests := map[string]*request.Request{}
	for _, name := range stack.JobNames() {
		requests[name], _ = request.Build(stack, stack.Jobs[name], request.Names{
			TrainingJobName: spec.Literal("train-").Append(spec.Part{Run: "id"}),
			RoleArn:         spec.Literal("arn:aws:iam::123456789012:role/train"),
		})
	}
	return withoutAdvice(policy.Check(policy.Input{Stack: stack, Requests: requests, Now: now}))
}

// withoutAdvice leaves out the notes about keys, networks and limits, which say
// something about most specs of tests. Tests of their own hold them.
func withoutAdvice(diags []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(diags, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Note && (strings.HasPrefix(d.Rule, "SM5") || strings.HasPrefix(d.Rule, "SM6"))
	})
}

// inFamily are the findings of the rules of one family.
func inFamily(prefix string, diags []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(diags, func(d diag.Diagnostic) bool { return !strings.HasPrefix(d.Rule, prefix) })
}

// TestRules holds what every rule says about itself. Package compile tries the
// examples.
func TestRules(t *testing.T) {
	id := regexp.MustCompile(`^SM[0-9]{3}$`)
	var ids []string
	for _, rule := range policy.Rules() {
		ids = append(ids, rule.ID)
		if !id.MatchString(rule.ID) {
			t.Errorf("ID = %q, want SM and three digits", rule.ID)
		}
		for name, text := range map[string]string{"Title": rule.Title, "Doc": rule.Doc, "Good": rule.Good, "Bad": rule.Bad} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", rule.ID, name)
			}
		}
		if strings.HasSuffix(rule.Title, ".") || strings.Contains(rule.Title, "\n") {
			t.Errorf("%s: Title = %q, want a few words without a full stop", rule.ID, rule.Title)
		}
		if found, ok := policy.Lookup(rule.ID); !ok || found.Title != rule.Title {
			t.Errorf("Lookup(%q) = %q, %t; want the rule", rule.ID, found.Title, ok)
		}
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("the rules are %v, want each once, in order", ids)
	}
	if _, ok := policy.Lookup("SM1"); ok {
		t.Error("Lookup finds a rule that does not exist")
	}
}

// told names a topic for what goes wrong.
const told = `notify: topic: "arn:aws:sns:us-east-1:123456789012:oncall"`

// TestUntold warns once of a stack that tells nobody.
func TestUntold(t *testing.T) {
	const scheduled = `{image: "x", output: s3: "s3://acme/", schedule: expression: "cron(0 2 * * ? *)"}`
	for notify, want := range map[string]int{
		"": 1, "notify: {}": 1, `notify: create: false`: 1, `notify: {create: false, emails: ["a@b"]}`: 1,
		"notify: create: true": 0, `notify: emails: ["a@b"]`: 0, `notify: topic: import: "topic"`: 0,
		`jobs: [_]: notify: topic: "arn:aws:sns:us-east-1:123456789012:a"`: 0,
	} {
		stack := spectest.Load(t, spectest.Stack(notify+"\njobs: {a: "+scheduled+", b: "+scheduled+"}"))
		if got := diag.Sort(check(t, stack)); len(got) != want {
			t.Errorf("%s: findings %v, want %d", notify, got, want)
		}
	}
	if got := check(t, spectest.Load(t, spectest.Complete(`launch: lambda: {}`))); len(got) > 0 {
		t.Errorf("findings about a job that nothing starts: %v", got)
	}
}

// TestFindings holds what the rules say, beyond that they say something.
func TestFindings(t *testing.T) {
	const (
		kept   = `checkpoints: s3: "s3://acme/checkpoints/"`
		vpc    = `vpc: {subnets: ["subnet-1"], securityGroups: ["sg-1"]}`
		groups = `instanceGroups: {cpu: instanceType: "ml.c5.xlarge", gpu: instanceType: "ml.g5.xlarge"}`
	)
	for _, test := range []struct {
		name, job string
		want      []string
	}{
		{"nothing wrong", "", nil},
		{"spot without a limit", "request: EnableManagedSpotTraining: true\n" + kept,
			[]string{"SM101 error jobs.train.request.EnableManagedSpotTraining: spot training has no wait limit"}},
		{"limit below the runtime", "maxRuntimeSeconds: 100\nspot: maxWaitSeconds: 99\n" + kept,
			[]string{"SM101 error jobs.train.spot.maxWaitSeconds: the wait limit of 99 seconds is below the maximum runtime of 100"}},
		{"limit equal to the runtime", "maxRuntimeSeconds: 100\nspot: maxWaitSeconds: 100\n" + kept, nil},
		{"limit without spot", "request: StoppingCondition: MaxWaitTimeInSeconds: 99999",
			[]string{"SM102 error jobs.train.request.StoppingCondition.MaxWaitTimeInSeconds: the wait limit is for spot training, which is off"}},
		{"warm pool of groups", "keepAliveSeconds: 60\n" + groups,
			[]string{"SM103 error jobs.train.keepAliveSeconds: instance groups cannot be kept warm"}},
		{"warm pool that is none", "keepAliveSeconds: 0\nspot: maxWaitSeconds: 86400\n" + kept, nil},
		{"machine beside groups", "instanceType: \"ml.m5.large\"\ninstanceCount: 2\n" + groups,
			[]string{
				"SM104 error jobs.train.instanceType: InstanceType cannot stand beside instance groups",
				"SM104 error jobs.train.instanceCount: InstanceCount cannot stand beside instance groups",
			}},
		{"channel of a group", "inputs: a: {s3: \"s3://acme/a\", instanceGroups: [\"gpu\"]}\n" + groups, nil},
		{"channel of a group that is none", "inputs: a: {s3: \"s3://acme/a\", instanceGroups: [\"tpu\"]}\n" + groups,
			[]string{`SM104 error jobs.train.inputs.a.instanceGroups: there is no instance group "tpu"`}},
		{"file system of the request with a VPC", `request: InputDataConfig: [{ChannelName: "a", DataSource: FileSystemDataSource: {FileSystemId: "fs-12345678", FileSystemType: "EFS", FileSystemAccessMode: "ro", DirectoryPath: "/"}}]` + "\n" + vpc, nil},
		{"file system without a VPC", `inputs: a: fsx: {id: "fs-12345678", path: "/"}`,
			[]string{"SM112 error jobs.train.inputs.a.fsx: a file system is reached through a VPC, and the job has none"}},
		{"schedule in the past", `schedule: expression: "at(2026-12-31T23:59:59)"`,
			[]string{"SM301 error jobs.train.schedule.expression: the schedule has no run after 2027-01-01T00:00:00Z"}},
		{"schedule in the future", `schedule: expression: "at(2027-01-01T00:00:01)"`, nil},
		{"schedule in the past that is off", `schedule: {expression: "at(2026-12-31T23:59:59)", enabled: false}`, nil},
		{"schedule in the past of another zone", `schedule: {expression: "at(2026-12-31T23:59:59)", timezone: "America/New_York"}`, nil},
		{"schedule that is wrong otherwise", `schedule: expression: "daily"`, nil},
		{"isolated with MLflow of the request", "request: EnableNetworkIsolation: true\nmlflow: arn: \"arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1\"",
			[]string{"SM107 error jobs.train.request.EnableNetworkIsolation: the container is cut off from every network, and cannot reach MLflow"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, d := range check(t, spectest.Load(t, spectest.Complete(test.job+"\n"+told))) {
				got = append(got, d.Rule+" "+d.Severity.String()+" "+d.Path+": "+d.Message)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOrder gives the findings in the order of the jobs and the rules, however
// often it is asked.
func TestOrder(t *testing.T) {
	const bad = `{image: "x", output: s3: "s3://acme/", schedule: expression: "cron(0 2 30 2 ? *)", keepAliveSeconds: 60, spot: maxWaitSeconds: 1, checkpoints: s3: "s3://acme/c/", ` + told + `}`
	stack := spectest.Load(t, spectest.Stack("jobs: {b: "+bad+", c: "+bad+", a: "+bad+"}"))
	want := []string{"SM101 a", "SM103 a", "SM301 a", "SM101 b", "SM103 b", "SM301 b", "SM101 c", "SM103 c", "SM301 c"}
	for range 20 {
		var got []string
		for _, d := range check(t, stack) {
			got = append(got, d.Rule+" "+strings.Split(d.Path, ".")[1])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("order (-want +got):\n%s", diff)
		}
	}
}

// TestWithoutTime leaves out what depends on the date.
func TestWithoutTime(t *testing.T) {
	stack := spectest.Load(t, spectest.Complete(`schedule: expression: "at(2020-01-01T00:00:00)"`+"\n"+told))
	r, _ := request.Build(stack, stack.Jobs["train"], request.Names{})
	in := policy.Input{Stack: stack, Requests: map[string]*request.Request{"train": r}}
	if got := withoutAdvice(policy.Check(in)); len(got) > 0 {
		t.Errorf("findings without a time: %v", got)
	}
	in.Now = now
	if got := withoutAdvice(policy.Check(in)); len(got) != 1 {
		t.Errorf("%d findings with a time, want one", len(got))
	}
}
