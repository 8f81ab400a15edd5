package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

const topic = `notify: topic: "arn:aws:sns:us-east-1:123456789012:oncall"` + "\n"

// alarmed is a stack with one job that has the given fields and an alarm for runs
// that are missed.
func alarmed(job string) string {
	return spectest.Stack(topic + `defaults: image: "` + spectest.Image + `"
	jobs: train: {output: s3: "s3://acme-ml/models/", alarms: missedRun: true
	` + job + "}")
}

// TestAlertFindings gives what a stack says of topics and alarms, and expects the
// findings.
func TestAlertFindings(t *testing.T) {
	job := func(fields string) string {
		return spectest.Stack(`defaults: image: "` + spectest.Image + "\"\njobs: train: {output: s3: \"s3://acme-ml/models/\"\n" + fields + "}")
	}
	stack := func(fields string) string { return strings.Replace(job(nightly), "defaults:", fields+"\ndefaults:", 1) }
	for name, test := range map[string]struct {
		cue  string
		want []string
	}{
		"topic and a new one":            {stack(`notify: {topic: "arn:aws:sns:us-east-1:123456789012:a", create: true}`), []string{"error notify: notify gives a topic and asks for a new one"}},
		"a layer's topic taken away":     {stack(`notify: {topic: "", emails: ["a@b"]}`), nil},
		"a layer's addresses taken away": {stack(`notify: {topic: "arn:aws:sns:us-east-1:123456789012:a", emails: []}`), nil},
		"job's topic taken away":         {job(nightly + `notify: topic: ""`), nil},
		"addresses and no topic":         {stack(`notify: {create: false, emails: ["a@b"]}`), []string{"error notify.emails: the addresses have no topic: create is false"}},
		"no topic's ARN":                 {stack(`notify: topic: "arn:aws:sqs:us-east-1:123456789012:a"`), []string{`error notify.topic: "arn:aws:sqs:us-east-1:123456789012:a" is not the ARN of an SNS topic`}},
		"no ARN":                         {stack(`notify: topic: "oncall"`), []string{`error notify.topic: "oncall" is not an ARN; want arn:partition:service:region:account:resource`}},
		"no topic's name":                {stack(`notify: topic: "arn:aws:sns:us-east-1:123456789012:on'call"`), []string{`error notify.topic: "on'call" is not the name of an SNS topic`}},
		"an address twice":               {stack(`notify: emails: ["a@b", "c@d", "a@b"]`), []string{`error notify.emails[2]: "a@b" is listed twice`}},
		"missed run of a month": {alarmed(nightly + "maxRuntimeSeconds: 2419200"),
			[]string{"error jobs.train.alarms.missedRun: runs may complete 29 days apart (up to 1 day between two starts, and 28 days for a run), and an alarm of CloudWatch looks back 7 days at most"}},
		"FIFO topic": {stack(`notify: topic: "arn:aws:sns:us-east-1:123456789012:a.fifo"`), []string{"error notify.topic: a FIFO topic takes no message from an alarm"}},
		"topic of another region": {stack(`notify: topic: "arn:aws:sns:eu-west-1:123456789012:a"`),
			[]string{"error notify.topic: the topic is in eu-west-1, and an alarm reaches topics of its own region only"}},
		"job's topic": {job(nightly + `notify: topic: "oncall"`), []string{`error jobs.train.notify.topic: "oncall" is not an ARN; want arn:partition:service:region:account:resource`}},
		"topic of each run": {job(nightly + `notify: topic: run: "id"`),
			[]string{"error jobs.train.notify.topic: the value cannot differ from run to run"}},

		"missed run that nobody hears of": {job(nightly + "maxRuntimeSeconds: 60\nalarms: missedRun: true"), []string{"error jobs.train.alarms.missedRun: the alarm has nobody to tell"}},
		"missed run without a schedule":   {alarmed(""), []string{"error jobs.train.alarms.missedRun: without a schedule nobody knows when a run is missed"}},
		"missed run of one run":           {alarmed(`schedule: expression: "at(2027-01-01T00:00:00)"`), []string{"error jobs.train.alarms.missedRun: the schedule has no second run that could be missed"}},
		"missed run of a wrong schedule":  {alarmed(`schedule: expression: "cron(0 2 * * * *)"`), []string{"error jobs.train.schedule.expression: day of month is * and day of week is *, exactly one of them must be ?"}},
		"missed run of a week": {alarmed(`schedule: expression: "cron(0 2 ? * SUN *)"` + "\nmaxRuntimeSeconds: 3600"),
			[]string{"error jobs.train.alarms.missedRun: runs may complete 169 hours apart (up to 7 days between two starts, and 1 hour for a run), and an alarm of CloudWatch looks back 7 days at most"}},
		"missed run of half a week":            {alarmed(`schedule: expression: "cron(0 2 ? * MON,THU *)"` + "\nmaxRuntimeSeconds: 86400"), nil},
		"missed run of a schedule that is off": {alarmed(`schedule: {expression: "cron(0 2 ? * SUN *)", enabled: false}`), nil},

		"launcher's errors without a launcher": {job(nightly + `alarms: launcherErrors: true`), []string{"error jobs.train.alarms.launcherErrors: the job has no launcher of which an error could be seen"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, renderStack(t, spectest.Load(t, test.cue), oneAsset).found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMissedRun holds the window of the alarm: the longest interval, the flexible
// window and the longest runtime, in periods that CloudWatch allows.
func TestMissedRun(t *testing.T) {
	for job, want := range map[string]string{
		nightly + "maxRuntimeSeconds: 3600":                                                         "25 × 3600",
		nightly + "maxRuntimeSeconds: 60\nspot: maxWaitSeconds: 7200":                               "26 × 3600",
		`schedule: {expression: "rate(1 hour)", flexibleWindowMinutes: 10}, maxRuntimeSeconds: 600`: "16 × 300",
		`schedule: {expression: "rate(12 hours)"}, maxRuntimeSeconds: 42900`:                        "287 × 300",
		`schedule: {expression: "rate(12 hours)"}, maxRuntimeSeconds: 43200`:                        "24 × 3600",
		`schedule: {expression: "cron(0 2 ? * MON-FRI *)"}, maxRuntimeSeconds: 3600`:                "73 × 3600",
		`schedule: {expression: "rate(6 days)"}, maxRuntimeSeconds: 86400`:                          "168 × 3600",
	} {
		alarm := renderStack(t, spectest.Load(t, alarmed(job)), noAssets).resources["TrainMissedRunAlarm"].Properties
		if got := fmt.Sprintf("%v × %v", alarm["EvaluationPeriods"], alarm["Period"]); got != want {
			t.Errorf("%s: the alarm looks back %s seconds, want %s", job, got, want)
		}
		if diff := cmp.Diff(map[string]any{"InsufficientDataActions": []any{"arn:aws:sns:us-east-1:123456789012:oncall"}, "TreatMissingData": "missing", "Namespace": "smgen"},
			map[string]any{"InsufficientDataActions": alarm["InsufficientDataActions"], "TreatMissingData": alarm["TreatMissingData"], "Namespace": alarm["Namespace"]}); diff != "" {
			t.Errorf("%s: alarm (-want +got):\n%s", job, diff)
		}
		if alarm["AlarmActions"] != nil {
			t.Errorf("%s: the alarm has actions for a state that it never has", job)
		}
	}
	off := renderStack(t, spectest.Load(t, alarmed(`schedule: {expression: "cron(0 2 * * ? *)", enabled: false}`)), noAssets).resources
	if _, there := off["TrainMissedRunAlarm"]; there {
		t.Error("there is an alarm for the missed runs of a schedule that is off")
	}
}

// TestManyJobs keeps event patterns within EventBridge's limit, however many jobs
// a stack has.
func TestManyJobs(t *testing.T) {
	cue := topic + `defaults: image: "` + spectest.Image + "\"\n"
	for i := range 45 {
		cue += fmt.Sprintf("jobs: \"with-quite-a-long-name-%02d\": {output: s3: \"s3://acme/\", launch: stepFunctions: {}, %s}\n", i, strings.TrimSpace(nightly))
	}
	resources := renderStack(t, spectest.Load(t, spectest.Stack(cue)), noAssets).resources
	prefixes, machines := 0, 0
	for id, r := range resources {
		pattern, _ := r.Properties["EventPattern"].(map[string]any)
		detail, _ := pattern["detail"].(map[string]any)
		names, _ := detail["TrainingJobName"].([]any)
		arns, _ := detail["stateMachineArn"].([]any)
		prefixes, machines = prefixes+len(names), machines+len(arns)
		// An ARN has at most 48 characters before a name of 80, and two quotes and a comma.
		if size := len(fmt.Sprintf("%v", names)) + 131*len(arns); size > 1800 {
			t.Errorf("the pattern of %s may have %d characters", id, size)
		}
	}
	if prefixes != 45 || machines != 45 {
		t.Errorf("the notifier hears of %d jobs and %d state machines, want 45 each", prefixes, machines)
	}
}

// TestManyTopics fills the notifier's variables, of which Lambda takes 4 KB.
func TestManyTopics(t *testing.T) {
	for n, want := range map[int][]string{
		13: nil,
		14: {"error jobs: the jobs have 14 topics, of about 4155 bytes as variables of the notifier, and Lambda allows 4096"},
	} {
		cue := `defaults: image: "` + spectest.Image + `"` + "\n"
		for i := range n {
			cue += fmt.Sprintf("jobs: j%d: {output: s3: \"s3://acme-ml/models/\", notify: topic: \"arn:aws:sns:us-east-1:123456789012:%s%d\"}\n", i, strings.Repeat("t", 250), i)
		}
		if diff := cmp.Diff(want, renderStack(t, spectest.Load(t, spectest.Stack(cue)), noAssets).found); diff != "" {
			t.Errorf("findings of %d topics (-want +got):\n%s", n, diff)
		}
	}
}
