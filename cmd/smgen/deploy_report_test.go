package main

import (
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
)

// TestDeployedOutputsConcealed has an output that looks like a secret.
func TestDeployedOutputsConcealed(t *testing.T) {
	report := &deploy.Report{Stacks: []deploy.Stack{{
		Target: &target.Target{Name: "churn"}, Result: progress.Deployed, Outputs: map[string]string{"ApiKey": "hunter2", "Url": "plain"},
	}}}
	for _, format := range []string{textFormat, "json"} {
		var out strings.Builder
		o := &deployOptions{cloudOptions: cloudOptions{compileOptions: compileOptions{env: environment{stdout: &out}}}, format: choice{value: format}}
		if err := o.writeOutputs(report); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); strings.Contains(got, "hunter2") || !strings.Contains(got, "ApiKey") || !strings.Contains(got, "plain") {
			t.Errorf("%s: %s", format, got)
		}
	}
}

// TestNextStaysWhereItWas expects the command that comes next to work on the same
// stacks as the one that failed.
func TestNextStaysWhereItWas(t *testing.T) {
	failed := &deploy.Stack{Target: &target.Target{Name: "a", Dir: "stacks/a"}, Result: progress.Failed, Next: "smgen rollback stacks/a"}
	for want, o := range map[string]cloudOptions{
		"next: smgen rollback stacks/a\n":                {},
		"next: smgen rollback stacks/a --local\n":        {local: true},
		"next: smgen rollback stacks/a --profile prod\n": {profile: "prod"},
	} {
		if text := (&deployOptions{cloudOptions: o}).failureText(failed); !strings.HasSuffix(text, want) {
			t.Errorf("want %q at the end of %q", want, text)
		}
	}
}
