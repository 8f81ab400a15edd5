package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestReviewSecrets puts secrets wherever a spec can hold one, has them come,
// change and go under every launch, and looks for them in every format.
func TestReviewSecrets(t *testing.T) {
	notShort(t)
	const file = "stacks/staging/churn/stack.cue"
	fields := func(mark, key string) string {
		return fmt.Sprintf(`hyperparameters: {epochs: "10", db_password: "hyper-%[1]s", plain: "%[2]s"}
		environment: {API_TOKEN: "env-%[1]s", PLAIN: "%[2]s", URL: "https://user:url-%[1]s@host.example/x"}
		tags: {SECRET_KEY: "tag-%[1]s"}
		arguments: ["--key", "%[2]s"]
		`, mark, key)
	}
	resource := func(mark, key string) string {
		return fmt.Sprintf(`	resources: Function: {
		Type: "AWS::Lambda::Function"
		Properties: {
			Role: "arn:aws:iam::123456789012:role/f", Handler: "index.handler", Runtime: "python3.13", Code: ZipFile: "pass"
			Environment: Variables: {DB_PASSWORD: "raw-%[1]s", PLAIN: "%[2]s", JSON: "{\"client_secret\": \"json-%[1]s\"}"}
			Tags: [{Key: "apiKey", Value: "rawtag-%[1]s"}]
		}
	}
	resources: Waits: {Type: "AWS::Events::Rule", Properties: EventPattern: source: ["%[2]s"]}
	resources: Tells: {
		Type: "AWS::CloudWatch::Alarm"
		Properties: {MetricName: "m", Namespace: "n", ComparisonOperator: "GreaterThanThreshold", EvaluationPeriods: 1, AlarmActions: ["arn:aws:sns:eu-central-1:123456789012:%[2]s"]}
	}
`, mark, key)
	}
	first := [2]string{"firstmark", "AKIAABCDEFGHIJKLMNOP"}
	second := [2]string{"secondmark", "ghp_0123456789abcdefghijABCDEFGHIJ012345"}
	for _, launch := range []string{"", "launch: lambda: {}", "launch: stepFunctions: {}"} {
		for name, marks := range map[string][2][2]string{"changes": {first, second}, "comes": {{}, first}, "goes": {first, {}}} {
			t.Run(strings.TrimPrefix(launch, "launch: ")+" "+name, func(t *testing.T) {
				spec := func(c *reviewCase, mark [2]string) {
					text := launchOf(c, file, launch)
					if mark[0] != "" {
						text = strings.Replace(text, `hyperparameters: epochs: "10"`, fields(mark[0], mark[1]), 1)
						text = strings.TrimSuffix(text, "}\n") + resource(mark[0], mark[1]) + "}\n"
					}
					c.write(file, text)
				}
				c := newReviewCaseOf(t, func(c *reviewCase) { spec(c, marks[0]) })
				spec(c, marks[1])
				for _, format := range []string{"text", "markdown", "json", "github"} {
					report, code := c.diff("--format", format)
					if code != 0 || !strings.Contains(report, "db_password") {
						t.Fatalf("%s: exit code %d, and the change is not told: %s", format, code, report)
					}
					if drawn := strings.Contains(report, "```mermaid"); drawn != (format == "markdown" || format == "github") {
						t.Errorf("%s has a drawing: %t", format, drawn)
					}
					for _, secret := range []string{first[0], first[1], second[0], second[1]} {
						if i := strings.Index(report, secret); i >= 0 {
							t.Errorf("%s shows a secret: …%s…", format, report[max(0, i-200):min(len(report), i+60)])
						}
					}
				}
			})
		}
	}
}

// launchOf is the text of the spec in the shared repository, with a launch.
func launchOf(c *reviewCase, file, launch string) string {
	return strings.Replace(c.shared(file), "schedule: expression", launch+"\n\t\tschedule: expression", 1)
}
