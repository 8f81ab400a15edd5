package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/bootstrap"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
)

// TestPermissions runs the commands that look, and those that change stacks, and
// compares what they call with the policies that bootstrap makes: nothing is called
// that they do not allow, and they allow nothing that is not called without a reason.
func TestPermissions(t *testing.T) {
	notShort(t)
	w := newPermitted(t)

	// Somebody who administers the account.
	w.smgen(exitOK, "bootstrap", "--yes", "--allow", "iam")

	w.as(bootstrap.Deploy)
	w.smgen(exitOK, "deploy", "--yes")
	w.smgen(exitOK, "deploy", "--yes")

	w.as(bootstrap.Plan)
	w.change("cron(0 2", "cron(0 3")
	w.change("pass", "return")
	w.write("stacks/large/stack.cue", strings.ReplaceAll(w.read("stacks/large/stack.cue"), "cron(0 2", "cron(0 3"))
	w.touch("churn-prod", "NightlySchedule", "State", "DISABLED")
	w.smgen(exitOK, "plan", "--out", "plan.json")
	w.smgen(exitOK, "show", "plan.json")
	w.smgen(exitOK, "status")
	w.smgen(exitOK, "events")
	w.smgen(exitOK, "outputs")
	w.smgen(exitOK, "drift")
	w.touch("churn-prod", "NightlySchedule", "State", "ENABLED")
	w.faults.FailValidation("churn-prod", "NightlySchedule", "AWS::Scheduler::Schedule", "/Properties/Name", "no")
	w.smgen(exitSome, "plan")
	w.faults.Clear()

	w.as(bootstrap.Deploy)
	w.smgen(exitOK, "deploy", "--plan", "plan.json")
	w.write("stacks/waiting/stack.cue", stackCUE("waiting", "jobs: train: {}"))
	w.smgen(exitOK, "deploy", "--no-execute", "stacks/waiting")
	w.as(bootstrap.Plan)
	w.smgen(exitOK, "status")
	w.smgen(exitOK, "plan", "stacks/waiting")
	w.as(bootstrap.Deploy)
	w.smgen(exitOK, "rollback", "--yes", "stacks/waiting")
	w.change("cron(0 3", "cron(0 4")
	w.faults.FailResource(localcfn.ResourceFault{LogicalID: "NightlySchedule", Do: localcfn.Update})
	w.smgen(exitSome, "deploy", "--yes")
	w.smgen(exitOK, "events")
	w.faults.FailResource(localcfn.ResourceFault{LogicalID: "NightlySchedule", Do: localcfn.Rollback, Times: 1})
	w.smgen(exitSome, "deploy", "--yes")
	w.smgen(exitOK, "rollback", "--yes", "stacks/churn")
	w.faults.Clear()
	w.write("stacks/kept/stack.cue", stackCUE("kept", `deploy: onFailure: "keep"
	jobs: nightly: schedule: expression: "cron(0 2 * * ? *)"`))
	w.faults.FailResource(localcfn.ResourceFault{LogicalID: "NightlySchedule", Do: localcfn.Create})
	w.smgen(exitFindings, "deploy", "--yes", "stacks/kept")
	w.faults.Clear()
	w.smgen(exitOK, "rollback", "--yes", "stacks/kept")
	w.smgen(exitOK, "status")
	w.touch("churn-prod", "NightlySchedule", "State", "DISABLED")
	w.smgen(exitOK, "drift")
	w.smgen(exitOK, "destroy", "--confirm", "large-prod", "stacks/large")
	if err := os.RemoveAll(filepath.Join(w.dir, "stacks", "plain")); err != nil {
		t.Fatal(err)
	}
	w.smgen(exitOK, "prune", "--yes", "--allow", "delete")

	w.compare(bootstrap.Plan, map[string]string{
		"cloudformation:ListChangeSets": "tells who is at work where somebody is",
		"cloudformation:ListExports":    "finds an artifact bucket that is an export",
		"cloudformation:ListStacks":     "AWS wants it for listing all stacks with DescribeStacks",
		"cloudformation:TagResource":    "the tags of change sets",
		"cloudformation:UntagResource":  "the tags of change sets",
		"s3:GetObjectVersion":           "CloudFormation reads templates and code by their versions, as the caller",
		"s3:ListBucket":                 "without it S3 does not say that an object is not there",
	})
	w.compare(bootstrap.Deploy, map[string]string{
		"cloudformation:CancelUpdateStack": "smgen rollback ends an update that is under way",
		"cloudformation:ListStacks":        "AWS wants it for listing all stacks with DescribeStacks",
		"cloudformation:TagResource":       "the tags of stacks",
		"cloudformation:UntagResource":     "the tags of stacks",
		"s3:GetObjectVersion":              "CloudFormation reads templates and code by their versions, as the caller",
		"s3:ListBucket":                    "without it S3 does not say that an object is not there",
	})
}

// TestBootstrapFails expects the last lines to be why, and what to run; nothing is left
// of a stack that could not be made, so that it can be made then.
func TestBootstrapFails(t *testing.T) {
	w := newPermitted(t)
	w.faults.FailResource(localcfn.ResourceFault{LogicalID: "PlanPolicy", Do: localcfn.Create, Reason: "a policy of that name exists"})
	args := []string{"bootstrap", "--yes", "--allow", "iam", "--account", "123456789012", "--region", "eu-central-1"}
	out := w.smgen(exitFindings, args...)
	for _, want := range []string{"\n  PlanPolicy (AWS::IAM::ManagedPolicy) CREATE_FAILED\n  a policy of that name exists\n", "\nnext: smgen bootstrap --account 123456789012 --region eu-central-1\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "stack.cue") {
		t.Errorf("it names a spec, which has nothing to do with it:\n%s", out)
	}
	w.faults.Clear()
	w.smgen(exitOK, args...)
}

