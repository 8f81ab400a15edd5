package template_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/awslabs/goformation/v7/cloudformation/sqs"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

func TestAdd(t *testing.T) {
	tpl := template.New()
	queue := &sqs.Queue{}
	must(t, tpl.Add("Queue", queue))
	must(t, tpl.Add("Another", *queue))
	if diff := cmp.Diff([]string{"Another", "Queue"}, tpl.Resources()); diff != "" {
		t.Errorf("Resources (-want +got):\n%s", diff)
	}
	if got := tpl.Resource("Queue"); got != queue {
		t.Errorf("Resource = %v, want the one added", got)
	}
	if got := tpl.Resource("Missing"); got != nil {
		t.Errorf("Resource of an unknown ID = %v, want nil", got)
	}
	for id, test := range map[string]struct {
		resource json.Marshaler
		want     string
	}{
		"Queue":                  {queue, "add resource Queue: the template has one already: choose another logical ID"},
		"":                       {queue, `add resource "": a logical ID is 1 to 255 ASCII letters and digits`},
		"my-queue":               {queue, `add resource "my-queue": a logical ID is 1 to 255 ASCII letters and digits`},
		"Größe":                  {queue, `add resource "Größe": a logical ID is 1 to 255 ASCII letters and digits`},
		strings.Repeat("a", 256): {queue, `add resource "` + strings.Repeat("a", 256) + `": a logical ID is 1 to 255 ASCII letters and digits`},
		"Nil":                    {nil, "add resource Nil: resource is nil: pass a resource"},
		"NilQueue":               {(*sqs.Queue)(nil), "add resource NilQueue: resource is nil: pass a resource"},
	} {
		if err := tpl.Add(id, test.resource); err == nil || err.Error() != test.want {
			t.Errorf("Add(%q) = %v, want %s", id, err, test.want)
		}
	}
}

// TestAddIsReadLate holds that a resource may be completed after it was added.
func TestAddIsReadLate(t *testing.T) {
	tpl := template.New()
	queue := &sqs.Queue{}
	must(t, tpl.Add("Queue", queue))
	queue.QueueName = new("late")
	if text := encode(t, tpl, template.JSON); !strings.Contains(text, `"QueueName": "late"`) {
		t.Errorf("template lacks the name set after Add:\n%s", text)
	}
}

func TestEncodeWithoutType(t *testing.T) {
	tpl := template.New()
	must(t, tpl.Add("Bad", json.RawMessage(`[]`)))
	want := "encode resource Bad: resource has no Type: its JSON must be a CloudFormation resource"
	if _, err := tpl.Encode(template.JSON); err == nil || err.Error() != want {
		t.Errorf("Encode = %v, want %s", err, want)
	}
}

func TestOutput(t *testing.T) {
	tpl := template.New()
	must(t, tpl.Output("Arn", template.Output{Value: "x"}))
	for name, want := range map[string]string{
		"Arn":    "add output Arn: the template has one already: choose another name",
		"the-id": `add output "the-id": a name is 1 to 255 ASCII letters and digits`,
	} {
		if err := tpl.Output(name, template.Output{Value: "y"}); err == nil || err.Error() != want {
			t.Errorf("Output(%q) = %v, want %s", name, err, want)
		}
	}
}

func TestOrigins(t *testing.T) {
	tpl := template.New()
	tpl.Origin("/Resources/A/Properties/Input#/RoleArn", "stack.cue:3:4")
	tpl.Origin("/Resources/A", "stack.cue:1:1")
	want := map[string]string{"/Resources/A/Properties/Input#/RoleArn": "stack.cue:3:4", "/Resources/A": "stack.cue:1:1"}
	if diff := cmp.Diff(want, tpl.Origins()); diff != "" {
		t.Errorf("Origins (-want +got):\n%s", diff)
	}
}

func TestTokens(t *testing.T) {
	first, second := template.New(), template.New()
	seen := map[string]bool{}
	for _, token := range []string{
		first.Ref("A"), first.GetAtt("A", "B"), first.ImportValue("A"), first.ImportList("A"), first.DynamicSSM("A"), second.Ref("A"),
	} {
		if seen[token] || !regexp.MustCompile(`^[a-z][a-z0-9]+$`).MatchString(token) {
			t.Errorf("token %q is not a new word of lower-case letters and digits", token)
		}
		seen[token] = true
	}
}

func TestLimits(t *testing.T) {
	tpl := template.New()
	tpl.Description = strings.Repeat("é", 513)
	for i := range 201 {
		name := "Name" + strings.Repeat("x", i)
		must(t, tpl.Output(name, template.Output{Value: tpl.DynamicSSM("a")}))
	}
	must(t, tpl.Add("Thing", untyped(map[string]any{"Text": strings.Repeat("x", 50_000)})))
	encoded := []byte(encode(t, tpl, template.JSON))
	want := []template.Limit{
		{Name: "template size in bytes", Reached: len(encoded), Max: 1_000_000},
		{Name: "template size in bytes without upload", Reached: len(encoded), Max: 51_200, Advisory: true},
		{Name: "resources", Reached: 1, Max: 500},
		{Name: "outputs", Reached: 201, Max: 200},
		{Name: "dynamic references", Reached: 201, Max: 60},
		{Name: "logical ID length in characters", Reached: 204, Max: 255},
		{Name: "description size in bytes", Pointer: "/Description", Reached: 1026, Max: 1024},
	}
	limits := tpl.Limits(encoded)
	if diff := cmp.Diff(want, limits); diff != "" {
		t.Errorf("Limits (-want +got):\n%s", diff)
	}
	var exceeded []string
	for _, limit := range limits {
		if limit.Exceeded() {
			exceeded = append(exceeded, limit.Name)
		}
	}
	wantExceeded := []string{"template size in bytes without upload", "outputs", "dynamic references", "description size in bytes"}
	if diff := cmp.Diff(wantExceeded, exceeded); diff != "" {
		t.Errorf("exceeded (-want +got):\n%s", diff)
	}
}

func TestLiteral(t *testing.T) {
	tpl := template.New()
	text, err := tpl.JSON(map[string]any{"Name": "a<b>-" + tpl.Literal("<run>")})
	if err != nil {
		t.Fatal(err)
	}
	text = strings.ReplaceAll(text, "<", `\u003c`)
	if err := tpl.Output("Event", template.Output{Value: text}); err != nil {
		t.Fatal(err)
	}
	encoded, err := tpl.Encode(template.JSON)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{\"Name\":\"a\\u003cb>-<run>\"}`; !strings.Contains(string(encoded), want) {
		t.Errorf("encoded template lacks %s:\n%s", want, encoded)
	}
}
