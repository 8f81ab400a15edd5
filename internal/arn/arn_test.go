package arn_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/arn"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]arn.ARN{
		"arn:aws:iam::123456789012:role/team/Train":      {Partition: "aws", Service: "iam", Account: "123456789012", Resource: "role/team/Train"},
		"arn:aws:s3:::bucket/a:b*":                       {Partition: "aws", Service: "s3", Resource: "bucket/a:b*"},
		"arn:aws-cn:kms:cn-north-1:123456789012:key/1-2": {Partition: "aws-cn", Service: "kms", Region: "cn-north-1", Account: "123456789012", Resource: "key/1-2"},
		"arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:/aws/sagemaker/TrainingJobs:*": {
			Partition: "aws-us-gov", Service: "logs", Region: "us-gov-west-1", Account: "123456789012",
			Resource: "log-group:/aws/sagemaker/TrainingJobs:*",
		},
		"arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-4XAMPLE": {
			Partition: "aws", Service: "sagemaker", Region: "us-east-1", Account: "123456789012", Resource: "mlflow-app/app-4XAMPLE",
		},
		"arn:aws:iam::aws:policy/ReadOnlyAccess":           {Partition: "aws", Service: "iam", Account: "aws", Resource: "policy/ReadOnlyAccess"},
		"arn:*:sagemaker:*:1234*:training-job/*":           {Partition: "*", Service: "sagemaker", Region: "*", Account: "1234*", Resource: "training-job/*"},
		"arn:aws:scheduler:::aws-sdk:sagemaker:createXJob": {Partition: "aws", Service: "scheduler", Resource: "aws-sdk:sagemaker:createXJob"},
	} {
		got, err := arn.Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     `"" is not an ARN; want arn:partition:service:region:account:resource`,
		"MyRole":                               `"MyRole" is not an ARN; want arn:partition:service:region:account:resource`,
		"arn:aws:iam::123456789012":            `"arn:aws:iam::123456789012" is not an ARN; want arn:partition:service:region:account:resource`,
		"arn:aws:iam::123456789012:":           `ARN "arn:aws:iam::123456789012:" ends before its resource; want arn:partition:service:region:account:resource`,
		"arn:aws:iam::12345678901:role/R":      `ARN "arn:aws:iam::12345678901:role/R" has the account "12345678901"; want twelve digits`,
		"arn:aws:iam::1234-5678-9012:role/R":   `ARN "arn:aws:iam::1234-5678-9012:role/R" has the account "1234-5678-9012"; want twelve digits`,
		"arn:amazon:iam::123456789012:role/R":  `ARN "arn:amazon:iam::123456789012:role/R" has the partition "amazon"; want aws, aws-cn, aws-us-gov or another of AWS's`,
		"arn:aws:S3:::bucket":                  `ARN "arn:aws:S3:::bucket" has the service "S3"; want a lower-case name such as s3 or sagemaker`,
		"arn:aws:sns:Virginia:123456789012:t":  `ARN "arn:aws:sns:Virginia:123456789012:t" has the region "Virginia"; want one such as us-east-1, or nothing for a global service`,
		"arn:aws:iam::123456789012:role/R\n":   `ARN "arn:aws:iam::123456789012:role/R\n" contains white space; remove it`,
		" arn:aws:iam::123456789012:role/R":    `ARN " arn:aws:iam::123456789012:role/R" contains white space; remove it`,
		"arn:aws:iam::${AWS::AccountId}:role/": `ARN "arn:aws:iam::${AWS::AccountId}:role/" has the account "${AWS"; want twelve digits`,
	} {
		got, err := arn.Parse(text)
		if err == nil {
			t.Errorf("Parse(%q) = %v, want the error %q", text, got, want)
		} else if err.Error() != want {
			t.Errorf("Parse(%q): %v\nwant %s", text, err, want)
		}
	}
}

func TestPartition(t *testing.T) {
	for region, want := range map[string]string{
		"us-east-1": "aws", "eu-central-1": "aws", "mx-central-1": "aws", "": "aws",
		"cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov", "us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b",
		"eu-isoe-west-1": "aws-iso-e", "us-isof-south-1": "aws-iso-f", "eusc-de-east-1": "aws-eusc",
	} {
		if got := arn.Partition(region); got != want {
			t.Errorf("Partition(%q) = %q, want %q", region, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	// What the patterns of ARNs in the API have in common, with the wildcards of
	// policies besides.
	documented := regexp.MustCompile(`^arn:(aws[a-z-]*|\*):[a-z0-9*?.-]+:[a-z0-9*?-]*:([0-9*?]*|[a-z-]+):\S+$`)
	for _, seed := range []string{"arn:aws:iam::123456789012:role/R", "arn:aws:s3:::b/k:v", "arn:*:*:*:*:*", "arn:::::", "", "arn:aws:s3:::b\u2028k", strings.Repeat("arn:", 1000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := arn.Parse(text)
		if err == nil && a.String() != text {
			t.Errorf("Parse(%q).String() = %q", text, a.String())
		}
		if err == nil && !documented.MatchString(text) {
			t.Errorf("Parse(%q) takes what no pattern of the API does", text)
		}
		if err != nil && a != (arn.ARN{}) {
			t.Errorf("Parse(%q) = %v along with the error %v", text, a, err)
		}
	})
}
