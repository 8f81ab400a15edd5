package changeset_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
)

// endpoint is a local endpoint, and clients of it.
type endpoint struct {
	*localcfn.Server
	*session.Clients
	t      *testing.T
	faults *localcfn.Faults
}

// serve opens an endpoint that is asked by the SDK, over HTTP.
func serve(t *testing.T) *endpoint {
	t.Helper()
	server, faults, url := localtest.Serve(t, 0)
	sessions := session.New(session.Options{Endpoint: url, Local: true, Rate: 1000})
	clients, err := sessions.At(t.Context(), session.Place{Account: "123456789012", Region: "eu-central-1"})
	if err != nil {
		t.Fatal(err)
	}
	return &endpoint{server, clients, t, faults}
}

// stackOf is a stack of a topic and a queue, whose delay it is told.
func stackOf(name string, delay int) *target.Target {
	return &target.Target{
		Name: name, Account: "123456789012", Region: "eu-central-1", Dir: "stacks/" + name,
		Template: fmt.Appendf(nil, `{"Resources": {
	"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %d}},
	"Topic": {"Type": "AWS::SNS::Topic"}}}`, delay),
		Tags: []target.Tag{{Key: "ManagedBy", Value: "smgen"}},
	}
}

// current reads a stack.
func (e *endpoint) current(name string) *changeset.Stack {
	e.t.Helper()
	s, err := changeset.Get(context.Background(), e.Clients, name)
	if err != nil {
		e.t.Fatal(err)
	}
	return s
}

// create makes the change set of a target.
func (e *endpoint) create(t *target.Target) (*changeset.ChangeSet, error) {
	return changeset.Create(e.t.Context(), e.Clients, changeset.Request{Target: t, Current: e.current(t.Name), By: "a test"})
}

// deploy brings a stack to its target.
func (e *endpoint) deploy(t *target.Target) {
	e.t.Helper()
	cs, err := e.create(t)
	if err != nil {
		e.t.Fatal(err)
	}
	if _, err := e.CloudFormation.ExecuteChangeSet(e.t.Context(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: &cs.ID}); err != nil {
		e.t.Fatal(err)
	}
	if err := session.Poll(e.t.Context(), func() (bool, error) {
		s := e.current(t.Name)
		return s != nil && !s.IsBusy() && s.Status != "REVIEW_IN_PROGRESS", nil
	}); err != nil {
		e.t.Fatal(err)
	}
	if s := e.current(t.Name); !strings.HasSuffix(s.Status, "_COMPLETE") {
		e.t.Fatalf("%s is %s", t.Name, s.Status)
	}
}

// left lists what is there but should not be: change sets, and empty stacks.
func (e *endpoint) left() []string {
	e.t.Helper()
	all, err := changeset.List(context.Background(), e.Clients)
	if err != nil {
		e.t.Fatal(err)
	}
	var list []string
	for name, s := range all {
		if s.Status == "REVIEW_IN_PROGRESS" {
			list = append(list, name+" "+s.Status)
		}
		sets, err := e.CloudFormation.ListChangeSets(context.Background(), &cloudformation.ListChangeSetsInput{StackName: &s.ID})
		if err != nil {
			e.t.Fatal(err)
		}
		for _, set := range sets.Summaries {
			if set.ExecutionStatus != "EXECUTE_COMPLETE" {
				list = append(list, name+" "+aws.ToString(set.ChangeSetName)+" "+string(set.Status))
			}
		}
	}
	slices.Sort(list)
	return list
}

// nothingLeft demands that nothing is there that should not be.
func (e *endpoint) nothingLeft(after string) {
	e.t.Helper()
	if left := e.left(); len(left) > 0 {
		e.t.Errorf("after %s there is left: %s", after, strings.Join(left, ", "))
	}
}

// since returns the actions that were called after the first n.
func (e *endpoint) since(n int) []string {
	var actions []string
	for _, c := range e.Calls()[n:] {
		actions = append(actions, c.Action)
	}
	return actions
}
