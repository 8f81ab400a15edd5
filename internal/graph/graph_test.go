package graph_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/graph"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

var update = flag.Bool("update", false, "rewrite the drawings in testdata")

// read reads a template.
func read(t testing.TB, name string) *template.Document {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := template.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// golden compares a drawing with the file that holds what it should be, and looks
// whether it can be read.
func golden(t *testing.T, name, drawing string) {
	t.Helper()
	check(t, drawing)
	file := filepath.Join("testdata", name+".mmd")
	if *update {
		if err := os.WriteFile(file, []byte(drawing), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), drawing); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// The examples, and goldens that show what they do not.
func templates(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range []string{
		"stacks/prod/advanced-ml", "stacks/prod/monitoring", "stacks/staging/integration", "stacks/staging/ml-pipeline",
		"alerts", "events", "registration", "rule", "machines", "mlflow", "roles", "raw",
	} {
		found[strings.ReplaceAll(strings.TrimPrefix(name, "stacks/"), "/", "-")] = filepath.Join("../../testdata/golden", name, "template.json")
	}
	return found
}

func TestDraw(t *testing.T) {
	for name, file := range templates(t) {
		golden(t, name, graph.Draw(read(t, file), trace.Place{}, nil))
	}
}

// TestDrawMarks draws the change from one backend to another, with a role that
// only changes and a permission that has a box because it is marked.
func TestDrawMarks(t *testing.T) {
	before := read(t, "../../testdata/golden/stacks/staging/ml-pipeline/template.json")
	after := read(t, "../../testdata/golden/stacks/staging/integration/template.json")
	marks := graph.Marks{"NotifierRole": graph.Changed, "FailureRulePermission": graph.Replaced, "FailedStartsAlarm": graph.MayReplace}
	for id := range before.Resources {
		if _, stays := after.Resources[id]; !stays {
			marks[id] = graph.Removed
		}
	}
	for id := range after.Resources {
		if _, old := before.Resources[id]; !old {
			marks[id] = graph.Added
		}
	}
	golden(t, "marked", graph.Draw(graph.Union(before, after), trace.Place{}, marks))
}

// TestDrawRequest marks a job whose request changes.
func TestDrawRequest(t *testing.T) {
	d := read(t, "../../testdata/golden/stacks/staging/ml-pipeline/template.json")
	at := trace.Launches(d, trace.Place{})[0].At
	got := graph.Draw(d, trace.Place{}, graph.Marks{at: graph.Changed})
	if !strings.Contains(got, "{{\"ml-pipeline-staging-churn<br/>ml.m5.large ×1<br/>changed\"}}") || !strings.Contains(got, "  class n1 changed\n") {
		t.Errorf("the job is not marked:\n%s", got)
	}
}

func TestUnion(t *testing.T) {
	before := &template.Document{Description: "old", Resources: map[string]template.Resource{"A": {Type: "T::Old::A"}, "B": {Type: "T::Old::B"}}}
	after := &template.Document{Description: "new", Resources: map[string]template.Resource{"B": {Type: "T::New::B"}}}
	both := &template.Document{Description: "new", Resources: map[string]template.Resource{"A": {Type: "T::Old::A"}, "B": {Type: "T::New::B"}}}
	for name, test := range map[string]struct{ before, after, want *template.Document }{
		"both":    {before, after, both},
		"added":   {nil, after, after},
		"removed": {before, nil, before},
	} {
		if diff := cmp.Diff(test.want, graph.Union(test.before, test.after)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if len(after.Resources) != 1 {
		t.Error("Union changes its argument")
	}
}

// TestDrawBounded draws more than a drawing holds, in the longest text.
func TestDrawBounded(t *testing.T) {
	d := &template.Document{Resources: map[string]template.Resource{}}
	marks := graph.Marks{}
	for i := range 500 {
		id := fmt.Sprintf("%s%d", strings.Repeat("#", 80), i)
		d.Resources[id] = template.Resource{Type: strings.Repeat("%", 90), Properties: map[string]any{"Next": map[string]any{"Ref": fmt.Sprintf("%s%d", strings.Repeat("#", 80), (i*7)%500)}}}
		marks[id] = graph.Changed
	}
	got := graph.Draw(d, trace.Place{}, marks)
	check(t, got)
	if !strings.Contains(got, `rest["not drawn#58; `) {
		t.Error("what is left out is not counted")
	}
}

// TestDrawTangle draws few boxes with more arrows than Mermaid takes.
func TestDrawTangle(t *testing.T) {
	d := &template.Document{Resources: map[string]template.Resource{}}
	for i := range 30 {
		d.Resources[fmt.Sprintf("R%d", i)] = template.Resource{Type: "Acme::Net::Host", Properties: map[string]any{}}
	}
	for _, r := range d.Resources {
		for id := range d.Resources {
			r.Properties[id] = map[string]any{"Ref": id}
		}
	}
	got := graph.Draw(d, trace.Place{}, nil)
	check(t, got)
	if !strings.Contains(got, `rest["not drawn#58; 620 arrows"]`) {
		t.Errorf("what is left out is not counted:\n%s", got)
	}
}

// TestDrawSecret demands that no value of a variable is drawn but an MLflow's ARN.
func TestDrawSecret(t *testing.T) {
	const secret = "hunter2"
	for _, uri := range []string{
		`"https://me:` + secret + `@mlflow.example"`,
		`{"Fn::Join": ["", ["https://me:` + secret + `@", {"Ref": "Host"}]]}`,
	} {
		d, err := template.Parse([]byte(`{"Resources": {"Host": {"Type": "Acme::Net::Host"},
			"Function": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"TOPIC": "` + secret + `"}}}},
			"Schedule": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {
			"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob",
			"Input": {"Fn::ToJsonString": {"TrainingJobName": "a-<aws.scheduler.execution-id>", "HyperParameters": {"key": "` + secret + `"}, "Environment": {"MLFLOW_TRACKING_URI": ` + uri + `}}}}}}}}`))
		if err != nil {
			t.Fatal(err)
		}
		got := graph.Draw(d, trace.Place{Partition: "aws"}, nil)
		if !strings.Contains(got, `{{"a"}}`) || strings.Contains(got, secret) {
			t.Errorf("want a job and no secret:\n%s", got)
		}
	}
}

// TestDocumented holds that the drawing in the documentation is what the example
// gives.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/graph.md")
	if err != nil {
		t.Fatal(err)
	}
	want := graph.Fence(graph.Draw(read(t, templates(t)["staging-ml-pipeline"]), trace.Place{}, nil))
	if !strings.Contains(string(text), want) {
		t.Errorf("docs/graph.md has another drawing than\n%s", want)
	}
}
