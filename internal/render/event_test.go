package render_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/render"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
	"github.com/smgen/smgen/internal/template"
)

// The texts that EventBridge puts into an event when it fires, wherever they
// stand: the two that smgen uses, and all others that AWS documents.
var (
	schedulerFills = strings.NewReplacer(
		"<aws.scheduler.execution-id>", "ID", "<aws.scheduler.scheduled-time>", "TIME",
		"<aws.scheduler.schedule-arn>", "wrong", "<aws.scheduler.attempt-number>", "wrong")
	ruleFills = strings.NewReplacer(
		"<id>", "ID", "<time>", "TIME",
		"<aws.events.rule-arn>", "wrong", "<aws.events.rule-name>", "wrong", "<aws.events.event.ingestion-time>", "wrong",
		"<aws.events.event>", "wrong", "<aws.events.event.json>", "wrong")
)

// FuzzEvent puts hostile text into every position of a job, renders it through
// a schedule and through a rule, does what CloudFormation and EventBridge do
// with it, and expects that SageMaker gets each text as it was written.
func FuzzEvent(f *testing.F) {
	for _, text := range []string{
		"", "plain", `"`, `\`, "\n", "\x00", "<", "<<", "&<>'", "<id>", "<time>", "<aws.scheduler.execution-id>",
		`\u003caws.scheduler.execution-id>`, "<aws.events.event.json>", "${AWS::Region}", "${!x}", "{{resolve:ssm:/a}}", `{"Ref":"A"}`, "Ref", "Fn::Sub",
		"eyJSZWYiOiAiQVdTOjpSZWdpb24ifQ==", "日本 \U0001F600", "\u2028", "%s %d", "<aws.scheduler.<aws.scheduler.execution-id>execution-id>",
	} {
		f.Add(text, text)
	}
	scheduled := spectest.Load(f, spectest.Complete(`schedule: expression: "cron(0 2 * * ? *)"`))
	ruled := spectest.Load(f, spectest.Complete(`schedule: {expression: "cron(0 2 * * ? *)", via: "rule"}`+customLaunch))
	f.Fuzz(func(t *testing.T, key, value string) {
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			return // no spec holds such text: CUE refuses it
		}
		for stack, fire := range map[*spec.Stack]func(t *testing.T, r map[string]resource) any{scheduled: fireSchedule, ruled: fireRule} {
			hostile(stack.Jobs["train"], key, value)
			result, err := render.Stack(stack, oneAsset)
			if err != nil {
				t.Fatal(err)
			}
			want := plain(result.Requests["train"].Document)
			// The request travels as JSON text, where nothing is CloudFormation's;
			// other places may refuse the text, with an error that says so.
			if _, err := result.Template.Encode(template.JSON); err != nil {
				t.Fatal(err)
			}
			got := fire(t, renderStack(t, stack, oneAsset).resources)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the request (-want +got):\n%s", diff)
			}
		}
	})
}

// hostile sets what a user can write freely.
func hostile(job *spec.Job, key, value string) {
	run := spec.Literal(value).Append(spec.Part{Run: "id"}, spec.Part{Literal: value}, spec.Part{Run: "time"})
	job.Hyperparameters = map[string]spec.Text{"x" + key: spec.Literal(value), "y": run}
	job.Environment = map[string]spec.Text{key: spec.Literal(value), "z" + value: run}
	job.Metrics = map[string]string{key: value}
	job.Arguments = []string{value, key}
	job.Inputs = map[string]spec.Channel{key: {S3: spec.Literal("s3://acme/"), ContentType: value}}
	job.Request = map[string]any{"ExperimentConfig": map[string]any{"ExperimentName": value}}
}

// plain is the request with what a run fills in.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, child := range v {
			out[name] = plain(child)
		}
		return out
	case []any:
		out := []any{}
		for _, child := range v {
			out = append(out, plain(child))
		}
		return out
	case spec.Text:
		var b strings.Builder
		for _, p := range v {
			switch {
			case p.Run != "":
				b.WriteString(map[string]string{"id": "ID", "time": "TIME"}[p.Run])
			case p.Resource != "":
				b.WriteString("${" + p.Resource + "." + p.Attribute + "}")
			default:
				b.WriteString(p.Literal)
			}
		}
		return b.String()
	}
	return v
}

func fireSchedule(t *testing.T, resources map[string]resource) any {
	target := resources["TrainSchedule"].Properties["Target"].(map[string]any)
	return decode(t, schedulerFills.Replace(target["Input"].(string)))
}

func fireRule(t *testing.T, resources map[string]resource) any {
	target := resources["TrainRule"].Properties["Targets"].([]any)[0].(map[string]any)
	event := decode(t, ruleFills.Replace(target["InputTransformer"].(map[string]any)["InputTemplate"].(string)))
	fields := event.(map[string]any)
	if fields["job"] != "train" || fields["scheduledTime"] != "TIME" || len(fields) != 3 {
		t.Errorf("the event has %v, want job, scheduledTime and request", fields)
	}
	return fields["request"]
}

func decode(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("the event is no JSON: %v\n%s", err, text)
	}
	return v
}
