package trace_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

func parse(tb testing.TB, text string) *template.Document {
	tb.Helper()
	d, err := template.Parse([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// TestWrongKinds puts values of every kind into every place of a template: the
// proof has to get along with all of them.
func TestWrongKinds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	wrong := []any{nil, "text", json.Number("1"), []any{[]any{nil}}, map[string]any{"a": map[string]any{"Ref": map[string]any{}}}}
	templates := goldenTemplates(t)
	for _, name := range []string{lambdaFile, stepsFile} {
		d := templates[name]
		for id, r := range d.Resources {
			var walk func(value any, at []any)
			walk = func(value any, at []any) {
				if len(at) > 5 {
					return
				}
				// The first two refer to the resource that they are a part of.
				self := []any{map[string]any{"Fn::GetAtt": []any{id, "Arn"}}, map[string]any{"Ref": id}}
				for _, w := range append(self, wrong...) {
					edited := edit(d, id, at, w)
					trace.Prove(edited, trace.Place{})
				}
				switch v := value.(type) {
				case map[string]any:
					for key, child := range v {
						walk(child, append(at[:len(at):len(at)], key))
					}
				case []any:
					for i, child := range v {
						walk(child, append(at[:len(at):len(at)], i))
					}
				}
			}
			if !strings.HasPrefix(id, "Manual") { // they are like the others
				walk(any(r.Properties), nil)
			}
		}
	}
}

// TestProveLeavesTheTemplate proves a template twice, with the same result.
func TestProveLeavesTheTemplate(t *testing.T) {
	for name, d := range goldenTemplates(t) {
		before, err := d.Encode(template.JSON)
		if err != nil {
			t.Fatal(err)
		}
		first := trace.Prove(d, placeOf(name))
		if diff := cmp.Diff(first, trace.Prove(d, placeOf(name))); diff != "" {
			t.Errorf("%s: proving twice differs:\n%s", name, diff)
		}
		trace.Launches(d, placeOf(name))
		if after, err := d.Encode(template.JSON); err != nil || string(after) != string(before) {
			t.Errorf("%s: proving changed the template (%v)", name, err)
		}
	}
}

// TestHostileSize bounds the work on templates that are made to take long.
func TestHostileSize(t *testing.T) {
	resource := func(id, typeName, properties string) string {
		return fmt.Sprintf(`%q: {"Type": %q, "Properties": {%s}}`, id, typeName, properties)
	}
	var doubling, cyclic, many []string
	for i := range 400 {
		doubling = append(doubling, resource(fmt.Sprintf("Q%d", i), "AWS::SQS::Queue", fmt.Sprintf(`"QueueName": {"Fn::Sub": "${Q%d.Arn}${Q%d.Arn}"}`, i+1, i+1)))
		cyclic = append(cyclic, resource(fmt.Sprintf("Q%d", i), "AWS::SQS::Queue", fmt.Sprintf(`"QueueName": {"Fn::GetAtt": ["Q%d", "QueueName"]}`, (i+1)%400)))
		many = append(many, resource(fmt.Sprintf("S%d", i), "AWS::Scheduler::Schedule", `"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "RoleArn": "arn:aws:iam::1:role/r", "Input": "{\"TrainingJobName\": 1}"}`))
	}
	deep := strings.Repeat(`{"Fn::Join": ["", [`, 60) + `"x"` + strings.Repeat(`]]}`, 60)
	expression := `"DefinitionString": "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {\"A\": {\"Assign\": {\"a\": \"{% ` + strings.Repeat("(", 50000) + ` %}\"}, \"Next\": \"A\"}}}"`
	for name, text := range map[string]string{
		"doubling": strings.Join(doubling, ","),
		"cyclic":   strings.Join(cyclic, ","),
		"many":     strings.Join(many, ","),
		"deep":     resource("R", "AWS::IAM::Role", `"RoleName": `+deep),
		"selfish": resource("R", "AWS::IAM::Role", `"Path": {"Fn::GetAtt": ["R", "Arn"]}`) + "," + resource("S", "AWS::Scheduler::Schedule", `"GroupName": {"Fn::GetAtt": ["S", "Arn"]}`) +
			"," + resource("E", "AWS::Events::Rule", `"EventBusName": {"Fn::GetAtt": ["E", "Arn"]}, "Name": {"Fn::GetAtt": ["E", "Arn"]}`),
		"machine": resource("M", "AWS::StepFunctions::StateMachine", expression),
	} {
		d := parse(t, `{"Resources": {`+text+`}}`)
		start := time.Now()
		trace.Prove(d, trace.Place{})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: proving took %s", name, took)
		}
	}
}

// FuzzProve looks for templates on which the proof panics, or is not the same
// twice.
func FuzzProve(f *testing.F) {
	for _, name := range []string{lambdaFile, stepsFile, goldens + "/" + ruleFile, goldens + "/hostile/template.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"Resources": {"S": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {"Arn": {"Ref": "S"}, "Input": {"Fn::Sub": "<aws.scheduler.execution-id>${S}"}}}}}}`))
	f.Add([]byte(`{"Resources": {"S": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "RoleArn": "x", "Input": "{\"TrainingJobName\":\"a\",\"RoleArn\":\"y\",\"OutputDataConfig\":{\"KmsKeyId\":\"alias/a\"}}"}}}}}`))
	f.Add([]byte(`{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob", "Parameters": {"TrainingJobName.$": "$$.Execution.Name"}}}}}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := template.Parse(text)
		if err != nil {
			return
		}
		place := trace.Place{Partition: "aws", Region: "eu-central-1", Account: "123456789012"}
		if diff := cmp.Diff(trace.Prove(d, place), trace.Prove(d, place)); diff != "" {
			t.Errorf("proving twice differs:\n%s", diff)
		}
		for _, l := range trace.Launches(d, trace.Place{}) {
			if _, err := json.Marshal(l.Request); err != nil {
				t.Errorf("the request cannot be written: %v", err)
			}
		}
	})
}
