package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/request/model"
)

// parse decodes JSON as Validate wants it. A string "<symbolic>" becomes a
// value that only CloudFormation knows.
func parse(t testing.TB, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var doc any
	if err := d.Decode(&doc); err != nil {
		t.Fatalf("parse %s: %v", text, err)
	}
	return symbolic(doc)
}

type deployTime struct{}

func (deployTime) LeastLength() int { return 0 }

func symbolic(doc any) any {
	switch d := doc.(type) {
	case map[string]any:
		for k := range d {
			d[k] = symbolic(d[k])
		}
	case []any:
		for i := range d {
			d[i] = symbolic(d[i])
		}
	case string:
		if d == "<symbolic>" {
			return deployTime{}
		}
	}
	return doc
}

// The messages of one member each. The shape is looked up by path, and the
// pointer is that of the problem below the document.
func TestValidateMember(t *testing.T) {
	long := strings.Repeat("ü", 70)
	tests := []struct{ path, doc, pointer, message, help string }{
		// types
		{"ResourceConfig.InstanceCount", `"10"`, "", `got string "10", want integer`, "write it without quotes: 10"},
		{"ResourceConfig.InstanceCount", `"ten"`, "", `got string "ten", want integer`, ""},
		{"ResourceConfig.InstanceCount", `true`, "", "got true, want integer", ""},
		{"ResourceConfig.InstanceCount", `null`, "", "got null, want integer", ""},
		{"ResourceConfig.InstanceCount", `"<symbolic>"`, "", "got a value that is known only when CloudFormation deploys, want integer", ""},
		{"HyperParameters", `{"epochs": 10}`, "/epochs", "got number 10, want string", `write it in quotes: "10"`},
		{"HyperParameters", `{"deep": {}}`, "/deep", "got an object, want string", ""},
		{"HyperParameters", `{"shuffle": false}`, "/shuffle", "got false, want string", `write it in quotes: "false"`},
		{"HyperParameters", `[]`, "", "got a list, want an object of strings", ""},
		{"HyperParameters", `"<symbolic>"`, "", "got a value that is known only when CloudFormation deploys, want an object of strings", ""},
		{"EnableNetworkIsolation", `"true"`, "", `got string "true", want boolean`, "write it without quotes: true"},
		{"EnableNetworkIsolation", `1`, "", "got number 1, want boolean", ""},
		{"VpcConfig.Subnets", `"subnet-1"`, "", `got string "subnet-1", want a list of strings`, `write a list: ["subnet-1"]`},
		{"Tags", `{"Key": "a", "Value": "b"}`, "", "got an object, want a list of objects", "put it in a list"},
		{"VpcConfig", `"x"`, "", `got string "x", want an object`, ""},
		{"VpcConfig", `{"Subnets": ["a"], "SecurityGroupIds": null}`, "/SecurityGroupIds", "got null, want a list of strings", ""},
		{"OutputDataConfig", `{"S3OutputPath": "s3://b", "KmsKeyId": null}`, "/KmsKeyId", "got null, want string", "leave it out instead"},
		{"ProfilerConfig.ProfilingIntervalInMilliseconds", `"` + long + `"`, "", `got string "` + long[:120] + `…", want integer`, ""},

		// numbers
		{"ResourceConfig.InstanceCount", `1.0`, "", "got number 1.0, want integer", "write it without fraction and exponent: 1"},
		{"ResourceConfig.InstanceCount", `1e3`, "", "got number 1e3, want integer", "write it without fraction and exponent: 1000"},
		{"ResourceConfig.InstanceCount", `1.5`, "", "got number 1.5, want integer", ""},
		{"ResourceConfig.InstanceCount", `1e999999999`, "", "got number 1e999999999, want integer", ""},
		{"ResourceConfig.InstanceCount", `-1`, "", "got -1, want at least 0", ""},
		{"ResourceConfig.InstanceCount", `2147483648`, "", "got 2147483648, want at most 2147483647", ""},
		{"InputDataConfig[].ShuffleConfig.Seed", `9223372036854775808`, "", "got 9223372036854775808, want at most 9223372036854775807", ""},
		{"InputDataConfig[].ShuffleConfig.Seed", `-9223372036854775809`, "", "got -9223372036854775809, want at least -9223372036854775808", ""},
		{"StoppingCondition.MaxRuntimeInSeconds", `0`, "", "got 0, want at least 1", ""},
		{"StoppingCondition.MaxPendingTimeInSeconds", `60`, "", "got 60, want 7200 to 2419200", ""},

		// enums
		{"AlgorithmSpecification.TrainingInputMode", `"file"`, "", `got "file", want Pipe, File or FastFile`, "did you mean File?"},
		{"AlgorithmSpecification.TrainingInputMode", `"Stream"`, "", `got "Stream", want Pipe, File or FastFile`, ""},
		{"ServerlessJobConfig.Peft", `"QLORA"`, "", `got "QLORA", want LORA`, "did you mean LORA?"},
		{"ResourceConfig.InstanceType", `"ml.m5.lage"`, "", `got "ml.m5.lage", want one of the 225 values of TrainingInstanceType`, "did you mean ml.m5.large, ml.m5.xlarge or ml.r5.large?"},
		{"ResourceConfig.InstanceType", `"m5.large"`, "", `got "m5.large", want one of the 225 values of TrainingInstanceType`, "did you mean ml.m5.large?"},
		{"ResourceConfig.InstanceType", `"ml.p3dn.medium"`, "", `got "ml.p3dn.medium", want one of the 225 values of TrainingInstanceType`, "did you mean ml.t3.medium or ml.p3dn.24xlarge?"},
		{"ResourceConfig.InstanceType", `"large"`, "", `got "large", want one of the 225 values of TrainingInstanceType`, "did you mean ml.m5.large, ml.m6i.large or ml.r5d.large?"},
		{"ResourceConfig.InstanceType", `"gpu please"`, "", `got "gpu please", want one of the 225 values of TrainingInstanceType`, ""},

		// lengths and sizes
		{"TrainingJobName", `""`, "", "got 0 characters, want 1 to 63", ""},
		{"OutputDataConfig.KmsKeyId", `"` + strings.Repeat("k", 2049) + `"`, "", "got 2049 characters, want at most 2048", ""},
		{"Environment", `{"A": "` + strings.Repeat("ü", 513) + `"}`, "/A", "got 513 characters, want at most 512", ""},
		{"HyperParameters", `{"` + strings.Repeat("k", 257) + `": ""}`, "/" + strings.Repeat("k", 257), "got a key of 257 characters, want at most 256", ""},
		{"VpcConfig", `{"Subnets": [], "SecurityGroupIds": ["sg-1"]}`, "/Subnets", "got 0 elements, want 1 to 16", ""},
		{"AlgorithmSpecification", `{"TrainingInputMode": "File", "ContainerArguments": []}`, "/ContainerArguments", "got 0 elements, want 1 to 100", "leave it out instead"},
		{"ResourceConfig.InstancePreferences[].TrainingPlanArns", `["<symbolic>", "<symbolic>"]`, "", "got 2 elements, want exactly 1", ""},
		{"DebugHookConfig.HookParameters", object(21), "", "got 21 entries, want at most 20", ""},

		// patterns
		{"OutputDataConfig.S3OutputPath", `"s3:/b"`, "", `got "s3:/b", want an S3 URI`, "such as s3://my-bucket/prefix/"},
		{"HyperParameters", `{"a": "x\ny"}`, "/a", `got "x\ny", want text without line breaks`, ""},
		{"Environment", `{"1A": ""}`, "/1A", `got a key "1A", want letters, digits and underscores, without a digit in front`, "such as LOG_LEVEL"},
		{"HyperParameters", `{"a/b~c": 1}`, "/a~1b~0c", "got number 1, want string", `write it in quotes: "1"`},

		// members
		{"InputDataConfig[]", `{"DataSource": {}}`, "", "ChannelName is missing", "add ChannelName: letters, digits, dots, dashes and underscores, such as training"},
		{"AlgorithmSpecification", `{}`, "", "TrainingInputMode is missing", "add TrainingInputMode: Pipe, File or FastFile"},
		{"InputDataConfig[]", `{"ChannelName": "a"}`, "", "DataSource is missing", "add DataSource: an object"},
		{"InputDataConfig[].DataSource.S3DataSource.ModelAccessConfig", `{}`, "", "AcceptEula is missing", "add AcceptEula: true or false"},
		{"StoppingCondition", `{"max_runtime_in_seconds": 1}`, "/max_runtime_in_seconds", `StoppingCondition has no member "max_runtime_in_seconds"`, "did you mean MaxRuntimeInSeconds?"},
		{"StoppingCondition", `{"Foo": 1}`, "/Foo", `StoppingCondition has no member "Foo"`, "remove it; the members are MaxPendingTimeInSeconds, MaxRuntimeInSeconds and MaxWaitTimeInSeconds"},
		{"InputDataConfig[]", `{"ChannelName": "a", "DataSource": {}, "S3Uri": "s3://b"}`, "/S3Uri", `Channel has no member "S3Uri"`, "S3Uri belongs under DataSource.S3DataSource"},
	}
	for _, test := range tests {
		s := model.CreateTrainingJob().Lookup(test.path)
		if s == nil {
			t.Errorf("the model has no %s", test.path)
			continue
		}
		got := s.Validate(parse(t, test.doc))
		for i := range got {
			got[i].Member, got[i].Unlisted = "", false
		}
		want := []model.Problem{{Pointer: test.pointer, Message: test.message, Help: test.help}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", test.path, test.doc, diff)
		}
	}
}

