package changeset

import (
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/plan"
)

func sample() (*ChangeSet, *target.Target) {
	role, function := inPlace("Role", "AWS::IAM::Role", direct("Description")), inPlace("Function", "AWS::Lambda::Function", direct("Code"), direct("Handler"))
	cs := &ChangeSet{StackName: "s", changes: []plan.ResourceChange{role.ResourceChange, function.ResourceChange}}
	t := &target.Target{
		Name: "s", Account: "123456789012", Region: "eu-central-1", Template: []byte("{}"),
		Tags:      []target.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}},
		Artifacts: []target.Artifact{{Bucket: "b", Key: "k", Digest: "d"}},
	}
	return cs, t
}

// TestDigestBinds changes one thing after another.
func TestDigestBinds(t *testing.T) {
	cs, tg := sample()
	want := cs.Digest(tg, "tree")
	if !strings.HasPrefix(want, "sha256:") || len(want) != 71 {
		t.Fatalf("got %q", want)
	}
	for name, change := range map[string]func(*ChangeSet, *target.Target) string{
		"name":          func(_ *ChangeSet, t *target.Target) string { t.Name = "x"; return "" },
		"account":       func(_ *ChangeSet, t *target.Target) string { t.Account = "210987654321"; return "" },
		"region":        func(_ *ChangeSet, t *target.Target) string { t.Region = "us-east-1"; return "" },
		"template":      func(_ *ChangeSet, t *target.Target) string { t.Template = []byte("{ }"); return "" },
		"tag":           func(_ *ChangeSet, t *target.Target) string { t.Tags[0].Value = "2"; return "" },
		"artifact":      func(_ *ChangeSet, t *target.Target) string { t.Artifacts[0].Digest = "e"; return "" },
		"stack role":    func(_ *ChangeSet, t *target.Target) string { t.Settings.StackRole = "r"; return "" },
		"notifications": func(_ *ChangeSet, t *target.Target) string { t.Settings.Notifications = []string{"t"}; return "" },
		"protection":    func(_ *ChangeSet, t *target.Target) string { t.Settings.Protected = true; return "" },
		"policy":        func(_ *ChangeSet, t *target.Target) string { t.Settings.Policy = "{}"; return "" },
		"on failure":    func(_ *ChangeSet, t *target.Target) string { t.Settings.OnFailure = "DO_NOTHING"; return "" },
		"commit":        func(*ChangeSet, *target.Target) string { return "another" },
		"operation":     func(cs *ChangeSet, _ *target.Target) string { cs.New = true; return "" },
		"a change less": func(cs *ChangeSet, _ *target.Target) string { cs.changes = cs.changes[:1]; return "" },
		"action":        func(cs *ChangeSet, _ *target.Target) string { cs.changes[0].Action = plan.Remove; return "" },
		"resource":      func(cs *ChangeSet, _ *target.Target) string { cs.changes[0].LogicalResourceId = "X"; return "" },
		"type":          func(cs *ChangeSet, _ *target.Target) string { cs.changes[0].ResourceType = "X"; return "" },
		"replacement":   func(cs *ChangeSet, _ *target.Target) string { cs.changes[0].Replacement = "True"; return "" },
		"policy action": func(cs *ChangeSet, _ *target.Target) string { cs.changes[0].PolicyAction = "Retain"; return "" },
		"scope":         func(cs *ChangeSet, _ *target.Target) string { cs.changes[0].Scope = []string{"Tags"}; return "" },
		"path":          func(cs *ChangeSet, _ *target.Target) string { cs.changes[0].Details[0].Target.Path = "/x"; return "" },
		"recreation": func(cs *ChangeSet, _ *target.Target) string {
			cs.changes[0].Details[0].Target.RequiresRecreation = "Always"
			return ""
		},
		"before": func(cs *ChangeSet, _ *target.Target) string {
			cs.changes[0].Details[0].Target.BeforeValue = "x"
			return ""
		},
		"after": func(cs *ChangeSet, _ *target.Target) string {
			cs.changes[0].Details[0].Target.AfterValue = "x"
			return ""
		},
	} {
		cs, tg := sample()
		commit := change(cs, tg)
		if commit == "" {
			commit = "tree"
		}
		if cs.Digest(tg, commit) == want {
			t.Errorf("%s: another one, and the digest is the same", name)
		}
	}
}

// TestDigestIgnores: the same deployment has the same digest, however AWS tells it.
func TestDigestIgnores(t *testing.T) {
	cs, tg := sample()
	want := cs.Digest(tg, "tree")
	version := direct("Code")
	version.Target.Path = "/Properties/Code/S3ObjectVersion"
	for name, change := range map[string]func(*ChangeSet, *target.Target){
		"order of changes": func(cs *ChangeSet, _ *target.Target) { slices.Reverse(cs.changes) },
		"order of details": func(cs *ChangeSet, _ *target.Target) { slices.Reverse(cs.changes[1].Details) },
		"order of tags":    func(_ *ChangeSet, t *target.Target) { slices.Reverse(t.Tags) },
		"why it changes":   func(cs *ChangeSet, _ *target.Target) { cs.changes[0].Details[0].Evaluation = plan.Dynamic },
		"a detail told twice": func(cs *ChangeSet, _ *target.Target) {
			r := &cs.changes[0]
			r.Details = append(r.Details, r.Details[0])
		},
		"the change set's name": func(cs *ChangeSet, _ *target.Target) { cs.Name, cs.ID = "x", "y" },
		"version of an artifact": func(cs *ChangeSet, _ *target.Target) {
			r := &cs.changes[1]
			r.Details = append(r.Details, version)
		},
		"a resource that gets another version of an artifact": func(cs *ChangeSet, _ *target.Target) {
			cs.changes = append(cs.changes, inPlace("Other", "AWS::Lambda::Function", version).ResourceChange)
		},
	} {
		cs, tg := sample()
		change(cs, tg)
		if got := cs.Digest(tg, "tree"); got != want {
			t.Errorf("%s: the digest is another one", name)
		}
	}
	code := func(value string) string {
		cs, tg := sample()
		cs.changes[1].Details[0].Target.AfterValue = value
		return cs.Digest(tg, "tree")
	}
	if code(`{"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"1"}`) != code(`{"S3ObjectVersion":"2","S3Bucket":"b","S3Key":"k"}`) {
		t.Error("the version within a function's code counts")
	}
	if code(`{"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"1"}`) == code(`{"S3Bucket":"b","S3Key":"l","S3ObjectVersion":"1"}`) {
		t.Error("the key of an artifact does not count")
	}
}

// TestDigestOfNew: what is predicted for a new stack is what its change set gives.
func TestDigestOfNew(t *testing.T) {
	_, tg := sample()
	added := []plan.ResourceChange{
		{Action: plan.Add, LogicalResourceId: "B", ResourceType: "AWS::SQS::Queue", Scope: []string{}, Details: []plan.Detail{}},
		{Action: plan.Add, LogicalResourceId: "A", ResourceType: "AWS::SQS::Queue"},
	}
	cs := &ChangeSet{New: true, changes: added}
	predicted := []plan.Change{{Type: "Resource", ResourceChange: added[1]}, {Type: "Resource", ResourceChange: added[0]}}
	if got, want := DigestOfNew(tg, "tree", predicted), cs.Digest(tg, "tree"); got != want {
		t.Errorf("predicted %s, and it is %s", got, want)
	}
}
