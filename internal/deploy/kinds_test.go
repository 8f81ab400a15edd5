package deploy_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

// edits are a property of each kind of resource that smgen's templates have, and
// another value for it.
func edits() map[string][2]any {
	tags := [2]any{"Tags", []any{map[string]any{"Key": "Edited", "Value": "yes"}}}
	return map[string][2]any{
		"AWS::CloudWatch::Alarm":               {"Threshold", 7},
		"AWS::Events::Rule":                    {"Description", "edited"},
		"AWS::IAM::Role":                       {"Description", "edited"},
		"AWS::Lambda::EventInvokeConfig":       {"MaximumRetryAttempts", 1},
		"AWS::Lambda::EventSourceMapping":      {"BatchSize", 5},
		"AWS::Lambda::Function":                {"MemorySize", 1024},
		"AWS::Lambda::Permission":              {"SourceAccount", "210987654321"}, // replaces it
		"AWS::Logs::LogGroup":                  {"RetentionInDays", 7},
		"AWS::SNS::Topic":                      {"DisplayName", "edited"},
		"AWS::SQS::Queue":                      {"MessageRetentionPeriod", 3600},
		"AWS::SQS::QueuePolicy":                {"PolicyDocument", map[string]any{"Version": "2012-10-17", "Statement": []any{}}},
		"AWS::SageMaker::MlflowApp":            tags,
		"AWS::SageMaker::MlflowTrackingServer": tags,
		"AWS::SageMaker::ModelPackageGroup":    tags,
		"AWS::Scheduler::Schedule":             {"ScheduleExpression", "rate(7 hours)"},
		"AWS::Scheduler::ScheduleGroup":        tags,
		"AWS::StepFunctions::StateMachine":     {"DefinitionString", `{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}`},
	}
}

// held is the kind that stands in templates only to hold text; it has no properties.
const held = "AWS::CloudFormation::WaitConditionHandle"

// specimen is a resource of a golden with all that it refers to.
type specimen struct {
	kind, id  string
	resources map[string]any
}

// specimens are the smallest ones of each kind that the goldens have, by kind.
func specimens(t *testing.T) []specimen {
	t.Helper()
	found := map[string]specimen{}
	err := filepath.WalkDir(filepath.FromSlash("../../testdata/golden"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) != "template.json" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var doc struct{ Resources map[string]map[string]any }
		if err := json.Unmarshal(text, &doc); err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(doc.Resources)) {
			s := specimen{doc.Resources[id]["Type"].(string), id, map[string]any{}}
			if complete := s.take(doc.Resources, id); !complete {
				continue
			}
			if old, known := found[s.kind]; !known || len(s.resources) < len(old.resources) {
				found[s.kind] = s
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var list []specimen
	for _, kind := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[kind])
	}
	return list
}

// take takes a resource and what it refers to. It reports whether that is complete:
// code that lies in S3 is not there.
func (s specimen) take(all map[string]map[string]any, id string) bool {
	if _, taken := s.resources[id]; taken || all[id] == nil {
		return true
	}
	r := withoutImports(all[id]).(map[string]any)
	s.resources[id] = r
	if properties, ok := r["Properties"].(map[string]any); ok {
		if code, ok := properties["Code"].(map[string]any); ok && code["S3Bucket"] != nil {
			return false
		}
	}
	for _, to := range references(r) {
		if !s.take(all, to) {
			return false
		}
	}
	return true
}

// references are the logical IDs that a value may refer to; some are none.
func references(v any) (ids []string) {
	switch v := v.(type) {
	case string:
		ids = append(ids, v)
		for _, part := range strings.Split(v, "${")[1:] {
			name, _, _ := strings.Cut(part, "}")
			name, _, _ = strings.Cut(name, ".")
			ids = append(ids, name)
		}
	case map[string]any:
		for _, child := range v {
			ids = append(ids, references(child)...)
		}
	case []any:
		for _, child := range v {
			ids = append(ids, references(child)...)
		}
	}
	return ids
}

// withoutImports is a value in which a text stands for what other stacks export.
func withoutImports(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if _, is := v["Fn::ImportValue"]; is {
			return "imported"
		}
		out := map[string]any{}
		for name, child := range v {
			out[name] = withoutImports(child)
		}
		return out
	case []any:
		out := []any{}
		for _, child := range v {
			out = append(out, withoutImports(child))
		}
		return out
	}
	return v
}

// target is the specimen as a stack, with a queue that comes after it. Edited, both
// are other ones.
func (s specimen) target(t *testing.T, edited bool) *target.Target {
	t.Helper()
	resources, delay := maps.Clone(s.resources), 1
	if edited {
		delay = 2
		r := maps.Clone(resources[s.id].(map[string]any))
		edit, known := edits()[s.kind]
		if !known {
			t.Fatalf("there is no edit for %s: add one to edits, and the kind to docs/reliability.md", s.kind)
		}
		properties, _ := r["Properties"].(map[string]any)
		properties = maps.Clone(properties)
		if properties[edit[0].(string)] = edit[1]; properties == nil {
			t.Fatalf("%s has no properties", s.kind)
		}
		r["Properties"], resources[s.id] = properties, r
	}
	resources["After"] = map[string]any{"Type": "AWS::SQS::Queue", "DependsOn": s.id, "Properties": map[string]any{"DelaySeconds": delay}}
	text, err := json.Marshal(map[string]any{"Resources": resources})
	if err != nil {
		t.Fatal(err)
	}
	return &target.Target{
		Name: "churn", Account: account, Region: region, Dir: "stacks/churn", Template: text,
		Origins: map[string]string{"/Resources/" + s.id: "stacks/churn/stack.cue:7:3"},
	}
}

