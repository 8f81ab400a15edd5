package jobs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/plan/jobs"
	"github.com/smgen/smgen/internal/request/model"
	"github.com/smgen/smgen/internal/template"
)

// sent puts a request where each of three launches has it.
func sent(t testing.TB, kind jobs.Kind, request any) *template.Document {
	t.Helper()
	asText := func(v any) string {
		var text strings.Builder
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false) // placeholders stand in it
		if err := encoder.Encode(v); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	target := map[string]any{"Arn": map[string]any{"Ref": "Machine"}, "RoleArn": "arn:aws:iam::123456789012:role/r"}
	resources := map[string]any{}
	switch kind {
	case jobs.Scheduler:
		target["Arn"], target["Input"] = "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", asText(request)
	case jobs.Custom:
		target["Arn"], target["Input"] = map[string]any{"Fn::GetAtt": []any{"Function", "Arn"}}, asText(map[string]any{"request": request})
		resources["Function"] = map[string]any{"Type": "AWS::Lambda::Function", "Properties": map[string]any{"Code": map[string]any{"S3Bucket": "b", "S3Key": "k"}}}
	case jobs.StepFunctions:
		resources["Machine"] = map[string]any{"Type": "AWS::StepFunctions::StateMachine", "Properties": map[string]any{"DefinitionString": asText(map[string]any{
			"QueryLanguage": "JSONata", "StartAt": "Train", "States": map[string]any{"Train": map[string]any{
				"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob", "Arguments": request, "End": true}}})}}
	}
	resources["Nightly"] = map[string]any{"Type": "AWS::Scheduler::Schedule", "Properties": map[string]any{"ScheduleExpression": "cron(0 2 * * ? *)", "Target": target}}
	d, err := template.Parse([]byte(asText(map[string]any{"Resources": resources})))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// edits calls visit with a tree after each small edit of it: every value changed,
// removed, made null or put into a list, every list turned around, everywhere
// something added.
func edits(tree any, at string, visit func(what string)) {
	try := func(o map[string]any, name string, value any, what string) {
		old := o[name]
		o[name] = value
		visit(at + "/" + name + " " + what)
		o[name] = old
	}
	switch v := tree.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			old := v[name]
			delete(v, name)
			visit(at + "/" + name + " removed")
			v[name] = old
			try(v, name, nil, "is null")
			try(v, name, []any{old}, "in a list")
			switch old := old.(type) {
			case string:
				try(v, name, old+"x", "changed")
				try(v, name, "", "is empty")
			case bool:
				try(v, name, !old, "changed")
				try(v, name, fmt.Sprint(old), "is text")
			case json.Number:
				try(v, name, json.Number(old.String()+"1"), "changed")
				try(v, name, old.String(), "is text")
			case []any:
				if back := slices.Clone(old); len(back) > 1 {
					slices.Reverse(back)
					try(v, name, back, "in another order")
				}
				try(v, name, old[1:], "is shorter")
				try(v, name, append(old[:len(old):len(old)], "x"), "is longer")
				twice := append(slices.Clone(old), json.Number("1"))
				slices.Reverse(twice)
				try(v, name, twice, "is turned around")
			case map[string]any:
				try(v, name, map[string]any{}, "is empty")
			}
			edits(old, at+"/"+name, visit)
		}
		v["Added"] = "x"
		visit(at + "/Added added")
		v["Added"] = map[string]any{}
		visit(at + "/Added added, empty")
		delete(v, "Added")
	case []any:
		for i, child := range v {
			edits(child, fmt.Sprintf("%s/%d", at, i), visit)
		}
	}
}

// second adds an element of another name to a list.
func second(tree any, list, identity string) {
	o := tree.(map[string]any)
	elements := o[list].([]any)
	another := maps.Clone(elements[0].(map[string]any))
	another[identity] = "second"
	o[list] = append(elements, another)
}

// TestNothingIsLeftOut edits every value of a request that has all members: there
// is something to say about each edit, on one line each, and about none nothing.
func TestNothingIsLeftOut(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	text, err := json.Marshal(model.FullExample(model.CreateTrainingJob()))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []jobs.Kind{jobs.Scheduler, jobs.Custom, jobs.StepFunctions} {
		tree, err := template.ReadJSON(string(text))
		if err != nil {
			t.Fatal(err)
		}
		request := tree.(map[string]any)
		request["EnableManagedSpotTraining"] = false
		second(request, "Tags", "Key")
		second(request, "InputDataConfig", "ChannelName")
		second(request["ResourceConfig"], "InstanceGroups", "InstanceGroupName")
		second(request["AlgorithmSpecification"], "MetricDefinitions", "Name")
		before := sent(t, kind, request)
		if c := jobs.Compare(before, sent(t, kind, request), options); len(c.Jobs) > 0 {
			t.Errorf("%s: no edit, and yet %v", kind, summary(c))
		}
		count := 0
		edits(request, "", func(what string) {
			count++
			if kind != jobs.Scheduler && count%5 > 0 {
				return // the words do not hang on the launch: see TestSameWords
			}
			for direction, c := range []jobs.Changes{jobs.Compare(before, sent(t, kind, request), options), jobs.Compare(sent(t, kind, request), before, options)} {
				if len(lines(c)) == 0 || len(c.Jobs) != 1 {
					t.Errorf("%s: nothing is said of %s (%d)", kind, what, direction)
				}
				for _, l := range c.Jobs {
					for _, l := range l.Lines {
						if len(l.Values) == 0 || strings.ContainsAny(l.Text, "\n\r") || l.Text == "" {
							t.Errorf("%s: %s is said by %q and %v", kind, what, l.Text, l.Values)
						}
					}
				}
			}
		})
		if count < 800 {
			t.Errorf("only %d edits were tried", count)
		}
	}
}

// TestAnyTemplate edits templates that are rendered, and what is in them: whatever
// comes of it can be compared, and is said on lines of printable text.
func TestAnyTemplate(t *testing.T) {
	for kind, launch := range launches {
		fields := map[string]string{"a": at2 + ", inputs: x: s3: \"s3://acme/x/\"", "b": "schedule: expression: \"rate(1 day)\""}
		before, after := compiled(t, stackOf(launch, fields)), compiled(t, stackOf(launch, fields))
		for id, r := range after.Resources {
			if !strings.Contains(r.Type, "Schedule") && !strings.Contains(r.Type, "Function") && !strings.Contains(r.Type, "StateMachine") {
				continue
			}
			count := 0
			edits(r.Properties, id, func(what string) {
				if count++; count%4 > 0 {
					return
				}
				for _, c := range []jobs.Changes{jobs.Compare(before, after, options), jobs.Compare(after, before, options)} {
					for _, text := range lines(c) {
						if !printable(text) {
							t.Errorf("%s: %s is said by %q", kind, what, text)
						}
					}
				}
			})
		}
	}
}
