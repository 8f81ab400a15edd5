package artifact

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/target"
)

const before = `{
  "Resources": {
    "ALauncher": {
      "Properties": {
        "Code": {
          "S3Bucket": "code",
          "S3Key": "lambda/a.zip"
        },
        "Description": "\"S3Key\": \"lambda/a.zip\"",
        "Environment": {"Variables": {"Code": {"S3Key": "lambda/a.zip"}}}
      },
      "Type": "AWS::Lambda::Function"
    },
    "BLauncher": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "lambda/b.zip", "S3Bucket": "code"}}},
    "Elsewhere": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "lambda/a.zip", "S3Bucket": "other"}}},
    "Imported": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "lambda/a.zip", "S3Bucket": {"Fn::ImportValue": "code"}}}},
    "Inline": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ZipFile": "S3Key"}}},
    "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Code": {"S3Key": "lambda/a.zip", "S3Bucket": "code"}}},
    "Own": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "lambda/a.zip", "S3Bucket": "code", "S3ObjectVersion": "1"}}},
    "Text": {"Type": "AWS::Lambda::Function", "Properties": {"Code": [{"S3Key": "lambda/a.zip", "S3Bucket": "code"}]}},
    "Unknown": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "lambda/c.zip", "S3Bucket": "code"}}}
  }
}
`

// TestPin expects a version beside the key of each function of the bucket, on a
// line of its own where the template has lines, and every other byte as it was.
func TestPin(t *testing.T) {
	versions := map[string]string{"lambda/a.zip": `v"1`, "lambda/b.zip": "v2"}
	for name, test := range map[string]struct {
		bucket  target.Bucket
		changes []string
	}{
		"a bucket by its name": {target.Bucket{Name: "code"}, []string{
			"          \"S3Key\": \"lambda/a.zip\"\n", "          \"S3Key\": \"lambda/a.zip\",\n          \"S3ObjectVersion\": \"v\\\"1\"\n",
			`"Code": {"S3Key": "lambda/b.zip", "S3Bucket"`, `"Code": {"S3Key": "lambda/b.zip",` + "\n" + `    "S3ObjectVersion": "v2", "S3Bucket"`,
		}},
		"an export": {target.Bucket{Export: "code"}, []string{
			`"S3Key": "lambda/a.zip", "S3Bucket": {`, `"S3Key": "lambda/a.zip",` + "\n" + `    "S3ObjectVersion": "v\"1", "S3Bucket": {`,
		}},
		"another bucket": {target.Bucket{Name: "third"}, nil},
	} {
		got, err := pin(&target.Target{Template: []byte(before), Bucket: test.bucket}, versions)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.NewReplacer(test.changes...).Replace(before), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if !json.Valid(got) {
			t.Errorf("%s: the pinned template is no JSON", name)
		}
	}
	if one, err := pin(&target.Target{Template: []byte(`{"Resources":{"A":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"S3Bucket":"b","S3Key":"k"}}}}}`), Bucket: target.Bucket{Name: "b"}}, map[string]string{"k": "v"}); err != nil || !strings.Contains(string(one), `"S3Key":"k","S3ObjectVersion": "v"}`) {
		t.Errorf("a template in one line: %s, %v", one, err)
	}
}
