package deploy_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/planning"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
	"github.com/smgen/smgen/internal/progress"
	"github.com/smgen/smgen/internal/review"
)

const account, region = "123456789012", "eu-central-1"

// cloud is a local endpoint, and sessions that use it.
type cloud struct {
	*localcfn.Server
	*localcfn.Faults
	sessions *session.Sessions
	url      string
}

func newCloud(t *testing.T) *cloud {
	t.Helper()
	server, faults, url := localtest.Serve(t, 0)
	c := &cloud{server, faults, nil, url}
	c.sessions = c.unopened()
	return c
}

// unopened are sessions that have yet to ask who they are.
func (c *cloud) unopened() *session.Sessions {
	return session.New(session.Options{Endpoint: c.url, Local: true, Rate: 1e6})
}

// at are the SDK's clients.
func (c *cloud) at(t *testing.T) *session.Clients {
	t.Helper()
	clients, err := c.sessions.At(context.WithoutCancel(t.Context()), session.Place{Account: account, Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return clients
}

// stack is a target with a queue, whose delay in seconds tells one version of it from
// another.
func stack(name string, delay int) *target.Target {
	return &target.Target{
		Name: name, Account: account, Region: region, Dir: "stacks/" + name,
		Template: fmt.Appendf(nil, `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %d}}},
			"Outputs": {"URL": {"Value": {"Ref": "Queue"}}}}`, delay),
		Origins: map[string]string{"/Resources/Queue": "stacks/" + name + "/stack.cue:7:3"},
	}
}

// plan plans targets; what cannot be planned fails the test.
func (c *cloud) plan(t *testing.T, targets ...*target.Target) *planfile.Plan {
	t.Helper()
	p, failed := c.tryPlan(t, targets...)
	if len(failed) > 0 {
		t.Fatal(failed)
	}
	return p
}

// tryPlan plans targets, and tells which cannot be planned.
func (c *cloud) tryPlan(t *testing.T, targets ...*target.Target) (*planfile.Plan, map[*target.Target]error) {
	t.Helper()
	looks, failures, err := planning.New(planning.Options{Sessions: c.sessions, Targets: targets, By: author}).All(t.Context(), 10, func() {})
	if err != nil {
		t.Fatal(err)
	}
	failed := map[*target.Target]error{}
	for _, f := range failures {
		failed[f.Target] = f.Err
	}
	p, err := planning.Plan(looks, nil, review.Options{Now: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return p, failed
}

func author(caller string) string { return "smgen, " + caller + ", https://ci.example/1" }

// options carry out a plan of targets.
func (c *cloud) options(plan *planfile.Plan, targets ...*target.Target) deploy.Options {
	return deploy.Options{Sessions: c.sessions, Targets: targets, Plan: plan, By: author, Concurrency: 10}
}

// run carries a plan out, and tells how it went.
func run(t *testing.T, o deploy.Options, printer progress.Printer) *deploy.Report {
	t.Helper()
	r, err := deploy.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r.Do(t.Context(), printer)
}

// deploy plans targets and carries that out.
func (c *cloud) deploy(t *testing.T, targets ...*target.Target) *deploy.Report {
	t.Helper()
	o := c.options(c.plan(t, targets...), targets...)
	o.Fresh = true
	return run(t, o, &printer{})
}

// results are the results by stack.
func results(r *deploy.Report) string {
	var list []string
	for _, s := range r.Stacks {
		list = append(list, s.Target.Name+" "+string(s.Result))
	}
	return strings.Join(list, ", ")
}

// left are change sets and empty stacks that are left over.
func (c *cloud) left(t *testing.T) []string {
	t.Helper()
	clients := c.at(t)
	stacks, err := changeset.List(context.WithoutCancel(t.Context()), clients)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for name, s := range stacks {
		if s.IsNew() {
			list = append(list, "the empty stack "+name)
		}
		for _, id := range changeSets(t, clients, name) {
			list = append(list, "the change set "+id)
		}
	}
	slices.Sort(list)
	return list
}

// count is how many calls of an action were answered.
func (c *cloud) count(action string) int {
	n := 0
	for _, call := range c.Calls() {
		if call.Action == action && call.Error == "" {
			n++
		}
	}
	return n
}

// asked is what was called after some calls, and of which stack. What is not done yet
// is asked for more than once, and told once.
func (c *cloud) asked(after int) []string {
	var list []string
	for _, call := range c.Calls()[after:] {
		if what := call.Action + " " + call.Stack; !slices.Contains(list, what) {
			list = append(list, what)
		}
	}
	return list
}

// begun is how many operations of a stack CloudFormation has begun.
func (c *cloud) begun(t *testing.T, stack string) int {
	t.Helper()
	n := 0
	pages := cloudformation.NewDescribeStackEventsPaginator(c.at(t).CloudFormation, &cloudformation.DescribeStackEventsInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.WithoutCancel(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.StackEvents {
			if aws.ToString(e.PhysicalResourceId) == aws.ToString(e.StackId) && (e.ResourceStatus == "CREATE_IN_PROGRESS" || e.ResourceStatus == "UPDATE_IN_PROGRESS") {
				n++
			}
		}
	}
	return n
}

// idle waits until no stack is under way.
func (c *cloud) idle(t *testing.T) {
	t.Helper()
	err := session.Poll(t.Context(), func() (bool, error) {
		stacks, err := changeset.List(t.Context(), c.at(t))
		for _, s := range stacks {
			if s.IsBusy() {
				return false, nil
			}
		}
		return true, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sideBySide runs a subtest for each case at the same time, and returns when all have
// ended.
func sideBySide[T any](t *testing.T, cases []T, name func(T) string, test func(*testing.T, T)) {
	t.Helper()
	t.Run("each", func(t *testing.T) {
		for _, c := range cases {
			t.Run(name(c), func(t *testing.T) {
				t.Parallel()
				test(t, c)
			})
		}
	})
}

// printer collects events.
type printer struct {
	mu   sync.Mutex
	list []progress.Event
}

func (p *printer) Print(e progress.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, e)
}

func (p *printer) Close() {}

// text is what was told about the run, and when stacks ended.
func (p *printer) text() string {
	var lines []string
	for _, e := range p.list {
		if e.Kind == progress.Notice || e.Kind == progress.StackEnds {
			lines = append(lines, e.Line(false))
		}
	}
	return strings.Join(lines, "\n")
}