// permitted runs commands against an endpoint, and notes what they call.
type permitted struct {
	*testing.T
	dir    string
	server *localcfn.Server
	faults *localcfn.Faults
	kind   bootstrap.Kind
	calls  map[bootstrap.Kind][]localcfn.Call
}

func newPermitted(t *testing.T) *permitted {
	t.Helper()
	server, faults, url := localtest.Serve(t, 0)
	w := &permitted{T: t, dir: t.TempDir(), server: server, faults: faults, calls: map[bootstrap.Kind][]localcfn.Call{}}
	for name, value := range map[string]string{"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "LOCAL123456789012", "AWS_SECRET_ACCESS_KEY": "x", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"} {
		t.Setenv(name, value)
	}
	w.write("cue.mod/module.cue", "module: \"acme.example/specs\"\nlanguage: version: \"v0.17.0\"\n")
	w.write("stacks/defaults.cue", `package stacks

stack: {
	environment: "prod"
	account:     "123456789012"
	region:      "eu-central-1"
	owner:       "ml"
	repository:  "acme/specs"
	notify: topic: "arn:aws:sns:eu-central-1:123456789012:oncall"
	defaults: {image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:v1", maxRuntimeSeconds: 60}
	jobs: [_]: output: s3: "s3://acme-models/"
}
`)
	w.write("stacks/churn/stack.cue", stackCUE("churn", `deploy: {terminationProtection: true, stackPolicy: Statement: [{Effect: "Allow", Action: "Update:*", Resource: "*"}]}
	jobs: nightly: {schedule: expression: "cron(0 2 * * ? *)", launch: custom: {code: "code", handler: "launcher.handler"}}`))
	w.write("stacks/churn/code/launcher.py", "def handler(event, context):\n    pass\n")
	w.write("stacks/plain/stack.cue", stackCUE("plain", "jobs: train: {}"))
	var jobs strings.Builder // more than a call takes
	for i := range 14 {
		fmt.Fprintf(&jobs, "jobs: j%d: schedule: expression: \"cron(0 2 * * ? *)\"\n", i)
	}
	w.write("stacks/large/stack.cue", stackCUE("large", "exports: true\n"+jobs.String()))
	return w
}

func (w *permitted) write(name, text string) {
	w.Helper()
	at := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
		w.Fatal(err)
	}
}

// stackCUE is the spec of a stack.
func stackCUE(project, fields string) string {
	return fmt.Sprintf("package stacks\n\nimport \"github.com/smgen/smgen/schema\"\n\nstack: schema.#Stack & {\n\tproject: %q\n\t%s\n}\n", project, fields)
}

func (w *permitted) read(name string) string {
	w.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(name)))
	if err != nil {
		w.Fatal(err)
	}
	return string(text)
}

// touch changes a resource by hand.
func (w *permitted) touch(stack, resource, property string, value any) {
	w.Helper()
	if err := w.server.Touch("123456789012", "eu-central-1", stack, resource, property, value); err != nil {
		w.Fatal(err)
	}
}

// change replaces a text in the files of the stack churn.
func (w *permitted) change(old, new string) {
	w.Helper()
	for _, name := range []string{"stack.cue", "code/launcher.py"} {
		w.write("stacks/churn/"+name, strings.ReplaceAll(w.read("stacks/churn/"+name), old, new))
	}
}

// as says whose commands follow.
func (w *permitted) as(kind bootstrap.Kind) { w.kind = kind }

// smgen runs a command, demands its exit code, and returns what it printed.
func (w *permitted) smgen(code int, args ...string) string {
	w.Helper()
	if args[0] != "show" {
		args = append(args, "--rate", "1000")
	}
	ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	before := w.server.Count()
	got := run(ctx, environment{
		args: args, stdin: strings.NewReader(""), stdout: &out, stderr: &out, getenv: os.Getenv,
		getwd: func() (string, error) { return w.dir, nil }, last: &lastWords{},
	})
	if got != code {
		w.Fatalf("smgen %s ends with %d, want %d:\n%s", strings.Join(args, " "), got, code, out.String())
	}
	if w.kind != "" {
		w.calls[w.kind] = append(w.calls[w.kind], w.server.Calls()[before:]...)
	}
	return out.String()
}

// compare compares the calls with a policy. unseen says of what is allowed and was not
// called why it is allowed.
func (w *permitted) compare(kind bootstrap.Kind, unseen map[string]string) {
	w.Helper()
	place := bootstrap.At("123456789012", "eu-central-1")
	policy := bootstrap.Policy(place, kind)
	called := map[string]bool{}
	for _, c := range w.calls[kind] {
		request := iam.Request{Action: c.Service + ":" + c.Action, Resource: "*"}
		switch {
		case c.Service == "sts":
			continue // who calls is told to everybody
		case c.Service == "s3":
			request.Resource = "arn:aws:s3:::" + c.Bucket + "/" + c.Key
		case c.Stack != "":
			request.Resource = "arn:aws:cloudformation:eu-central-1:123456789012:stack/" + c.Stack + "/1"
		}
		called[request.Action] = true
		if policy.Decide(request) != iam.Allowed {
			w.Errorf("%s calls %s on %s, and may not", kind, request.Action, request.Resource)
		}
	}
	for _, s := range bootstrap.Policies(place, kind)[0].Document.Statements {
		for _, action := range s.Actions {
			switch _, why := unseen[action]; {
			case s.Effect == iam.EffectDeny:
			case called[action] && why:
				w.Errorf("%s calls %s; take it out of the list of what is not called", kind, action)
			case !called[action] && !why:
				w.Errorf("%s may %s (%s), and nothing calls it", kind, action, s.Sid)
			}
		}
	}
}
