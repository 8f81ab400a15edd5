package compile_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spectest"
)

// one compiles one stack.
func one(t *testing.T, cue string) *compile.Result {
	t.Helper()
	var result *compile.Result
	o := stacksOf(t, map[string]string{spectest.Dir: cue})
	if _, err := compile.Run(t.Context(), o, func(r *compile.Result) error {
		result = r
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return result
}

// TestLimits reports what CloudFormation would refuse, with the figure reached.
func TestLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	queues := func(n int, more string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "resources: Q%d: {Type: \"AWS::SQS::Queue\"%s}\n", i, more)
		}
		return spectest.Stack(b.String())
	}
	jobs := func(n int) string {
		return spectest.Stack(fmt.Sprintf(`
			for i, _ in list.Range(0, %d, 1) {jobs: "j\(i)": {image: "%s", output: s3: "s3://acme/"
				trainingRole: arn: "arn:aws:iam::123456789012:role/a"}}`, n, spectest.Image))
	}
	size := regexp.MustCompile(`(bytes: |has )\d{5,}`)
	withList := func(cue string) string { return strings.Replace(cue, "import", "import \"list\"\nimport", 1) }
	for _, test := range []struct {
		name, cue string
		want      []string
	}{
		{"500 resources", queues(500, ""), nil},
		{"501 resources", queues(500, "") + `stack: {for i in [500] {resources: "Q\(i)": Type: "AWS::SQS::Queue"}}`, []string{"error stacks/churn/stack.cue:5:1: resources: 501, and CloudFormation allows 500"}},
		{"60 dynamic references", spectest.Complete(references(60)), nil},
		{"61 dynamic references", spectest.Complete(references(61)), []string{"error stacks/churn/stack.cue:5:1: dynamic references: 61, and CloudFormation allows 60"}},
		{"200 outputs", withList(jobs(100)), []string{
			"note stacks/churn/stack.cue:6:1: the template has more than 51200 bytes, which CloudFormation takes from S3 only",
			"note stacks/churn/stack.cue:13:24: the role arn:aws:iam::123456789012:role/a is not in the template, so that what it may do cannot be proven",
		}},
		{"202 outputs", withList(jobs(101)), []string{
			"error stacks/churn/stack.cue:6:1: outputs: 202, and CloudFormation allows 200",
		}},
		{"a large template", queues(60, `, Metadata: X: "`+strings.Repeat("x", 1000)+`"`), []string{
			"note stacks/churn/stack.cue:5:1: the template has more than 51200 bytes, which CloudFormation takes from S3 only",
		}},
		{"a template that is too large", queues(60, `, Metadata: X: "`+strings.Repeat("x", 17000)+`"`), []string{
			"error stacks/churn/stack.cue:5:1: template size in bytes: SIZE, and CloudFormation allows 1000000",
		}},
		{"a description that is too long", strings.Replace(spectest.Complete(""), "project: ", `description: "`+strings.Repeat("é", 513)+"\"\n\tproject: ", 1),
			[]string{"error stacks/churn/stack.cue:6:15: description size in bytes: 1026, and CloudFormation allows 1024"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := one(t, test.cue)
			got := lines(diag.Sort(r.Diags))
			for i := range got {
				got[i] = size.ReplaceAllString(got[i], "${1}SIZE")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if failed := diag.HasErrors(r.Diags); failed == (r.Template != nil) {
				t.Errorf("errors %t and template %t, want one of them", failed, r.Template != nil)
			}
		})
	}
}

// references are so many variables whose values come from SSM.
func references(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "environment: V%d: {ssm: \"/p%d\"}\n", i, i)
	}
	return b.String()
}

// TestPin refuses to render for another version of smgen.
func TestPin(t *testing.T) {
	pinned := func(version string) string {
		return strings.Replace(spectest.Complete(""), "project: ", "smgen: version: \""+version+"\"\n\tproject: ", 1)
	}
	if r := one(t, pinned("v1.0.0")); r.Template == nil {
		t.Errorf("there is no template for the right version: %v", lines(r.Diags))
	}
	r := one(t, pinned("v0.9.0"))
	want := []string{"error stacks/churn/stack.cue:6:18: the repository is rendered by smgen v0.9.0, and this is v1.0.0"}
	if diff := cmp.Diff(want, lines(r.Diags)); diff != "" || r.Template != nil {
		t.Errorf("template %t, findings (-want +got):\n%s", r.Template != nil, diff)
	}
}

// told names a topic, so that nothing is found about a lack of one.
const told = "\nnotify: topic: \"arn:aws:sns:us-east-1:123456789012:oncall\""

// TestTextForCloudFormation points at the user's text that CloudFormation would
// take for something else.
func TestTextForCloudFormation(t *testing.T) {
	for _, test := range []struct {
		name, cue string
		want      []string
	}{
		{"dynamic reference in a description", spectest.Complete(`schedule: {expression: "cron(0 2 * * ? *)", description: "{{resolve:ssm:/a}}"}` + told),
			[]string{`error stacks/churn/stack.cue:13:58: text holds "{{resolve:", which CloudFormation would replace by a parameter's value: remove it, or refer to the parameter with an ssm reference`}},
		{"dynamic reference in the request, which CloudFormation does not see", spectest.Complete(`schedule: expression: "cron(0 2 * * ? *)"` + "\nenvironment: A: \"{{resolve:ssm:/a}}\"" + told),
			[]string{"warning stacks/churn/stack.cue:14:17: {{resolve: stands here as plain text: CloudFormation does not replace it"}},
		{"a request that is nested too deep", spectest.Complete("schedule: expression: \"cron(0 2 * * ? *)\"\nrequest: " + strings.Repeat("{a: ", 430) + "1" + strings.Repeat("}", 430)),
			[]string{"error stacks/churn/stack.cue:5:1: render job train of stacks/churn: write the event of job train: write JSON text: nested deeper than 400 levels: flatten it"}},
		{"a resource that is nested too deep", spectest.Complete("") + "stack: resources: A: {Type: \"AWS::SQS::Queue\", Metadata: " + strings.Repeat("{a: ", 430) + "1" + strings.Repeat("}", 430) + "}",
			[]string{"error stacks/churn/stack.cue:5:1: encode resource A: line 1, column 1008: nested deeper than 200 levels: flatten it"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, lines(one(t, test.cue).Diags)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
