package plan_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/plan"
)

// FuzzAnswer puts a secret into an answer whose form is anybody's guess: it is not
// shown, however the values are cut and divided.
func FuzzAnswer(f *testing.F) {
	const variables = `{"Environment":{"API_TOKEN":"hunter1","MODE":"a"},"Tags":[{"Key":"password","Value":"hunter1"}]}`
	f.Add("/Properties/Input", 0, 200, false, "")
	f.Add("/Properties/Input/Fn::Join/1/0", 0, 30, true, `{"Fn::Join":["",["x",{"Ref":"R"}]]}`)
	f.Add("/Metadata/Event", 3, 40, true, `[{"Key":"a"}]`)
	f.Add("", 10, 60, false, "1")
	f.Fuzz(func(t *testing.T, path string, from, to int, within bool, other string) {
		from = max(0, min(from, len(variables)))
		to = max(from, min(to, len(variables)))
		piece := variables[from:to]
		if strings.Contains(path, "hunter") || strings.Contains(other, "hunter") || !strings.Contains(piece, `":`) {
			return // it says of itself what is in it, or nothing does
		}
		context := map[string]any{"Properties": map[string]any{"Input": piece, "Other": json.RawMessage(`null`)}}
		if json.Valid([]byte(other)) {
			context["Metadata"] = map[string]any{"Event": json.RawMessage(other)}
		}
		text, err := json.Marshal(context)
		if err != nil {
			return
		}
		contexts := plan.Contexts{Before: string(text), After: string(text)}
		if within {
			contexts.After = ""
		}
		r := plan.ResourceChange{Action: plan.Modify, ResourceType: "AWS::Scheduler::Schedule", Details: []plan.Detail{{
			Target: plan.Target{Attribute: "Properties", Path: path, BeforeValue: piece, AfterValue: strings.ReplaceAll(piece, "hunter1", "hunter2")},
		}}}
		got, err := json.Marshal(plan.Answer(r, contexts, plan.Options{}))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(got), "hunter") {
			t.Errorf("of %q at %q is shown: %s", piece, path, got)
		}
	})
}
