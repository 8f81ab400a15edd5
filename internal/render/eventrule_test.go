package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// twoJobs is a stack whose job train waits for something; features is another.
func twoJobs(on, launch string) string {
	return spectest.Stack(`
	defaults: image: "` + spectest.Image + `"
	jobs: features: output: s3: "s3://acme-ml/features/"
	jobs: train: {output: s3: "s3://acme-ml/models/", on: ` + on + `, launch: ` + launch + `}`)
}

// TestEventFindings gives events of a job and expects the findings.
func TestEventFindings(t *testing.T) {
	const note = "note jobs.train.on.s3: the bucket of s3://acme-in/a/ has to send its events to EventBridge, which is off in a new bucket"
	for _, test := range []struct {
		on, launch string
		want       []string
	}{
		{`s3: "s3://acme-in/a/"`, "lambda: {}", []string{note}},
		{`s3: "s3://acme-in/a/"`, "{}", []string{"error jobs.train.on: EventBridge cannot start a training job by itself when something happens", note}},
		{`{}`, "lambda: {}", []string{"error jobs.train.on: the event says nothing to wait for"}},
		{`{s3: "s3://acme-in/a/", pattern: source: ["a"]}`, "lambda: {}", []string{note, "error jobs.train.on: the event has s3 and pattern, and can have one"}},
		{`{s3: "s3://acme-in/a/", bus: "mine"}`, "lambda: {}", []string{note, "error jobs.train.on.bus: events of AWS's own services arrive on the account's default bus"}},
		{`s3: {bucket: {run: "id"}, prefix: "a"}`, "lambda: {}", []string{
			"error jobs.train.on.s3: the value cannot differ from run to run",
			"note jobs.train.on.s3: the bucket of s3://${run:id}/a has to send its events to EventBridge, which is off in a new bucket",
		}},
		{`s3: "s3://acme-ml/"`, "lambda: {}", []string{
			"error jobs.train.output.s3: what the job writes here is below s3://acme-ml/, and would start the job again, for ever",
			"note jobs.train.on.s3: the bucket of s3://acme-ml/ has to send its events to EventBridge, which is off in a new bucket",
		}},

		{`s3: "s3://acme"`, "lambda: {}", []string{"note jobs.train.on.s3: the bucket of s3://acme has to send its events to EventBridge, which is off in a new bucket"}},

		{`s3: "s3://acme-ml/models/churn"`, "lambda: {}", []string{
			"error jobs.train.output.s3: what the job writes here is below s3://acme-ml/models/churn, and would start the job again, for ever",
			"note jobs.train.on.s3: the bucket of s3://acme-ml/models/churn has to send its events to EventBridge, which is off in a new bucket",
		}},

		{`completed: job: "features"`, "stepFunctions: {}", nil},
		{`completed: job: "featurs"`, "stepFunctions: {}", []string{`error jobs.train.on.completed.job: the stack has no job "featurs"`}},
		{`completed: job: "train"`, "stepFunctions: {}", []string{"error jobs.train.on.completed.job: the jobs start one another for ever: train after train"}},
		{`completed: {}`, "stepFunctions: {}", []string{"error jobs.train.on.completed: the event names no job"}},
		{`completed: {job: "features", trainingJobNamePrefix: "a"}`, "stepFunctions: {}", []string{"error jobs.train.on.completed: the event names two jobs"}},
		{`completed: trainingJobNamePrefix: "churn-staging"`, "stepFunctions: {}", []string{"error jobs.train.on.completed.trainingJobNamePrefix: the job's own names, churn-staging-train-…, start with the prefix: it would start itself for ever"}},
		{`completed: trainingJobNamePrefix: "churn-stag"`, "stepFunctions: {}", nil},

		{`pattern: {source: ["aws.sagemaker"], "detail-type": ["SageMaker Training Job State Change"]}`, "lambda: {}", []string{"error jobs.train.on.pattern: the pattern matches the job's own runs, too: it would start itself for ever"}},
		{`pattern: {source: ["aws.sagemaker"], "detail-type": ["SageMaker Training Job State Change"], detail: TrainingJobName: [{prefix: "churn-"}]}`, "lambda: {}", []string{"error jobs.train.on.pattern: the pattern matches the job's own runs, too: it would start itself for ever"}},
		{`pattern: {source: ["aws.sagemaker"], "detail-type": ["SageMaker Training Job State Change"], detail: TrainingJobName: [{prefix: "other-"}]}`, "lambda: {}", nil},
		{`pattern: {}`, "lambda: {}", []string{"error jobs.train.on.pattern: the pattern is empty, and would match every event"}},
		{`pattern: {source: "acme", detail: {a: [], b: {}, c: [{prefx: "x"}], "$or": [{d: 1}]}}`, "lambda: {}", []string{
			`error jobs.train.on.pattern.detail.$or[0].d: a pattern matches lists of values`,
			`error jobs.train.on.pattern.detail.a: an empty list matches nothing`,
			`error jobs.train.on.pattern.detail.b: an empty object matches nothing`,
			`error jobs.train.on.pattern.detail.c[0]: EventBridge has no comparison "prefx"`,
			`error jobs.train.on.pattern.source: a pattern matches lists of values`,
		}},
		{`pattern: a: [{prefix: 3}, {"anything-but": {}}, {numeric: "?"}, {exists: "yes"}, {wildcard: "a**"}, [1], {}, {prefix: "a", suffix: "b"}]`, "lambda: {}", []string{
			`error jobs.train.on.pattern.a[0]: the comparison prefix does not take this value`,
			`error jobs.train.on.pattern.a[1]: the comparison anything-but does not take this value`,
			`error jobs.train.on.pattern.a[2]: the comparison numeric does not take this value`,
			`error jobs.train.on.pattern.a[3]: the comparison exists does not take this value`,
			`error jobs.train.on.pattern.a[4]: the comparison wildcard does not take this value`,
			`error jobs.train.on.pattern.a[5]: a list cannot stand in a list`,
			`error jobs.train.on.pattern.a[6]: a comparison has one member, and this has 0`,
			`error jobs.train.on.pattern.a[7]: a comparison has one member, and this has 2`,
		}},
		{`pattern: a: ["x", 1, null, {prefix: "equals-ignore-case": "a"}, {"anything-but": ["a"]}, {"anything-but": prefix: "a"}, {numeric: [">", 1]}, {cidr: "10.0.0.0/8"}, {exists: false}]`, "lambda: {}", nil},
		{`{pattern: source: ["a"], bus: "a bus"}`, "lambda: {}", []string{`error jobs.train.on.bus: "a bus" is neither the name nor the ARN of an event bus`}},
		{`{pattern: source: ["a"], bus: "arn:aws:events:us-east-1:123456789012:event-bus/a"}`, "lambda: {}", nil},
		{`pattern: source: ["` + strings.Repeat("x", 2050) + `"]`, "lambda: {}", []string{"error jobs.train.on.pattern: the pattern has 2065 characters, and EventBridge allows 2048"}},
		{`{pattern: source: ["a"], description: "` + strings.Repeat("x", 513) + `"}`, "lambda: {}", []string{"error jobs.train.on.description: the description has 513 characters, and EventBridge allows 512"}},

		{`pattern: source: ["a"]`, `{lambda: {}, overlap: "skip"}`, nil},
		{`pattern: source: ["a"]`, `{lambda: {}, stepFunctions: {}}`, []string{"error jobs.train.launch: a job starts in one way, and launch names lambda and stepFunctions"}},
	} {
		got := renderStack(t, spectest.Load(t, twoJobs(test.on, test.launch)), oneAsset).found
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%.80s: findings (-want +got):\n%s", test.on, diff)
		}
	}
}

