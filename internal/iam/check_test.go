package iam_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/iam"
)

func TestCheckAction(t *testing.T) {
	const syntax = "write service:Action, such as s3:GetObject, with wildcards only after the colon"
	for action, want := range map[string]*iam.Problem{
		"s3:GetObject": nil, "S3:getobject": nil, "s3:*": nil, "s3:Get*": nil, "*": nil, "sagemaker-mlflow:Log?etric": nil,
		"s3:GetObjct":              {Message: `"s3:GetObjct" is not an action of s3`, Help: "did you mean s3:GetObject?"},
		"DynamoDB:GetItems":        {Message: `"DynamoDB:GetItems" is not an action of DynamoDB`, Help: "did you mean dynamodb:GetItem?"},
		"sagemaker:LogMetric":      {Message: `"sagemaker:LogMetric" is not an action of sagemaker`, Help: "did you mean sagemaker-mlflow:LogMetric?"},
		"kms:Frobnicate":           {Message: `"kms:Frobnicate" is not an action of kms`, Help: "look it up under kms in the AWS service authorization reference"},
		"athena:TagResources":      {Message: `"athena:TagResources" is not an action of athena`, Help: "did you mean athena:TagResource?"},
		"s3:Gett*":                 {Message: `"s3:Gett*" covers no IAM action`, Help: "compare with the names of the actions of s3 in the AWS service authorization reference"},
		"cloudwach:PutMetricData":  {Message: `"cloudwach:PutMetricData" names the service "cloudwach", which IAM does not have`, Help: "did you mean cloudwatch:PutMetricData?"},
		"cloudwach:Put*":           {Message: `"cloudwach:Put*" names the service "cloudwach", which IAM does not have`, Help: "did you mean the service cloudwatch?"},
		"somethingelse:PutRecords": {Message: `"somethingelse:PutRecords" names the service "somethingelse", which IAM does not have`, Help: "look the prefix up in the AWS service authorization reference"},
		"":                         {Message: `"" is not an IAM action`, Help: syntax},
		"s3":                       {Message: `"s3" is not an IAM action`, Help: syntax},
		"s3:":                      {Message: `"s3:" is not an IAM action`, Help: syntax},
		"s*:GetObject":             {Message: `"s*:GetObject" is not an IAM action`, Help: syntax},
		"s3:GetObject ":            {Message: `"s3:GetObject " is not an IAM action`, Help: syntax},
		"s3:Get:Object":            {Message: `"s3:Get:Object" is not an IAM action`, Help: syntax},
		"s3.GetObject\n":           {Message: `"s3.GetObject\n" is not an IAM action`, Help: syntax},
	} {
		if diff := cmp.Diff(want, iam.CheckAction(action)); diff != "" {
			t.Errorf("CheckAction(%q) (-want +got):\n%s", action, diff)
		}
	}
}

// The same question put to a regular expression has the same answer.
func FuzzExpandWildcard(f *testing.F) {
	for _, seed := range []string{"*", "Get*", "?etObject", "*b*c*", "Put??j**t?", "abortmultipartupload", "", "*?*"} {
		f.Add(seed)
	}
	all := iam.ExpandWildcard("s3:*")
	f.Fuzz(func(t *testing.T, name string) {
		if len(name) > 40 || strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
			return // the expression folds letters beyond ASCII, IAM has none
		}
		expression := regexp.QuoteMeta(name)
		expression = strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(expression)
		oracle, err := regexp.Compile("(?i)^s3:" + expression + "$")
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, action := range all {
			if oracle.MatchString(action) {
				want = append(want, action)
			}
		}
		got := iam.ExpandWildcard("s3:" + name)
		if !slices.Equal(want, got) {
			t.Errorf("ExpandWildcard(s3:%s) = %v, want %v", name, got, want)
		}
		if problem := iam.CheckAction("s3:" + name); (problem == nil) != (len(got) > 0) {
			t.Errorf("CheckAction(s3:%s) = %v, but it covers %v", name, problem, got)
		}
	})
}
