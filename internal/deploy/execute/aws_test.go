package execute_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
	"github.com/smgen/smgen/internal/progress"
)

const account, region = "123456789012", "eu-central-1"

// cloud is a local endpoint with the SDK's clients of it.
type cloud struct {
	*localcfn.Server
	*localcfn.Faults
	*session.Clients
}

func newCloud(t *testing.T) *cloud {
	t.Helper()
	server, faults, url := localtest.Serve(t, 0)
	clients, err := session.New(session.Options{Endpoint: url, Local: true, Rate: 1e6}).At(t.Context(), session.Place{Account: account, Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return &cloud{server, faults, clients}
}

// queues is a template with two queues, of which one waits for the other.
func queues(delay int) []byte {
	return fmt.Appendf(nil, `{"Resources": {
		"First": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %d}},
		"Second": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %[1]d}, "DependsOn": "First"}},
		"Outputs": {"URL": {"Value": {"Ref": "First"}}}}`, delay)
}

// changeSet makes the change set of the stack churn.
func (c *cloud) changeSet(t *testing.T, template []byte, settings target.Settings) *changeset.ChangeSet {
	t.Helper()
	current, err := changeset.Get(t.Context(), c.Clients, "churn")
	if err != nil {
		t.Fatal(err)
	}
	cs, err := changeset.Create(t.Context(), c.Clients, changeset.Request{
		Target:  &target.Target{Name: "churn", Account: account, Region: region, Template: template, Settings: settings},
		Current: current,
	})
	if err != nil {
		t.Fatal(err)
	}
	return cs
}

// of is a change set as execute takes it.
func of(cs *changeset.ChangeSet) execute.ChangeSet {
	out := execute.ChangeSet{ID: cs.ID, StackID: cs.StackID, New: cs.New, About: progress.Event{Stack: "churn", Dir: "stacks/churn"}}
	for _, c := range cs.Changes {
		out.Resources = append(out.Resources, c.ResourceChange.LogicalResourceId)
	}
	return out
}

// deploy brings the stack churn to a template.
func (c *cloud) deploy(t *testing.T, template []byte) *execute.End {
	t.Helper()
	end, err := execute.Run(t.Context(), c.Clients, of(c.changeSet(t, template, target.Settings{})), func(progress.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	return end
}

// status is the stack's, empty if there is none.
func (c *cloud) status(t *testing.T) string {
	t.Helper()
	s, err := changeset.Get(t.Context(), c.Clients, "churn")
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		return ""
	}
	return s.Status
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

// events collects what is printed.
type events struct {
	mu   sync.Mutex
	list []progress.Event
}

func (e *events) print(event progress.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, event)
}

// lines are the events about resources.
func (e *events) lines() (lines []string) {
	for _, event := range e.list {
		lines = append(lines, fmt.Sprintf("%s %s %d/%d", event.Resource, event.Status, event.Done, event.Total))
	}
	return lines
}