// object returns a JSON object with n entries.
func object(n int) string {
	entries := make([]string, n)
	for i := range entries {
		entries[i] = `"` + strings.Repeat("k", i+1) + `": ""`
	}
	return "{" + strings.Join(entries, ", ") + "}"
}

// A request with many mistakes: everything is reported, in the order in which a
// reader meets it, the tenth channel after the second.
func TestValidateAll(t *testing.T) {
	channel := `{"ChannelName": "a", "DataSource": {}}`
	broken := `{"ChannelName": "a b", "DataSource": {}}`
	channels := strings.Join([]string{channel, channel, broken, channel, channel, channel, channel, channel, channel, channel, broken}, ",")
	got := model.CreateTrainingJob().Validate(parse(t, `{
		"TrainingJobName": "bad_name",
		"InstanceType": "ml.m5.large",
		"RetryStrategy": {"MaximumRetryAttempts": 1, "RoleArn": "<symbolic>"},
		"ResourceConfig": {"InstanceGroups": [{"InstanceType": "ml.m5.large", "InstanceCount": "1"}]},
		"InputDataConfig": [`+channels+`],
		"HyperParameters": {"10": 1, "9": "", "x": true},
		"SomethingElse": null
	}`))
	const name = "letters, digits, dots, dashes and underscores"
	want := []model.Problem{
		{"", "OutputDataConfig", "OutputDataConfig is missing", "add OutputDataConfig: an object with S3OutputPath", false},
		{"", "RoleArn", "RoleArn is missing", "add RoleArn: the ARN of an IAM role, such as arn:aws:iam::123456789012:role/training", false},
		{"/HyperParameters/10", "HyperParameters{}", "got number 1, want string", `write it in quotes: "1"`, false},
		{"/HyperParameters/x", "HyperParameters{}", "got true, want string", `write it in quotes: "true"`, false},
		{"/InputDataConfig/2/ChannelName", "InputDataConfig[].ChannelName", `got "a b", want ` + name, "such as training", false},
		{"/InputDataConfig/10/ChannelName", "InputDataConfig[].ChannelName", `got "a b", want ` + name, "such as training", false},
		{"/InstanceType", "InstanceType", `CreateTrainingJob has no member "InstanceType"`, "InstanceType belongs under ResourceConfig", false},
		{"/ResourceConfig/InstanceGroups/0", "ResourceConfig.InstanceGroups[].InstanceGroupName", "InstanceGroupName is missing", "add InstanceGroupName: text without line breaks, not empty", false},
		{"/ResourceConfig/InstanceGroups/0/InstanceCount", "ResourceConfig.InstanceGroups[].InstanceCount", `got string "1", want integer`, "write it without quotes: 1", false},
		{"/RetryStrategy/RoleArn", "RetryStrategy.RoleArn", `RetryStrategy has no member "RoleArn"`, "RoleArn belongs at the top of the request", false},
		{"/SomethingElse", "SomethingElse", `CreateTrainingJob has no member "SomethingElse"`, "remove it, or see CreateTrainingJobRequest in the SageMaker API reference", false},
		{"/TrainingJobName", "TrainingJobName", `got "bad_name", want letters, digits and dashes, without a dash at either end`, "such as churn-2026", false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Validate (-want +got):\n%s", diff)
	}
}

// Two findings in one string are both reported.
func TestValidateLengthAndPattern(t *testing.T) {
	got := model.CreateTrainingJob().Lookup("TrainingJobName").Validate(strings.Repeat("a_", 35))
	want := []model.Problem{
		{Message: "got 70 characters, want 1 to 63"},
		{Message: `got "` + strings.Repeat("a_", 30) + `…", want letters, digits and dashes, without a dash at either end`, Help: "such as churn-2026"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Validate (-want +got):\n%s", diff)
	}
}

func TestValidateAccepts(t *testing.T) {
	for path, docs := range map[string][]string{
		"TrainingJobName":                                {`"` + strings.Repeat("a", 63) + `"`, `"<symbolic>"`},
		"Environment{}":                                  {`"` + strings.Repeat("ü", 512) + `"`, `"a\nb"`, `""`},
		"ResourceConfig.InstanceType":                    {`"ml.p5.48xlarge"`, `"<symbolic>"`},
		"ResourceConfig.InstanceCount":                   {`0`, `2147483647`, `-0`},
		"ProfilerConfig.ProfilingIntervalInMilliseconds": {`9223372036854775807`, `9007199254740993`},
		"VpcConfig.Subnets":                              {`"<symbolic>"`, `["<symbolic>", "subnet-1"]`},
		"EnableNetworkIsolation":                         {`true`, `false`},
		"HyperParameters":                                {`{}`, `{"a": "<symbolic>"}`, `{"": ""}`},
		"ResourceConfig":                                 {`{}`},
	} {
		for _, doc := range docs {
			if got := model.CreateTrainingJob().Lookup(path).Validate(parse(t, doc)); got != nil {
				t.Errorf("%s: %s: got %+v, want no problem", path, doc, got)
			}
		}
	}
}

// Values that no JSON decoder makes are refused, not trusted.
func TestValidateForeign(t *testing.T) {
	for want, doc := range map[string]any{
		"got a Go value of type int, want integer": 1,
		"got number 007, want integer":             json.Number("007"),
		"got number +5, want integer":              json.Number("+5"),
		"got number , want integer":                json.Number(""),
		"got number -, want integer":               json.Number("-"),
	} {
		got := model.CreateTrainingJob().Lookup("ResourceConfig.InstanceCount").Validate(doc)
		if len(got) != 1 || got[0].Message != want {
			t.Errorf("%v: got %+v, want %q", doc, got, want)
		}
	}
}
