//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
)

// pipeline is a repository of specs and a cloud to deploy them to.
type pipeline struct {
	*localcfn.Server
	*localcfn.Faults
	dir, url string
}

func newPipeline(t *testing.T, stacks ...string) *pipeline {
	t.Helper()
	server, faults, url := localtest.Serve(t, 0)
	p := &pipeline{server, faults, t.TempDir(), url}
	p.write(t, "cue.mod/module.cue", `module: "acme.example/specs", language: version: "v0.17.0"`)
	for _, name := range stacks {
		p.spec(t, name, "cron(0 2 * * ? *)")
	}
	return p
}

func (p *pipeline) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// spec writes the spec of a stack with one job.
func (p *pipeline) spec(t *testing.T, name, schedule string) {
	t.Helper()
	p.write(t, "stacks/"+name+"/stack.cue", fmt.Sprintf(`package stacks

import "github.com/smgen/smgen/schema"

stack: schema.#Stack & {
	project:     %q
	environment: "staging"
	account:     "123456789012"
	region:      "us-east-1"
	jobs: nightly: {
		image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:v1"
		output: s3: "s3://acme-models/"
		schedule: expression: %q
	}
}
`, name, schedule))
}

// smgen returns a command that runs on the pipeline's specs and cloud.
func (p *pipeline) smgen(t *testing.T, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	cmd, stderr = program(t, p.dir, t.TempDir(), args...), &bytes.Buffer{}
	cmd.Stderr = stderr
	cmd.Env = append(cmd.Env, "AWS_ENDPOINT_URL="+p.url, "AWS_ACCESS_KEY_ID=LOCAL123456789012", "AWS_SECRET_ACCESS_KEY=local",
		"AWS_CONFIG_FILE="+filepath.Join(p.dir, "none"), "AWS_SHARED_CREDENTIALS_FILE="+filepath.Join(p.dir, "none"))
	return cmd, stderr
}

// deploy deploys all without asking, and demands an exit code.
func (p *pipeline) deploy(t *testing.T, code int, args ...string) (stderr string) {
	t.Helper()
	cmd, text := p.smgen(t, append([]string{"deploy", "--yes", "--rate", "1000"}, args...)...)
	_ = cmd.Run()
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Errorf("exit code %d, want %d:\n%s", got, code, text)
	}
	return text.String()
}

