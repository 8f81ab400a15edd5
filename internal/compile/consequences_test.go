package compile_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// TestMistakesOfAllKinds finds, beside a mistake that CUE finds, all that are
// found later, and nothing that only follows from it.
func TestMistakesOfAllKinds(t *testing.T) {
	const ceiling = "jobs: [_]: maxRuntimeSeconds: <=3600 | error(\"at most an hour\")\n"
	for _, test := range []struct {
		name, cue string
		want      []string
	}{
		{"a whole number in the request", spectest.Complete("retryAttempts: 31\ninstanceType: \"ml.g5.xlarge\"\nrequest: StoppingCondition: MaxPendingTimeInSeconds: 7200"),
			[]string{"jobs.train.retryAttempts: got 31, want a whole number from 1 to 30"}},
		{"a mistaken name is no value", spectest.Complete(`instancetype: "ml.m5.large2"`),
			[]string{"jobs.train.instancetype: unknown field; did you mean instanceType?"}},
		{"a default above a ceiling", spectest.Stack(fmt.Sprintf(`jobs: train: {image: %q, output: s3: "s3://acme/"}`, spectest.Image) + "\n" + ceiling),
			[]string{"jobs[_].maxRuntimeSeconds: at most an hour: this excludes smgen's default 86400"}},
		{"a request beside a mistaken field", spectest.Complete("maxRuntimeSeconds: 1.5\nrequest: StoppingCondition: MaxRuntimeInSeconds: 60"),
			[]string{"jobs.train.maxRuntimeSeconds: got 1.5, want whole seconds, 1 to 2419200 (28 days)"}},
		{"a job without output beside a mistaken schedule", spectest.Stack(fmt.Sprintf(`jobs: train: {image: %q, schedule: expression: 1}`, spectest.Image)),
			[]string{"jobs.train.schedule.expression: got 1, want a string", "jobs.train.output: OutputDataConfig is missing", "notify: nobody is told when a training job of this stack fails or does not start"}},
		{"a job whose image and output are misspelled", spectest.Stack(`jobs: train: {imag: "x", output_data_s3_path: "s3://acme/"}`),
			[]string{"jobs.train.imag: unknown field; did you mean image?", "jobs.train.output_data_s3_path: unknown field; Terraform's output_data_s3_path is output: s3 here"}},
		{"a job whose output is mistaken", spectest.Stack(fmt.Sprintf(`jobs: train: {image: %q, output: s3: "acme"}`, spectest.Image)),
			[]string{`jobs.train.output.s3: got "acme", want an S3 URI such as "s3://bucket/prefix/", or {bucket: {import: "export-name"}, prefix: "path/"}`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, d := range withoutAdvice(one(t, test.cue).Diags) {
				got = append(got, d.Path+": "+d.Message)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
