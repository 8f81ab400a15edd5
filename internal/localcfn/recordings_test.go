package localcfn_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn"
)

// recording is a change set that AWS made of two templates.
type recording struct {
	Test    string                   `json:"test"`
	Before  json.RawMessage          `json:"t1"`
	After   json.RawMessage          `json:"t2"`
	First   map[string]string        `json:"p1"`
	Second  map[string]string        `json:"p2"`
	Renamed [][2]string              `json:"tr"`
	Plain   *struct{ Changes []any } `json:"A"`
	Valued  *struct{ Changes []any } `json:"B"`
}

// TestRecordings has the endpoint make the change sets that AWS made: the file that
// SMGEN_RECORDINGS names is not part of the repository.
func TestRecordings(t *testing.T) {
	file := os.Getenv("SMGEN_RECORDINGS")
	if file == "" {
		t.Skip("SMGEN_RECORDINGS names no file of recorded change sets")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The recordings name what differs from place to place so.
	masks := strings.NewReplacer("<partition>", "aws", "<region>", "eu-central-1", "111111111111", "123456789012", "<stack-name:1>", "stack")
	var recordings []recording
	if err := json.Unmarshal([]byte(masks.Replace(string(text))), &recordings); err != nil {
		t.Fatal(err)
	}
	for _, r := range recordings {
		t.Run(r.Test, func(t *testing.T) {
			if r.Plain == nil || r.Valued == nil {
				t.Skip("nothing was recorded")
			}
			l := serve(t, localcfn.Options{})
			before, after := r.text(r.Before), r.text(r.After)
			want(t, l.deploy("stack", before, r.with(r.First)), types.StackStatusCreateComplete)
			set := l.propose("stack", after, types.ChangeSetTypeUpdate, r.with(r.Second))
			if set.Status != types.ChangeSetStatusCreateComplete {
				t.Fatal(set.Status, aws.ToString(set.StatusReason))
			}
			if diff := cmp.Diff(details(t, r.Valued.Changes), details(t, set.Changes)); diff != "" {
				t.Errorf("with property values (-AWS +endpoint):\n%s", diff)
			}
			plain, err := l.cfn.DescribeChangeSet(l.ctx(), &cloudformation.DescribeChangeSetInput{ChangeSetName: set.ChangeSetId})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(details(t, r.Plain.Changes), details(t, plain.Changes)); diff != "" {
				t.Errorf("without property values (-AWS +endpoint):\n%s", diff)
			}
		})
	}
}

// text returns a text of the templates as the change sets have it.
func (r recording) text(text json.RawMessage) string {
	renamed := string(text)
	for _, pair := range r.Renamed {
		renamed = strings.ReplaceAll(renamed, pair[0], pair[1])
	}
	return renamed
}

func (r recording) with(parameters map[string]string) func(*cloudformation.CreateChangeSetInput) {
	return func(in *cloudformation.CreateChangeSetInput) {
		for key, value := range parameters {
			value = r.text(json.RawMessage(value))
			in.Parameters = append(in.Parameters, types.Parameter{ParameterKey: &key, ParameterValue: &value})
		}
	}
}

// details returns what changes say in a form in which a recording and an answer must
// be equal: physical IDs are random.
func details(t *testing.T, changes any) []string {
	t.Helper()
	text, err := json.Marshal(changes)
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		ResourceChange struct {
			Action, LogicalResourceId, ResourceType, Replacement, PolicyAction string
			Scope                                                              []string
			BeforeContext, AfterContext                                        any
			Details                                                            []struct {
				Target                                  map[string]any
				Evaluation, ChangeSource, CausingEntity string
			}
		}
	}
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range list {
		r := c.ResourceChange
		switch r.Action {
		case "Add":
			r.Replacement = "" // AWS says True for some
		case "Remove":
			r.BeforeContext = nil // AWS says of some known values that they are not
		}
		out = append(out, strings.Join([]string{r.LogicalResourceId, r.Action, r.ResourceType, r.Replacement, r.PolicyAction, strings.Join(r.Scope, "+")}, " "))
		out = append(out, r.LogicalResourceId+" before "+contextOf(t, r.BeforeContext), r.LogicalResourceId+" after "+contextOf(t, r.AfterContext))
		for _, d := range r.Details {
			target, err := json.Marshal(present(d.Target))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, strings.Join([]string{r.LogicalResourceId, string(target), d.Evaluation, d.ChangeSource, d.CausingEntity}, " "))
		}
	}
	slices.Sort(out)
	return out
}

func present(object map[string]any) map[string]any {
	out := map[string]any{}
	for key, value := range object {
		if value != nil && value != "" {
			out[key] = value
		}
	}
	return out
}

// contextOf returns the context of a change as JSON; the SDK has it as text.
func contextOf(t *testing.T, v any) string {
	t.Helper()
	if text, ok := v.(string); ok {
		v = nil
		if err := json.Unmarshal([]byte(text), &v); err != nil && text != "" {
			t.Fatal(err)
		}
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
