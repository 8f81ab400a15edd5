package main

import (
	"fmt"
	"strings"
	"testing"
)

// marks is a layer that marks what looks like no secret.
const marks = `package stacks

stack: {
	jobs: [string]: {
		environment: ENDPOINT?: string @sensitive()
		hyperparameters: [=~"_salt$"]: string @sensitive()
		request: {...}
	}
	tags: Ticket?: string @sensitive()
	resources: [string]: Properties: {
		DisplayName?: string @sensitive()
		Environment?: Variables?: WHERE?: string @sensitive()
		EventPattern?: detail?: {@sensitive(), ...}
	}
}
`

// TestReviewSensitive marks values, has them come, change and go under every launch,
// with the base rendered and not, and looks for them in every format.
func TestReviewSensitive(t *testing.T) {
	notShort(t)
	const file = "stacks/staging/churn/stack.cue"
	fields := func(mark string) string {
		return fmt.Sprintf(`hyperparameters: {epochs: "10", my_salt: "hyper-%[1]s", plain: "seen-%[1]s"}
		environment: {ENDPOINT: "env-%[1]s"}
		`, mark)
	}
	more := func(mark string) string {
		return fmt.Sprintf(`	tags: Ticket: "tag-%[1]s"
	resources: Function: {
		Type: "AWS::Lambda::Function"
		Properties: {
			Role: "arn:aws:iam::123456789012:role/f", Handler: "index.handler", Runtime: "python3.13", Code: ZipFile: "pass"
			Environment: Variables: WHERE: "where-%[1]s"
		}
	}
	resources: Topic: {Type: "AWS::SNS::Topic", Properties: DisplayName: "name-%[1]s"}
	resources: Waits: {Type: "AWS::Events::Rule", Properties: EventPattern: {source: ["acme"], detail: where: ["event-%[1]s"]}}
`, mark)
	}
	for _, launch := range []string{"", "launch: lambda: {}", "launch: stepFunctions: {}"} {
		for name, ends := range map[string][2]string{"changes": {"one", "two"}, "comes": {"", "one"}, "goes": {"one", ""}} {
			for _, rendered := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s %s %t", strings.TrimPrefix(launch, "launch: "), name, rendered), func(t *testing.T) {
					spec := func(c *reviewCase, mark string) {
						text := launchOf(c, file, launch)
						if mark != "" {
							text = strings.Replace(text, `hyperparameters: epochs: "10"`, fields(mark), 1)
							text = strings.TrimSuffix(text, "}\n") + more(mark) + "}\n"
						}
						c.write(file, text)
					}
					c := newReviewCaseOf(t, func(c *reviewCase) {
						spec(c, ends[0])
						if rendered {
							c.step("render")
						}
					})
					spec(c, ends[1])
					c.write("stacks/marks.cue", marks)
					c.holdsNone(t, "hyper-", "env-", "tag-", "where-", "name-", "event-")
				})
			}
		}
	}
}

// TestReviewSensitiveGone looks for what a layer marks in a stack that is gone.
func TestReviewSensitiveGone(t *testing.T) {
	const file = "stacks/staging/churn/stack.cue"
	c := newReviewCaseOf(t, func(c *reviewCase) {
		text := strings.Replace(c.shared(file), `hyperparameters: epochs: "10"`, `hyperparameters: {my_salt: "hyper-one", plain: "seen-one"}`, 1)
		c.write(file, strings.TrimSuffix(text, "}\n")+"\tresources: Topic: {Type: \"AWS::SNS::Topic\", Properties: TopicName: \"topic\", Properties: DisplayName: \"name-one\"}\n}\n")
		c.write("stacks/marks.cue", marks)
		c.step("render")
	})
	c.remove(file)
	c.holdsNone(t, "hyper-", "name-")
}

// holdsNone looks for texts in what diff says in every format.
func (c *reviewCase) holdsNone(t *testing.T, texts ...string) {
	t.Helper()
	for _, format := range []string{"text", "markdown", "json", "github"} {
		report, code := c.diff("--format", format)
		if code != 0 || !strings.Contains(report, "churn-staging") {
			t.Fatalf("%s: exit code %d, and the change is not told: %s", format, code, report)
		}
		for _, text := range texts {
			if i := strings.Index(report, text); i >= 0 {
				t.Errorf("%s shows what is marked: …%s…", format, report[max(0, i-200):min(len(report), i+60)])
			}
		}
	}
}
