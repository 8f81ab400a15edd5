package jobs_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/plan/jobs"
)

// TestSecrets puts a secret wherever a name or its form tells that it is one: it is
// in no text and in no value, whether it comes, goes or changes.
func TestSecrets(t *testing.T) {
	request := func(secret string) map[string]any {
		return map[string]any{
			"TrainingJobName": "train-<aws.scheduler.execution-id>",
			"HyperParameters": map[string]any{"api_key": secret, "config": `{"db": {"password": "` + secret + `"}}`, "address": "postgres://me:" + secret + "@db/x"},
			"Environment":     map[string]any{"HF_TOKEN": secret, "KEY": "AKIA" + strings.ToUpper(secret) + "AAAAAAAAA"},
			"Tags":            []any{map[string]any{"Key": "Password", "Value": secret}},
			"AlgorithmSpecification": map[string]any{
				"ContainerArguments": []any{"--token", secret, "--password=" + secret, "--url", "postgres://me:" + secret + "@db/x"}},
			"InputDataConfig": []any{map[string]any{"ChannelName": "train", "DataSource": map[string]any{"S3DataSource": map[string]any{"S3Uri": "https://me:" + secret + "@host/x"}}}},
			"Unknown":         []any{map[string]any{"Secret": secret}},
		}
	}
	none := map[string]any{"TrainingJobName": "train-<aws.scheduler.execution-id>"}
	for _, kind := range []jobs.Kind{jobs.Scheduler, jobs.Custom, jobs.StepFunctions} {
		for what, pair := range map[string][2]map[string]any{
			"changed": {request("hunter2"), request("hunter3")}, "added": {none, request("hunter2")}, "removed": {request("hunter2"), none},
		} {
			c := jobs.Compare(sent(t, kind, pair[0]), sent(t, kind, pair[1]), options)
			text, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(strings.ToLower(string(text)), "hunter") {
				t.Errorf("%s, %s: a secret is shown: %s", kind, what, text)
			}
			if got := len(lines(c)); got < 9 {
				t.Errorf("%s, %s: %d lines, want one for each secret:\n%s", kind, what, got, strings.Join(lines(c), "\n"))
			}
		}
	}
}
