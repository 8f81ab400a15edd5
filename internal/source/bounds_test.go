package source_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBounds gives the loader texts that would take CUE minutes, gigabytes or the
// whole process: each is one finding, and is never parsed.
func TestBounds(t *testing.T) {
	const (
		stack = "stacks/churn/stack.cue"
		deep  = "it is nested deeper than 900 levels here\n\thelp: flatten it: CloudFormation and SageMaker take no data as deep as this\n"
		long  = "the expression has more than 3000 parts\n\thelp: split it, or write the value that it stands for\n"
		many  = "more than 2000 fields or elements stand in one place\n\thelp: keep data out of specs, or move a part of it to another stack\n"
		n     = 100_000
	)
	tests := map[string]struct{ job, want string }{
		"structs":            {"request: " + strings.Repeat("{a: ", n) + "1" + strings.Repeat("}", n), "13: " + deep},
		"labels":             {"request: " + strings.Repeat("a: ", n) + "1", "13: " + deep},
		"lists":              {"arguments: " + strings.Repeat("[", n) + strings.Repeat("]", n), "13: " + deep},
		"parentheses":        {"volumeSizeGB: " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n), "13: " + deep},
		"texts in texts":     {"image: " + strings.Repeat(`"\(`, n) + "1" + strings.Repeat(`)"`, n), "13: " + deep},
		"comprehensions":     {strings.Repeat("if true {", n) + strings.Repeat("}", n), "13: " + deep},
		"signs":              {"volumeSizeGB: " + strings.Repeat("-", n) + "1", "13: " + long},
		"signs of negation":  {"networkIsolation: " + strings.Repeat("! ", n) + "true", "13: " + long},
		"sum":                {"volumeSizeGB: 1" + strings.Repeat("+1", n), "13: " + long},
		"alternatives":       {"volumeSizeGB: 1" + strings.Repeat(" | 1", n), "13: " + long},
		"selectors":          {"volumeSizeGB: a" + strings.Repeat(".a", n), "13: " + long},
		"calls":              {"volumeSizeGB: a" + strings.Repeat("()", n), "13: " + long},
		"indices":            {"volumeSizeGB: a" + strings.Repeat("[0]", n), "13: " + long},
		"clauses":            {strings.Repeat("if true ", n) + "{}", "13: " + long},
		"expressions in one": {`image: "` + strings.Repeat(`\(1)`, n) + `"`, "13: " + long},
		"quotation marks":    {"image: " + strings.Repeat(`"`, n+1), "13: " + long},
		"fields":             {"hyperparameters: {" + strings.Repeat("k: \"v\"\n", n) + "}", "13: " + many},
		"elements":           {"arguments: [" + strings.Repeat(`"x",`, n) + "]", "13: " + many},
		"embedded structs":   {strings.Repeat("{}\n", n), "10: " + many},
		"fields of the file": {"}\n}\n" + strings.Repeat("a: 1\n", n) + "b: {{", "1: " + many},
		"attributes": {
			"image: _ " + strings.Repeat("@a(", n) + strings.Repeat(")", n),
			" the file has 100000 signs @, and a spec file at most 10000\n\thelp: keep data out of specs, or move a part of it to another stack\n",
		},
	}
	// Where in a line of a million characters it stops says little.
	column := regexp.MustCompile(`(:[0-9]+):[0-9]+: `)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := report(t, writeRepository(t, map[string]string{stack: spec(test.job)}))
			got = column.ReplaceAllString(got, "$1: ")
			if diff := cmp.Diff(stack+":"+test.want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCrowded gives the loader more of something than any stack can have: one
// finding for each, at its place, and CUE does not see it.
func TestCrowded(t *testing.T) {
	many := func(n int, entry string) string {
		var text strings.Builder
		for i := range n {
			text.WriteString(strings.ReplaceAll(entry, "#", strconv.Itoa(i)) + "\n")
		}
		return text.String()
	}
	const help = "\n\thelp: SageMaker takes no more than 100 of anything; keep data in S3\n"
	const resources = "\n\thelp: CloudFormation allows no more resources in a stack; move some to another stack\n"
	for name, test := range map[string]struct{ text, want string }{
		"hyperparameters": {"stack: jobs: train: hyperparameters: {\n" + many(1001, `k#: "v"`) + "}", "16:21: jobs.train.hyperparameters: got 1001 entries, want at most 1000" + help},
		"lines":           {many(1001, `stack: jobs: train: hyperparameters: k#: "v"`), "16:21: jobs.train.hyperparameters: got 1001 entries, want at most 1000" + help},
		"variables":       {"stack: defaults: environment: {\n" + many(1001, `k#: "v"`) + "}", "16:18: defaults.environment: got 1001 entries, want at most 1000" + help},
		"arguments":       {"stack: jobs: train: arguments: [\n" + many(1001, `"#",`) + "]", "16:21: jobs.train.arguments: got 1001 entries, want at most 1000" + help},
		"unknown fields":  {"stack: jobs: train: {\n" + many(1990, `u#: 1`) + "}", "10:8: jobs.train: got 1992 entries, want at most 1000" + help},
		"request":         {"stack: jobs: train: request: Tags: [\n" + many(1001, `{Key: "a", Value: "#"},`) + "]", "16:30: jobs.train.request.Tags: got 1001 entries, want at most 1000" + help},
		"jobs":            {many(500, "stack: jobs: j#: _"), "10:2: jobs: got 501 entries, want at most 500" + resources},
		"resources":       {many(501, `stack: resources: R#: Type: "AWS::SNS::Topic"`), "16:8: resources: got 501 entries, want at most 500" + resources},
		"two places": {many(1001, `stack: jobs: {a: tags: k#: "v", b: tags: k#: "v"}`),
			"16:18: jobs.a.tags: got 1001 entries, want at most 1000" + help + "stacks/churn/stack.cue:16:36: jobs.b.tags: got 1001 entries, want at most 1000" + help},
		"properties of a resource": {"stack: resources: R: {Type: \"AWS::SNS::Topic\", Properties: {\n" + many(1001, `P#: 1`) + "}}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := test.want
			if want != "" {
				want = "stacks/churn/stack.cue:" + want
			}
			got := report(t, writeRepository(t, map[string]string{"stacks/churn/stack.cue": spec("") + test.text}))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWithinBounds gives the loader large files that are allowed.
func TestWithinBounds(t *testing.T) {
	for name, job := range map[string]string{
		"levels":             "request: " + strings.Repeat("{a: ", 440) + "1" + strings.Repeat("}", 440),
		"alternatives":       `inputMode: "File"` + strings.Repeat(` | "File"`, 1400),
		"elements":           "_data: [" + strings.Repeat("1,", 1999) + "]\nvolumeSizeGB: len(_data)",
		"text":               `hyperparameters: x: "` + strings.Repeat("x", 1<<20-1000) + `"`,
		"lines":              strings.Repeat("\n", 1<<20-1000),
		"comments":           strings.Repeat("// x\n", 200_000),
		"brackets in a text": `hyperparameters: x: "` + strings.Repeat("[{(", 2000) + `\(1)` + strings.Repeat(": ", 2000) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := report(t, writeRepository(t, map[string]string{"stacks/churn/stack.cue": spec(job)})); got != "" {
				t.Errorf("diagnostics: %s", got)
			}
		})
	}
}