// TestCircle has two jobs wait for one another by their prefixes.
func TestCircle(t *testing.T) {
	job := func(name, other string) string {
		return "jobs: " + name + `: {output: s3: "s3://acme-ml/a/", launch: lambda: {}, on: completed: trainingJobNamePrefix: "churn-staging-` + other + "\"}\n"
	}
	got := renderStack(t, spectest.Load(t, spectest.Stack(`defaults: image: "`+spectest.Image+"\"\n"+job("a", "b")+job("b", "a")+job("c", "d"))), noAssets).found
	want := []string{
		"error jobs.a.on.completed.trainingJobNamePrefix: the jobs start one another for ever: a after b after a",
		"error jobs.b.on.completed.trainingJobNamePrefix: the jobs start one another for ever: b after a after b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestOverlapFindings names the launches that can look at the run before.
func TestOverlapFindings(t *testing.T) {
	for launch, want := range map[string]string{
		`overlap: "skip"`: "error jobs.train.launch.overlap: EventBridge Scheduler starts each run without a look at the one before",
		`{custom: {code: "launcher", handler: "launcher.handler"}, overlap: "skip"}`: "error jobs.train.launch.overlap: smgen does not write the code of a custom launcher, which has to look itself",
	} {
		got := renderStack(t, spectest.Load(t, spectest.Complete(`schedule: expression: "cron(0 2 * * ? *)"`+"\nlaunch: "+launch)), oneAsset).found
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", launch, diff)
		}
	}
}

// TestManyReferences warns of more than a launcher's environment may hold.
func TestManyReferences(t *testing.T) {
	for n, want := range map[int][]string{
		39: nil, // and the role
		40: {"warning jobs.train.launch.lambda: the launcher gets 41 references as variables, and Lambda takes 4096 bytes of variables in all"},
	} {
		fields := "launch: lambda: {}\n"
		for i := range n {
			fields += fmt.Sprintf("environment: V%d: import: \"export-%d\"\n", i, i)
		}
		if diff := cmp.Diff(want, renderStack(t, spectest.Load(t, spectest.Complete(fields)), noAssets).found); diff != "" {
			t.Errorf("%d references: findings (-want +got):\n%s", n, diff)
		}
	}
}
