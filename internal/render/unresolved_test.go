package render_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/render"
	"github.com/smgen/smgen/internal/spectest"
)

// TestUnresolved refers to a resource that is not there in each way that
// CloudFormation has, and to what is there.
func TestUnresolved(t *testing.T) {
	stack := spectest.Load(t, spectest.Stack(`resources: R: {Type: "AWS::SQS::Queue", DependsOn: "Gone"}
		resources: Q: {Type: "AWS::SQS::Queue", DependsOn: ["R", "Gone"], Properties: {
			QueueName: "Fn::Sub": ["${Q}-${own}-${!Literal}-${AWS::Region}-${Gone.Arn}", {own: "x"}]
			Tags: [
				{Key: "a", Value: Ref: "AWS::Region"}, {Key: "b", Value: "Fn::GetAtt": ["Gone", "Arn"]}, {Key: "c", Value: "Fn::GetAtt": "R.Arn"},
				{Key: "d", Value: Ref: "Gone"}, {Key: "e", Value: Ref: "FailureTopic"},
			]
		}}
		deploy: stackPolicy: Statement: [
			{Effect: "Allow", Action: "Update:*", NotResource: "LogicalResourceId/Lost"},
			{Effect: "Deny", Action: "Update:Delete", Resource: ["LogicalResourceId/Q", "*", "LogicalResourceId/Go*", "LogicalResourceId/FailureTopic", "LogicalResourceId/Gone"]},
		]
		notify: create: true`))
	result, err := render.Stack(stack, noAssets)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`error deploy.stackPolicy.Statement[0].NotResource: the template has no resource "Lost"`,
		`error deploy.stackPolicy.Statement[1].Resource[4]: the template has no resource "Gone"`,
		`error resources.Q.DependsOn[1]: the template has no resource "Gone"`,
		`error resources.Q.Properties.QueueName."Fn::Sub": the template has no resource "Gone"`,
		`error resources.Q.Properties.Tags[1].Value."Fn::GetAtt": the template has no resource "Gone"`,
		`error resources.Q.Properties.Tags[3].Value.Ref: the template has no resource "Gone"`,
		`error resources.R.DependsOn: the template has no resource "Gone"`,
	}
	if diff := cmp.Diff(want, findings(render.Unresolved(stack, result.Template))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
