package plan_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
)

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// goldens returns the rendered templates of the repository.
func goldens(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir("../../testdata/golden", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "template.json" {
			files = append(files, name)
		}
		return err
	})
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d goldens, %v", len(files), err)
	}
	return files
}

// TestGoldens: a template is no change to itself, and one to each other.
func TestGoldens(t *testing.T) {
	last := read(t, "testdata/secrets/environment.yaml")
	for _, file := range goldens(t) {
		text := read(t, file)
		p := plan.Compare(parse(t, text), parse(t, text), plan.Options{Dynamic: true})
		p.Notes = slices.DeleteFunc(p.Notes, func(n plan.Note) bool { return n.Kind == plan.Unpredictable })
		if diff := gocmp.Diff(plan.Plan{Changes: []plan.Change{}, Outputs: []plan.OutputChange{}, Notes: []plan.Note{}}, p); diff != "" {
			t.Errorf("%s and itself (-want +got):\n%s", file, diff)
		}
		first := plan.Compare(parse(t, last), parse(t, text), plan.Options{Dynamic: true})
		again := plan.Compare(parse(t, last), parse(t, text), plan.Options{Dynamic: true})
		if diff := gocmp.Diff(first, again); diff != "" {
			t.Errorf("%s: two plans differ: %s", file, diff)
		}
		if len(first.Changes) == 0 {
			t.Errorf("%s: no change to another template", file)
		}
		last = text
	}
}

func TestCounts(t *testing.T) {
	p := plan.Compare(
		parse(t, `{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "a"}}, "B": {"Type": "AWS::SNS::Topic"}, "C": {"Type": "AWS::SNS::Topic"}, "D": {"Type": "Acme::A::B", "Properties": {"X": 1}}}}`),
		parse(t, `{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "b"}}, "B": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "b"}}, "D": {"Type": "Acme::A::B", "Properties": {"X": 2}}, "E": {"Type": "AWS::SQS::Queue"}}}`),
		plan.Options{})
	if diff := gocmp.Diff(plan.Counts{Added: 1, Changed: 1, Replaced: 1, MayReplace: 1, Removed: 1}, p.Counts()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestJSON holds the shape that readers of DescribeChangeSet rely on.
func TestJSON(t *testing.T) {
	p := plan.Compare(
		parse(t, `{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "a"}}}}`),
		parse(t, `{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "b"}}, "B": {"Type": "AWS::SNS::Topic"}}}`),
		plan.Options{})
	got, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.TrimSpace(read(t, "testdata/shape.json")), string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNotesSayWhatToDo(t *testing.T) {
	p := plan.Compare(
		parse(t, `{"Resources": {
			"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs", "FifoQueue": true}},
			"B": {"Type": "AWS::S3::Bucket"},
			"C": {"Type": "AWS::SNS::Topic"}},
			"Outputs": {"O": {"Value": "x", "Export": {"Name": "o"}}}}`),
		parse(t, `{"Resources": {
			"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}},
			"C": {"Type": "AWS::SQS::Queue"}}}`),
		plan.Options{})
	want := []plan.Note{
		{plan.TypeChange, "C", "C becomes AWS::SQS::Queue instead of AWS::SNS::Topic, and CloudFormation refuses to change a type: give the resource another logical ID"},
		{plan.NameClash, "A", `A is replaced and keeps the name "jobs", which the old one still has: the deployment fails. Give QueueName another value, or leave it out`},
		{plan.ExportInUse, "O", `the export "o" is no longer exported: CloudFormation refuses that while another stack imports it. Change those stacks first`},
		{plan.DataLost, "A", "A (AWS::SQS::Queue) with its messages is replaced, and the old one is deleted: to keep it, set UpdateReplacePolicy: Retain"},
		{plan.DataLost, "B", "B (AWS::S3::Bucket) with its objects is deleted: to keep it, deploy it with DeletionPolicy: Retain first. CloudFormation deletes an empty bucket only: with objects in it the deletion fails"},
	}
	if diff := gocmp.Diff(want, p.Notes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
