package graph_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/graph"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

func TestFleet(t *testing.T) {
	var fleet []graph.Stack
	files := templates(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fleet = append(fleet, graph.Stack{Name: name, Document: read(t, files[name])})
	}
	golden(t, "fleet", graph.Fleet(fleet))
	fleet = slices.Repeat(fleet, 100)
	got := graph.Fleet(fleet)
	check(t, got)
	if !strings.Contains(got, `["not drawn#58; 1166 stacks, 5 boxes"]`) || strings.Contains(got, "]\n  end\n") {
		t.Errorf("what is left out is not counted:\n%s", got)
	}
}

// TestFleetLinks draws what connects two stacks: an event, an export, a topic.
func TestFleetLinks(t *testing.T) {
	parse := func(text string) *template.Document {
		d, err := template.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	const alarm = `"Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": ["arn:aws:sns:us-east-1:123456789012:oncall"]}}`
	first := parse(`{"Resources": {` + alarm + `, "Schedule": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": "rate(1 day)", "Target": {
		"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "Input": "{\"TrainingJobName\": \"features-<aws.scheduler.execution-id>\"}"}}}},
		"Outputs": {"Role": {"Value": "x", "Export": {"Name": "role"}}, "Bucket": {"Value": "x", "Export": {"Name": "bucket"}}}}`)
	second := parse(`{"Resources": {` + alarm + `,
		"Rule": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Training Job State Change"],
			"detail": {"TrainingJobStatus": ["Completed"], "TrainingJobName": [{"prefix": "features-"}]}},
			"Targets": [{"Arn": {"Fn::GetAtt": ["Launcher", "Arn"]}, "Input": "{\"request\": {\"TrainingJobName\": \"train\"}}"}]}},
		"Launcher": {"Type": "AWS::Lambda::Function", "Properties": {"Role": {"Fn::ImportValue": "role"}, "Layers": [{"Fn::ImportValue": "bucket"}]}}}}`)
	here, there := trace.Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"}, trace.Place{Partition: "aws", Region: "eu-west-1", Account: "123456789012"}
	golden(t, "links", graph.Fleet([]graph.Stack{{"first", first, here}, {"second", second, here}, {"far", second, there}}))
}

// FuzzDraw draws templates with any text in the places of what boxes show.
func FuzzDraw(f *testing.F) {
	f.Add("Schedule", "cron(0 2 * * ? *)", "churn-")
	f.Add("end", `"]; click`, "%%{init}%%`")
	f.Fuzz(func(t *testing.T, id, expression, name string) {
		d := &template.Document{Resources: map[string]template.Resource{
			id: {Type: "AWS::Events::Rule", Properties: map[string]any{
				"ScheduleExpression": expression,
				"EventPattern":       map[string]any{"detail-type": []any{"SageMaker Training Job State Change"}, "detail": map[string]any{"TrainingJobName": []any{name, map[string]any{expression: name}}}},
				"Targets":            []any{map[string]any{"Arn": name, "RoleArn": map[string]any{"Fn::Sub": expression}}},
			}},
			name: {Type: expression, Properties: map[string]any{"Ref": id}},
		}}
		check(t, graph.Draw(d, trace.Place{}, graph.Marks{id: graph.Removed}))
		check(t, graph.Fleet([]graph.Stack{{Name: name, Document: d}, {Name: id, Document: d}}))
	})
}
