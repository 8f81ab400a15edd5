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
