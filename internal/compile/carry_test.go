package compile_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// launches are the kinds that smgen writes the code of.
var launches = []string{"scheduler", "lambda", "stepFunctions"}

// carried renders a stack with one job and returns the request that its launch
// sends in the end, found by the launch proof's own reading of the template.
func carried(t testing.TB, stack *spec.Stack) map[string]any {
	t.Helper()
	result, err := render.Stack(stack, func(string, string) (launch.Asset, error) { return launch.Asset{}, nil })
	if err != nil {
		t.Fatal(err)
	}
	_, document, err := result.Template.Finish(template.JSON)
	if err != nil {
		t.Fatal(err)
	}
	found := trace.Launches(document, trace.Place{Partition: "aws", Region: stack.Region, Account: stack.Account})
	if len(found) != 1 {
		t.Fatalf("%d launches, want one", len(found))
	}
	return found[0].Request
}

// withText returns a stack for each kind of launch, to be filled with text.
func withText(t testing.TB, launch string) *spec.Stack {
	return spectest.Load(t, spectest.Complete("schedule: expression: \"cron(0 2 * * ? *)\"\nlaunch: "+launch+": {}"+told))
}

// FuzzCarry holds that text of a spec arrives at SageMaker as it is, whichever
// launch carries it, and changes nothing around it.
func FuzzCarry(f *testing.F) {
	for _, seed := range []string{
		"plain", `"`, `\`, `\"); import os #`, "'''", "\n", "\u2028", "😀", "{% $uuid() %}", "%}", "{%}", "$id", "${AWS::Region}", "{{resolve:ssm:/a}}",
		"<aws.scheduler.execution-id>", "<id>", `","RoleArn":"x`, `\u007b%`, `{"Ref":"A"}`, "eyJSZWYiOiAiQSJ9",
	} {
		f.Add(seed, seed)
	}
	stacks := map[string]*spec.Stack{}
	for _, launch := range launches {
		stacks[launch] = withText(f, launch)
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		if !utf8.ValidString(key) || !utf8.ValidString(value) || key == "" || strings.ContainsAny(key+value, "\ue000\ue001") {
			return // refused before, or taken for a mark of the proof's
		}
		for launch, stack := range stacks {
			job := stack.Jobs["train"]
			job.Hyperparameters = map[string]spec.Text{key: spec.Literal(value), "fixed": spec.Literal("1")}
			job.Environment = map[string]spec.Text{"TEXT": {{Literal: value}, {Run: "time"}}}
			if !strings.Contains(value, "{{resolve:") { // which tags cannot hold
				job.Tags = map[string]string{"Text": value}
			}
			if key == "fixed" {
				return
			}
			request := carried(t, stack)
			if diff := cmp.Diff(map[string]any{key: value, "fixed": "1"}, request["HyperParameters"]); diff != "" {
				t.Errorf("%s: hyperparameters (-want +got):\n%s", launch, diff)
			}
			if diff := cmp.Diff(map[string]any{"TEXT": value + "2026-11-25T02:00:00Z"}, request["Environment"]); diff != "" {
				t.Errorf("%s: environment (-want +got):\n%s", launch, diff)
			}
			if _, isText := request["RoleArn"].(string); isText {
				t.Errorf("%s: the role has become the text %v", launch, request["RoleArn"])
			}
		}
	})
}

// TestCarryLarge hands a request on whole that no event and no environment could
// hold: all the hyperparameters and variables that the API allows.
func TestCarryLarge(t *testing.T) {
	for _, launch := range launches[1:] {
		stack := withText(t, launch)
		job := stack.Jobs["train"]
		job.Schedule.Via = "rule"
		job.Hyperparameters, job.Environment = map[string]spec.Text{}, map[string]spec.Text{}
		for i := range 100 {
			job.Hyperparameters[fmt.Sprintf("p%d", i)] = spec.Literal(strings.Repeat("x", 2500))
			job.Environment[fmt.Sprintf("V%d", i)] = spec.Literal(strings.Repeat("y", 512))
		}
		request := carried(t, stack)
		text, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		hyperparameters, _ := request["HyperParameters"].(map[string]any)
		variables, _ := request["Environment"].(map[string]any)
		if len(text) < 300_000 || len(hyperparameters) != 100 || len(variables) != 100 {
			t.Errorf("%s: the request has %d bytes, %d hyperparameters and %d variables", launch, len(text), len(hyperparameters), len(variables))
		}
	}
	r := one(t, spectest.Complete(`schedule: {expression: "cron(0 2 * * ? *)", via: "rule"}`+"\nlaunch: lambda: {}\nhyperparameters: {q: p, r: p, s: p, p: \""+strings.Repeat("y", 2500)+"\"}"+told))
	if diag.HasErrors(r.Diags) {
		t.Errorf("findings about a request that a rule could not carry: %v", lines(r.Diags))
	}
}
