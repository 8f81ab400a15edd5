package plan_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// BenchmarkCompare compares 300 stacks, each of 60 KB before and after: in one of
// ten a role is replaced, in the others one hyperparameter changes.
func BenchmarkCompare(b *testing.B) {
	type stack struct{ before, after *template.Document }
	var stacks []stack
	size := 0
	for i := range 300 {
		path := "/training/"
		if i%10 == 0 {
			path = "/ml/"
		}
		before, after := big("/training/", 1), big(path, 2)
		size = len(before)
		stacks = append(stacks, stack{parse(b, before), parse(b, after)})
	}
	b.Logf("templates of %d bytes", size)
	for b.Loop() {
		for _, s := range stacks {
			if p := plan.Compare(s.before, s.after, plan.Options{}); len(p.Changes) == 0 {
				b.Fatal("no change")
			}
		}
	}
}

// big writes a template with a role and 40 schedules that pass it on.
func big(path string, epochs int) string {
	var text bytes.Buffer
	fmt.Fprintf(&text, `{"Resources": {"Runner": {"Type": "AWS::IAM::Role", "Properties": {"Path": %q, "AssumeRolePolicyDocument": {}}}`, path)
	for i := range 40 {
		value := 1
		if i == 0 {
			value = epochs
		}
		fmt.Fprintf(&text, `, "Nightly%d": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "RoleArn": {"Fn::GetAtt": ["Runner", "Arn"]}, "Input": {"Fn::Join": ["", ["{\"HyperParameters\":{\"epochs\":\"%d\"%s},\"RoleArn\":\"", {"Fn::GetAtt": ["Runner", "Arn"]}, "\"}"]]}}}}`, i, value, bytes.Repeat([]byte(`,\"text\":\"0123456789012345678901234567890123456789\"`), 1))
		fmt.Fprintf(&text, `, "Log%d": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "%s"}}`, i, bytes.Repeat([]byte("x"), 850))
	}
	text.WriteString("}}")
	return text.String()
}
