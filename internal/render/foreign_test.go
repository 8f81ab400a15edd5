package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render"
	"github.com/smgen/smgen/internal/spectest"
)

// TestForeign prints the policies that other accounts need for what is theirs.
func TestForeign(t *testing.T) {
	const root = `"Principal":{"AWS":["arn:aws:iam::123456789012:root"]}`
	for job, want := range map[string]string{
		`image: "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/train:v1"`: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + root + `,"Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}`,
		`output: kmsKey: "arn:aws:kms:us-east-1:210987654321:key/0000"`:       `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + root + `,"Action":["kms:Decrypt","kms:Encrypt","kms:GenerateDataKey"],"Resource":["*"]}]}`,
		`volumeKmsKey: "arn:aws:kms:us-east-1:210987654321:key/0000"`:         `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + root + `,"Action":["kms:CreateGrant"],"Resource":["*"],"Condition":{"Bool":{"kms:GrantIsForAWSResource":["true"]}}},{"Effect":"Allow",` + root + `,"Action":["kms:DescribeKey"],"Resource":["*"]}]}`,
		`output: kmsKey: "arn:aws:kms:us-east-1:123456789012:key/0000"`:       "",
		`volumeKmsKey: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"`:                "",
	} {
		result, err := render.Stack(spectest.Load(t, spectest.Complete(job)), noAssets)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		for _, d := range result.Diags {
			if d.Severity != diag.Note {
				t.Errorf("%s: %s", job, d.Message)
			}
			_, policy, _ := strings.Cut(d.Help, " policy needs ")
			got += policy
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: policy (-want +got):\n%s", job, diff)
		}
	}
}
