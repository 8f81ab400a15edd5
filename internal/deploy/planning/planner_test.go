package planning_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planning"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
)

const one, other = "123456789012", "210987654321"

func TestPlan(t *testing.T) {
	c := serve(t)
	c.deploy(stackOf("same", one, 1), stackOf("churn", one, 1), stackOf("elsewhere", other, 1))
	targets := []*target.Target{stackOf("same", one, 1), stackOf("churn", one, 2), stackOf("new", one, 1), stackOf("elsewhere", other, 2)}
	_, looks, errs := c.plan(t.Context(), targets...)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	got := map[string]changeset.Operation{}
	for name, l := range looks {
		got[name] = l.Entry.Operation
	}
	want := map[string]changeset.Operation{"same": changeset.Nothing, "churn": changeset.UpdateStack, "new": changeset.CreateStack, "elsewhere": changeset.UpdateStack}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	const report = `what is deployed → the specs
3 of 4 stacks change: resources 1 added, 2 changed (AWS's answer for 2, predicted for 1)

new (stacks/new)
  1 added · new stack
  resources (predicted)
    + added: AWS::SQS::Queue Queue

churn (stacks/churn)
  and in the same way, but for their names, stack stacks/elsewhere
  1 changed
  resources (AWS's answer)
    ~ Queue (AWS::SQS::Queue) changed [stacks/churn/stack.cue:3]
        DelaySeconds 1 → 2
`
	if diff := cmp.Diff(report, text(t, looks)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.nothingLeft(targets...)
	// A deployment finds the digests of the plan.
	for _, at := range targets {
		clients := c.at(at)
		current, err := changeset.Get(t.Context(), clients, at.Name)
		if err != nil {
			t.Fatal(err)
		}
		cs, err := changeset.Create(t.Context(), clients, changeset.Request{Target: at, Current: current})
		if err != nil {
			t.Fatal(err)
		}
		if got := cs.Digest(at, ""); got != looks[at.Name].Entry.Digest {
			t.Errorf("%s: the digest is %s, and was %s in the plan", at.Name, got, looks[at.Name].Entry.Digest)
		}
	}
}

// TestPlanObstacles: what cannot be changed as it is is named, with what to do.
func TestPlanObstacles(t *testing.T) {
	c := serve(t)
	stuck, busy, begun := stackOf("stuck", one, 1), stackOf("busy", one, 1), stackOf("begun", one, 1)
	stuck.Settings.OnFailure = "ROLLBACK"
	c.faults.FailResource(localcfn.ResourceFault{Stack: "stuck", Do: localcfn.Create})
	c.begin(stuck)
	c.waitFor(stuck, "ROLLBACK_COMPLETE")
	c.deploy(busy)
	c.faults.StallOperation("busy")
	c.begin(stackOf("busy", one, 2))
	if _, err := changeset.Create(t.Context(), c.at(begun), changeset.Request{Target: begun}); err != nil {
		t.Fatal(err)
	}
	_, looks, errs := c.plan(t.Context(), stuck, busy, begun)
	want := map[string]string{
		"stuck": "stuck is ROLLBACK_COMPLETE: it could not be created, and what there was of it is deleted again: such a stack can only be deleted; smgen rollback stacks/stuck says how to go on",
		"busy":  "busy is UPDATE_IN_PROGRESS: an operation is under way; follow it with smgen events -f stacks/busy, and run this again when it has ended; who deploys says of itself: another run",
	}
	if diff := cmp.Diff(want, errs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if l := looks["begun"]; l == nil || l.Entry.Operation != changeset.CreateStack || len(l.Notes) != 1 || !strings.HasPrefix(l.Notes[0], "begun is REVIEW_IN_PROGRESS: somebody has begun to create it") {
		t.Errorf("begun: got %+v", l)
	}
}

// begin starts to bring a stack to its target, and does not wait.
func (c *cloud) begin(at *target.Target) {
	c.t.Helper()
	clients := c.at(at)
	current, err := changeset.Get(c.t.Context(), clients, at.Name)
	if err != nil {
		c.t.Fatal(err)
	}
	cs, err := changeset.Create(c.t.Context(), clients, changeset.Request{Target: at, Current: current, By: "another run"})
	if err != nil {
		c.t.Fatal(err)
	}
	c.execute(clients, cs)
}

// TestPlanRefused: a change set that fails validation shows the lines of the specs,
// and is gone.
func TestPlanRefused(t *testing.T) {
	c := serve(t)
	c.deploy(stackOf("churn", one, 1))
	c.faults.FailValidation("churn", "Queue", "AWS::SQS::Queue", "/Properties/DelaySeconds", "it is too much")
	want := stackOf("churn", one, 2)
	_, _, errs := c.plan(t.Context(), want)
	for _, part := range []string{"CloudFormation refuses the change: ", "AWS::EarlyValidation", "\n  stacks/churn/stack.cue:3: Queue/Properties/DelaySeconds (AWS::SQS::Queue): it is too much\n  correct the spec"} {
		if !strings.Contains(errs["churn"], part) {
			t.Errorf("there is no %q in:\n%s", part, errs["churn"])
		}
	}
	c.nothingLeft(want)
}

// TestPlanCode: code in the bucket is pinned by each deployment, and that is no
// change; what is not there yet is not uploaded by a plan.
func TestPlanCode(t *testing.T) {
	c := serve(t)
	launcher := func(key string) *target.Target {
		l := stackOf("churn", one, 1)
		l.Bucket = target.Bucket{Name: "code"}
		l.Template = fmt.Appendf(nil, `{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {
	"Role": "arn:aws:iam::123456789012:role/r", "Handler": "a.b", "Runtime": "python3.13",
	"Code": {"S3Bucket": "code", "S3Key": %q}}}}}`, key)
		l.Artifacts = []target.Artifact{{Path: "code", Bucket: "code", Key: key, Digest: fmt.Sprintf("%x", sha256.Sum256([]byte(code))), Size: int64(len(code))}}
		return l
	}
	c.bucket(launcher("a"), "code")
	c.deploy(launcher("a"))
	_, looks, errs := c.plan(t.Context(), launcher("a"))
	if l := looks["churn"]; l == nil || l.Entry.Operation != changeset.Nothing {
		t.Errorf("the same code: got %+v, %v", l, errs)
	}
	before := c.Count()
	_, looks, errs = c.plan(t.Context(), launcher("b"))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if report := text(t, looks); !strings.Contains(report, "Code.S3Key a → b") || strings.Contains(report, "Version") {
		t.Errorf("other code: got\n%s", report)
	}
	for _, call := range c.Calls()[before:] {
		if call.Action == "PutObject" {
			t.Errorf("the plan has uploaded %s", call.Key)
		}
	}
	c.nothingLeft(launcher("a"))
	// A version of the spec's own is a change like any other.
	own := launcher("a")
	own.Template = []byte(strings.Replace(string(own.Template), `"S3Key": "a"`, `"S3Key": "a", "S3ObjectVersion": "mine"`, 1))
	_, looks, errs = c.plan(t.Context(), own)
	if len(errs) > 0 || !strings.Contains(text(t, looks), "Code.S3ObjectVersion local.00000000000000000001 → mine") {
		t.Errorf("a version of the spec's own: %v\n%s", errs, text(t, looks))
	}
}

// bucket makes a bucket that keeps versions.
func (c *cloud) bucket(at *target.Target, name string) {
	c.t.Helper()
	clients := c.at(at)
	_, err := clients.S3.CreateBucket(c.t.Context(), &s3.CreateBucketInput{
		Bucket: &name, CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: s3types.BucketLocationConstraint(at.Region)},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := clients.S3.PutBucketVersioning(c.t.Context(), &s3.PutBucketVersioningInput{
		Bucket: &name, VersioningConfiguration: &s3types.VersioningConfiguration{Status: s3types.BucketVersioningStatusEnabled},
	}); err != nil {
		c.t.Fatal(err)
	}
}

// TestPlanLarge: a template that is too large for the call goes through the bucket.
func TestPlanLarge(t *testing.T) {
	c := serve(t)
	large := func(delay int) *target.Target {
		l := stackOf("large", one, delay)
		l.Bucket = target.Bucket{Name: "code"}
		l.Template = []byte(strings.Replace(string(l.Template), "{", `{"Description": "`+strings.Repeat("x", 1000)+`",`+strings.Repeat(" ", 51_200), 1))
		return l
	}
	c.bucket(large(1), "code")
	c.deploy(large(1))
	_, looks, errs := c.plan(t.Context(), large(2))
	if len(errs) > 0 || !strings.Contains(text(t, looks), "DelaySeconds 1 → 2") {
		t.Errorf("got %v", errs)
	}
	c.nothingLeft(large(1))
}

// TestPlanTags: CloudFormation puts another tag of the stack on its resources, which
// no template says.
func TestPlanTags(t *testing.T) {
	c := serve(t)
	c.deploy(stackOf("churn", one, 1))
	tagged := stackOf("churn", one, 1)
	tagged.Tags = []target.Tag{{Key: "owner", Value: "team"}}
	_, looks, errs := c.plan(t.Context(), tagged)
	l := looks["churn"]
	if l == nil {
		t.Fatal(errs)
	}
	if l.Entry.Operation != changeset.UpdateStack {
		t.Errorf("got %+v", l.Entry)
	}
	want := []string{"Queue: AWS says that it is changed in place, and predicted was that it is left as it is"}
	if diff := cmp.Diff(want, l.Entry.Differences); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	if report := text(t, looks); !strings.Contains(report, "        Tags changes\n") {
		t.Errorf("got\n%s", report)
	}
}

// TestPlanWrongAccount: nothing is asked of an account that the credentials are not
// of, and the reason is told once for all stacks.
func TestPlanWrongAccount(t *testing.T) {
	c := serve(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "LOCAL"+other)
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local")
	p := planning.New(planning.Options{
		Sessions: session.New(session.Options{Endpoint: c.url, Rate: 1000}),
		Targets:  []*target.Target{stackOf("a", one, 1), stackOf("b", one, 1)}, By: func(string) string { return "" },
	})
	before := c.Count()
	_, failures, err := p.All(t.Context(), 2, func() {})
	if err != nil || len(failures) != 2 {
		t.Fatalf("got %v, %v", failures, err)
	}
	for _, f := range failures {
		if !strings.HasPrefix(f.Err.Error(), "the credentials belong to account "+other) {
			t.Errorf("got %v", f.Err)
		}
	}
	for _, call := range c.Calls()[before:] {
		if call.Service != "sts" {
			t.Errorf("%s was called", call.Action)
		}
	}
}
