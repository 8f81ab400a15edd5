package operatetest

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
)

// The account, the region and the repository of the stacks, and who deploys them.
const (
	By         = "smgen, the test"
	Account    = "123456789012"
	Region     = "us-east-1"
	Repository = "acme/ml-specs"
)

// Endpoint is a local endpoint that lasts as long as a test.
type Endpoint struct {
	*localcfn.Server
	Faults   *localcfn.Faults
	Sessions *session.Sessions

	t testing.TB
}

// Start starts an endpoint that takes next to no time.
func Start(t testing.TB) *Endpoint {
	t.Helper()
	return StartSlow(t, time.Millisecond)
}

// StartSlow starts an endpoint that takes a while for each resource.
func StartSlow(t testing.TB, step time.Duration) *Endpoint {
	t.Helper()
	server, faults, url := localtest.Serve(t, step)
	return &Endpoint{
		Server: server, Faults: faults, t: t,
		Sessions: session.New(session.Options{Endpoint: url, Local: true, Rate: 10_000, Version: "test"}),
	}
}

// Target is a stack of the repository with a template.
func Target(name, template string) *target.Target {
	return &target.Target{
		Name: name, Account: Account, Region: Region, Dir: "stacks/" + name, Owner: "ml", Repository: Repository,
		Template: []byte(template),
		Tags:     []target.Tag{{Key: "ManagedBy", Value: "smgen"}, {Key: "Owner", Value: "ml"}, {Key: "Repository", Value: Repository}},
	}
}

// Find returns a target as CloudFormation has it.
func (e *Endpoint) Find(t *target.Target) *operate.Stack {
	e.t.Helper()
	s := operate.Find(e.t.Context(), e.Sessions, []*target.Target{t})[0]
	if s.Err != nil {
		e.t.Fatal(s.Err)
	}
	return s
}

// Propose makes a change set of a target, and returns the input that executes it.
func (e *Endpoint) Propose(t *target.Target, onFailure types.OnStackFailure) *cloudformation.ExecuteChangeSetInput {
	e.t.Helper()
	s := e.Find(t)
	var compact bytes.Buffer
	if err := json.Compact(&compact, t.Template); err != nil {
		e.t.Fatal(err)
	}
	body, name, by := compact.String(), "smgen-test", By
	in := &cloudformation.CreateChangeSetInput{
		StackName: &t.Name, ChangeSetName: &name, TemplateBody: &body, ChangeSetType: types.ChangeSetTypeUpdate, Description: &by,
		Capabilities: []types.Capability{types.CapabilityCapabilityNamedIam},
	}
	if s.Live.IsNew() {
		in.ChangeSetType, in.OnStackFailure = types.ChangeSetTypeCreate, onFailure
	}
	for _, tag := range t.Tags {
		in.Tags = append(in.Tags, types.Tag{Key: &tag.Key, Value: &tag.Value})
	}
	created, err := s.Clients.CloudFormation.CreateChangeSet(e.t.Context(), in)
	if err != nil {
		e.t.Fatal(err)
	}
	e.poll(func(ctx context.Context) bool {
		out, err := s.Clients.CloudFormation.DescribeChangeSet(ctx, &cloudformation.DescribeChangeSetInput{ChangeSetName: created.Id})
		if err != nil || out.Status == types.ChangeSetStatusFailed {
			e.t.Fatalf("change set of %s: %v %+v", t.Name, err, out)
		}
		return out.Status == types.ChangeSetStatusCreateComplete
	})
	return &cloudformation.ExecuteChangeSetInput{ChangeSetName: created.Id}
}

// Begin deploys a target without waiting for the end.
func (e *Endpoint) Begin(t *target.Target, in *cloudformation.ExecuteChangeSetInput) {
	e.t.Helper()
	if _, err := e.Find(t).Clients.CloudFormation.ExecuteChangeSet(e.t.Context(), in); err != nil {
		e.t.Fatal(err)
	}
}

// Deploy deploys a target, however that ends, and returns it as it is then.
func (e *Endpoint) Deploy(t *target.Target) *operate.Stack {
	e.t.Helper()
	e.Begin(t, e.Propose(t, types.OnStackFailureRollback))
	return e.Settled(t)
}

// Settled waits until nothing is under way with a target.
func (e *Endpoint) Settled(t *target.Target) *operate.Stack {
	e.t.Helper()
	var s *operate.Stack
	e.poll(func(context.Context) bool {
		s = e.Find(t)
		return operate.StandingOf(s.Status()).Phase != operate.UnderWay
	})
	return s
}

// Protect switches the termination protection of a stack on.
func (e *Endpoint) Protect(s *operate.Stack) {
	e.t.Helper()
	on := true
	if _, err := s.Clients.CloudFormation.UpdateTerminationProtection(e.t.Context(), &cloudformation.UpdateTerminationProtectionInput{
		StackName: &s.Live.ID, EnableTerminationProtection: &on,
	}); err != nil {
		e.t.Fatal(err)
	}
}

// poll asks until the answer is yes, for at most ten seconds.
func (e *Endpoint) poll(ask func(context.Context) bool) {
	e.t.Helper()
	ctx, cancel := context.WithTimeout(e.t.Context(), 10*time.Second)
	defer cancel()
	for !ask(ctx) {
		select {
		case <-ctx.Done():
			e.t.Fatal("it does not come to an end")
		case <-time.After(5 * time.Millisecond):
		}
	}
}