// TestDeployFails looks at the last lines after a failure.
func TestDeployFails(t *testing.T) {
	t.Parallel()
	p := newPipeline(t, "churn", "fraud")
	const reason = "Resource handler returned message: \"The role is not \u202ethere\" (HandlerErrorCode: NotFound)"
	p.FailResource(localcfn.ResourceFault{Stack: "churn-staging", LogicalID: "NightlySchedule", Do: localcfn.Create, Reason: reason})
	text := p.deploy(t, exitSome)
	text = regexp.MustCompile(`after [0-9]+s`).ReplaceAllString(text[strings.LastIndex(text, "\n\n")+2:], "after TIME")
	text = regexp.MustCompile(`(DeadLetterQueue)-[A-Z0-9]+`).ReplaceAllString(text, "$1-ID")
	const want = `churn-staging (stacks/churn) failed
  after TIME, and the new stack is deleted again, but AWS has kept what its DeletionPolicy says, DeadLetterQueue (https://sqs.us-east-1.amazonaws.com/123456789012/churn-staging-DeadLetterQueue-ID): delete that, as the next attempt makes it anew
  NightlySchedule (AWS::Scheduler::Schedule) CREATE_FAILED
  Resource handler returned message: "The role is not \u202ethere" (HandlerErrorCode: NotFound)
  at stacks/churn/stack.cue:13
next: smgen deploy stacks/churn
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	p.Clear()
	text = p.deploy(t, exitOK)
	if !strings.HasSuffix(text, "\n1 deployed, 1 unchanged\n") {
		t.Errorf("run again, it does not go on: %s", text)
	}
}

// TestDeployInterrupted interrupts while CloudFormation is at work, once and twice.
func TestDeployInterrupted(t *testing.T) {
	t.Parallel()
	for _, signals := range []int{1, 2} {
		p := newPipeline(t, "churn", "fraud")
		if signals == 2 {
			p.StallOperation("churn-staging")
		}
		cmd, stderr := p.smgen(t, "deploy", "--yes", "--rate", "1000", "--concurrency", "1")
		code := p.interrupt(t, cmd, signals, func(call localcfn.Call) bool { return call.Action == "DescribeStackEvents" })
		text := stderr.String()
		if code != exitInterrupted {
			t.Errorf("%d signals: exit code %d, want %d", signals, code, exitInterrupted)
		}
		wants := []string{"interrupted: no other stack is begun; CloudFormation is at work on churn-staging, which is followed to its end; interrupt again to leave at once\n"}
		if signals == 2 {
			wants = append(wants, "\nsmgen: left at once; CloudFormation goes on with churn-staging; smgen status tells how it ends\n")
		} else {
			wants = append(wants, "churn-staging: deployed, ", "fraud-staging: interrupted, not begun\n", "\n1 deployed, 1 interrupted\n")
		}
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%d signals: %q is not told:\n%s", signals, want, text)
			}
		}
	}
}

// TestDeployKilled kills the program at each call in turn, and runs it again: all is
// deployed, nothing twice, and nothing is left over.
func TestDeployKilled(t *testing.T) {
	notShort(t)
	t.Parallel()
	const last = 24
	for at := int32(1); at <= last; at++ {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			t.Parallel()
			p := newPipeline(t, "churn")
			p.deploy(t, exitOK)
			p.spec(t, "churn", "cron(0 3 * * ? *)")
			p.spec(t, "fraud", "cron(0 3 * * ? *)")
			if p.killAt(t, at, "deploy", "--yes", "--rate", "1000") && at == last {
				t.Errorf("there are more than %d calls; kill it at each of them", last)
			}
			p.waitIdle(t)
			p.deploy(t, exitOK)
			if executed := p.executed(); executed != 3 {
				t.Errorf("%d change sets were executed, want 3: one that creates each stack, and one update", executed)
			}
			if left := p.left(t); left != "" {
				t.Errorf("left over: %s", left)
			}
		})
	}
}

// waitIdle waits until no stack is under way.
func (p *pipeline) waitIdle(t *testing.T) {
	t.Helper()
	for range 100 {
		if !regexp.MustCompile(`<StackStatus>(CREATE|UPDATE|UPDATE_COMPLETE_CLEANUP)_IN_PROGRESS`).MatchString(p.ask(t, "DescribeStacks", "")) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("a stack does not come to an end")
}

// left are what is left over of change sets.
func (p *pipeline) left(t *testing.T) string {
	t.Helper()
	var left strings.Builder
	for _, stack := range []string{"churn-staging", "fraud-staging"} {
		answer := p.ask(t, "ListChangeSets", stack)
		for _, m := range regexp.MustCompile(`<ExecutionStatus>(AVAILABLE|UNAVAILABLE|OBSOLETE)`).FindAllString(answer, -1) {
			fmt.Fprintf(&left, "a change set of %s: %s\n", stack, m)
		}
		if strings.Contains(p.ask(t, "DescribeStacks", stack), "REVIEW_IN_PROGRESS") {
			fmt.Fprintf(&left, "the empty stack %s\n", stack)
		}
	}
	return left.String()
}

// ask asks the cloud about a stack, or all, and returns its answer.
func (p *pipeline) ask(t *testing.T, action, stack string) string {
	t.Helper()
	form := url.Values{"Action": {action}, "Version": {"2010-05-15"}}
	if stack != "" {
		form.Set("StackName", stack)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=LOCAL123456789012/20261126/us-east-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// notShort skips a test that repeats for long what others do once.
func notShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