// keeps are those of the resources that outlive their stack, but for one that was
// never made.
func (s specimen) keeps(unmade string) string {
	var kept []string
	for _, id := range slices.Sorted(maps.Keys(s.resources)) {
		if id != unmade && s.resources[id].(map[string]any)["DeletionPolicy"] == "Retain" {
			kept = append(kept, id)
		}
	}
	return strings.Join(kept, ", ")
}

// TestResourceFails has each kind of resource fail: as it is created, as it is
// updated, and as that is undone. What failed first is told with AWS's reason and the
// line of the spec, and how to go on; where nothing is stuck, the same command does.
func TestResourceFails(t *testing.T) {
	t.Parallel()
	const reason, other = "Resource handler returned message: \"it is \\\"not\\\" there\" (HandlerErrorCode: NotFound)", "it stays"
	type failure struct {
		name   string
		exists bool
		on     string
		// first fails first, and then, if it is told, the kind itself as that is undone.
		first           func(specimen) []localcfn.ResourceFault
		stuck           bool
		resource, state string
		next            string
	}
	itself := func(do ...localcfn.Do) func(specimen) []localcfn.ResourceFault {
		return func(s specimen) (list []localcfn.ResourceFault) {
			for _, d := range do {
				list = append(list, localcfn.ResourceFault{LogicalID: s.id, Do: d, Reason: reason})
			}
			return list
		}
	}
	undoing := func(do localcfn.Do) func(specimen) []localcfn.ResourceFault {
		return func(s specimen) []localcfn.ResourceFault {
			return []localcfn.ResourceFault{{LogicalID: "After", Do: do, Reason: reason}, {LogicalID: s.id, Do: localcfn.Rollback, Reason: other}, {LogicalID: s.id, Do: localcfn.Delete, Reason: other}}
		}
	}
	failures := []failure{
		{"create", false, "", itself(localcfn.Create), false, "", "and all of the new stack is deleted again", "smgen deploy stacks/churn"},
		{"create, kept", false, "ROLLBACK", itself(localcfn.Create), true, "", "and what there was of the new stack is deleted again (ROLLBACK_COMPLETE)", "smgen rollback stacks/churn"},
		{"create, not undone", false, "", undoing(localcfn.Create), true, "After", "and the stack is DELETE_FAILED", "smgen rollback stacks/churn"},
		{"create, not rolled back", false, "ROLLBACK", undoing(localcfn.Create), true, "After", "and the stack is ROLLBACK_FAILED", "smgen rollback stacks/churn"},
		{"update", true, "", itself(localcfn.Update, localcfn.Create), false, "", "and the stack is as it was before", "smgen deploy stacks/churn"},
		{"update, not undone", true, "", undoing(localcfn.Update), true, "After", "and could not be undone (UPDATE_ROLLBACK_FAILED)", "smgen rollback stacks/churn"},
	}
	type one struct {
		specimen
		failure
	}
	var cases []one
	for _, s := range specimens(t) {
		for _, f := range failures {
			if s.kind != held {
				cases = append(cases, one{s, f})
			}
		}
	}
	sideBySide(t, cases, func(o one) string { return o.kind + " " + o.name }, func(t *testing.T, o one) {
		c := newCloud(t)
		if o.exists {
			c.deploy(t, o.specimen.target(t, false))
		}
		want := o.specimen.target(t, true)
		want.Settings.OnFailure = o.on
		plan := c.plan(t, want)
		for _, f := range o.first(o.specimen) {
			c.FailResource(f)
		}
		s := run(t, c.options(plan, want), &printer{}).Stacks[0]
		if s.Result != progress.Failed || s.Failure == nil {
			t.Fatalf("%s: %s", s.Result, s.Message)
		}
		resource, origin := o.resource, "stacks/churn/stack.cue"
		if resource == "" {
			resource, origin = o.id, "stacks/churn/stack.cue:7"
		}
		_, state, _ := strings.Cut(s.Message, ", ")
		state, kept, _ := strings.Cut(state, ", but AWS has kept what its DeletionPolicy says, ")
		wantState, wantNext, stuck := o.state, o.next, o.stuck
		if kept != "" {
			wantState, wantNext, stuck = "and the new stack is deleted again", "smgen deploy stacks/churn", false
		}
		got := []string{s.Failure.Resource, s.Failure.Reason, s.Origin, s.Next, state}
		if diff := cmp.Diff([]string{resource, reason, origin, wantNext, wantState}, got); diff != "" {
			t.Error(diff)
		}
		if keeps := o.keeps(map[bool]string{true: o.id}[o.resource == ""]); strings.Contains(s.Message, "deleted again") && o.on == "" && keeps == "" != (kept == "") {
			t.Errorf("%q is kept, and told is %q", keeps, kept)
		}
		c.Clear()
		if strings.Contains(kept, o.id+" (") {
			return // it may have a name, which is in the way
		}
		again := results(run(t, c.options(plan, want), &printer{}))
		if stuck && again != "churn failed" || !stuck && again != "churn deployed" {
			t.Errorf("run again: %s", again)
		}
		if left := c.left(t); left != nil {
			t.Errorf("left over: %v", left)
		}
		if n, most := c.begun(t, "churn"), map[bool]int{false: 1, true: 2}[o.exists]; !stuck && n > most+1 {
			t.Errorf("the stack was changed %d times", n)
		}
	})
}
