package changeset_test

import (
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn/changeset"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

func parse(t *testing.T, text string) *template.Document {
	t.Helper()
	d, err := template.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// One topic gets another name, and another topic shows the name: the form is that
// of recorded change sets. A queue comes, another one goes, and a third only gets
// other tags.
func TestPredict(t *testing.T) {
	before := parse(t, `{"Resources": {
		"First": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "one"}},
		"Second": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "two", "DisplayName": {"Ref": "First"}}},
		"Gone": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain"},
		"Tagged": {"Type": "AWS::SQS::Queue"}}}`)
	after := parse(t, `{"Resources": {
		"First": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "three"}},
		"Second": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "two", "DisplayName": {"Ref": "First"}}},
		"New": {"Type": "AWS::SQS::Queue", "Metadata": {"m": "<&>"}},
		"Tagged": {"Type": "AWS::SQS::Queue"}}}`)
	got, err := changeset.Predict(changeset.Input{
		Before: before, After: after,
		Have: map[string]changeset.Resource{
			"First":  {PhysicalID: "arn:one", Properties: map[string]any{"TopicName": "one"}},
			"Second": {PhysicalID: "arn:two", Properties: map[string]any{"TopicName": "two", "DisplayName": "arn:one"}},
			"Gone":   {PhysicalID: "url"}, "Tagged": {PhysicalID: "other"},
		},
		Parameters: func(string, string) []string { return nil },
		Tagged:     []string{"Tagged"},
		Evaluate: func(id string, unknown map[string]bool) (map[string]any, error) {
			switch id {
			case "First":
				return map[string]any{"TopicName": "three"}, nil
			case "Second":
				if !unknown["First"] || unknown["Second"] {
					t.Errorf("unknown are %v", unknown)
				}
				return map[string]any{"TopicName": "two", "DisplayName": plan.KnownAfterApply}, nil
			}
			return map[string]any{}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	name := changeset.Target{Attribute: "Properties", Name: "TopicName", RequiresRecreation: "Always"}
	display := changeset.Target{Attribute: "Properties", Name: "DisplayName", RequiresRecreation: "Never"}
	tags := changeset.Detail{Target: changeset.Target{Attribute: "Tags", RequiresRecreation: "Never"}, Evaluation: "Static", ChangeSource: "DirectModification"}
	shown := func(t changeset.Target, before, after string) changeset.Target {
		t.Path, t.BeforeValue, t.AfterValue, t.AttributeChangeType = "/Properties/"+t.Name, before, after, "Modify"
		return t
	}
	first := changeset.ResourceChange{PolicyAction: "ReplaceAndDelete", Action: "Modify", LogicalResourceId: "First", PhysicalResourceId: "arn:one", ResourceType: "AWS::SNS::Topic", Replacement: "True", Scope: []string{"Properties"}}
	gone := changeset.ResourceChange{PolicyAction: "Retain", Action: "Remove", LogicalResourceId: "Gone", PhysicalResourceId: "url", ResourceType: "AWS::SQS::Queue", Details: []changeset.Detail{}}
	new := changeset.ResourceChange{Action: "Add", LogicalResourceId: "New", ResourceType: "AWS::SQS::Queue", Details: []changeset.Detail{}}
	second := changeset.ResourceChange{Action: "Modify", LogicalResourceId: "Second", PhysicalResourceId: "arn:two", ResourceType: "AWS::SNS::Topic", Replacement: "False", Scope: []string{"Properties"}}
	tagged := changeset.ResourceChange{Action: "Modify", LogicalResourceId: "Tagged", PhysicalResourceId: "other", ResourceType: "AWS::SQS::Queue", Replacement: "False", Scope: []string{"Tags"}, Details: []changeset.Detail{tags}}

	first.Details = []changeset.Detail{{name, "Static", "DirectModification", ""}}
	second.Details = []changeset.Detail{{display, "Static", "ResourceReference", "First"}}
	short := list(first, gone, new, second, tagged)

	first.Details = []changeset.Detail{{shown(name, "one", "three"), "Static", "DirectModification", ""}}
	first.BeforeContext, first.AfterContext = `{"Properties":{"TopicName":"one"}}`, `{"Properties":{"TopicName":"three"}}`
	gone.BeforeContext = `{"DeletionPolicy":"Retain"}`
	new.AfterContext = `{"Metadata":{"m":"<&>"}}`
	second.Details = []changeset.Detail{
		{shown(display, "arn:one", plan.KnownAfterApply), "Dynamic", "DirectModification", ""},
		{shown(display, "arn:one", plan.KnownAfterApply), "Static", "ResourceReference", "First"},
	}
	second.BeforeContext = `{"Properties":{"DisplayName":"arn:one","TopicName":"two"}}`
	second.AfterContext = `{"Properties":{"DisplayName":"{{changeSet:KNOWN_AFTER_APPLY}}","TopicName":"two"}}`
	full := list(first, gone, new, second, tagged)

	if diff := cmp.Diff(changeset.Content{Short: short, Full: full}, got, cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
		t.Error(diff)
	}
}

func list(changes ...changeset.ResourceChange) []changeset.Change {
	var out []changeset.Change
	for _, c := range changes {
		out = append(out, changeset.Change{Type: "Resource", ResourceChange: c})
	}
	return out
}

// A change of a property that refers to a parameter follows from the parameter.
func TestParameters(t *testing.T) {
	before := parse(t, `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "a"}}}}`)
	after := parse(t, `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "b"}}}}`)
	got, err := changeset.Predict(changeset.Input{
		Before: before, After: after, Have: map[string]changeset.Resource{"Topic": {Properties: map[string]any{"DisplayName": "a"}}},
		Parameters: func(id, property string) []string { return []string{id + property} },
		Evaluate:   func(string, map[string]bool) (map[string]any, error) { return map[string]any{"DisplayName": "b"}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	target := changeset.Target{Attribute: "Properties", Name: "DisplayName", RequiresRecreation: "Never"}
	want := []changeset.Detail{{target, "Dynamic", "DirectModification", ""}, {target, "Static", "ParameterReference", "TopicDisplayName"}}
	if diff := cmp.Diff(want, got.Short[0].ResourceChange.Details); diff != "" {
		t.Error(diff)
	}
}

func TestXML(t *testing.T) {
	text, err := xml.Marshal(changeset.Change{Type: "Resource", ResourceChange: changeset.ResourceChange{Action: "Add", LogicalResourceId: "A", ResourceType: "T", Scope: []string{"Tags"}}})
	want := `<Change><Type>Resource</Type><ResourceChange><Action>Add</Action><LogicalResourceId>A</LogicalResourceId><ResourceType>T</ResourceType><Scope><member>Tags</member></Scope><Details></Details></ResourceChange></Change>`
	if string(text) != want || err != nil {
		t.Error(string(text), err)
	}
}
