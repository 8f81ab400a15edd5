package planning_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planning"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
	"github.com/smgen/smgen/internal/review"
)

// cloud is a local endpoint with all of its accounts.
type cloud struct {
	*localcfn.Server
	t        *testing.T
	faults   *localcfn.Faults
	url      string
	sessions *session.Sessions
}

func serve(t *testing.T) *cloud {
	t.Helper()
	server, faults, url := localtest.Serve(t, 0)
	return &cloud{server, t, faults, url, session.New(session.Options{Endpoint: url, Local: true, Rate: 1000})}
}

// stackOf is a stack in an account whose queue has a delay.
func stackOf(name, account string, delay int) *target.Target {
	return &target.Target{
		Name: name, Account: account, Region: "eu-central-1", Dir: "stacks/" + name, Owner: "team",
		Template: fmt.Appendf(nil, `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %d}}}}`, delay),
		Origins:  map[string]string{"/Resources/Queue": "stacks/" + name + "/stack.cue:3:1"},
	}
}

func (c *cloud) at(t *target.Target) *session.Clients {
	c.t.Helper()
	clients, err := c.sessions.At(context.Background(), session.Place{Account: t.Account, Region: t.Region})
	if err != nil {
		c.t.Fatal(err)
	}
	return clients
}

// deploy brings stacks to their targets, with their code.
func (c *cloud) deploy(targets ...*target.Target) {
	c.t.Helper()
	for _, t := range targets {
		clients := c.at(t)
		pinned, err := artifact.Resolve(c.t.Context(), clients, t, func(target.Artifact) ([]byte, error) { return []byte(code), nil }, true)
		if err != nil {
			c.t.Fatal(err)
		}
		current, err := changeset.Get(c.t.Context(), clients, t.Name)
		if err != nil {
			c.t.Fatal(err)
		}
		request := changeset.Request{Target: t, Current: current, Template: pinned.Template}
		if len(pinned.Template) > 51_200 {
			if request.TemplateURL, err = artifact.Template(c.t.Context(), clients, t.Bucket.Name, pinned.Template); err != nil {
				c.t.Fatal(err)
			}
		}
		cs, err := changeset.Create(c.t.Context(), clients, request)
		if err != nil {
			c.t.Fatal(err)
		}
		c.execute(clients, cs)
		c.waitFor(t, "_COMPLETE")
	}
}

func (c *cloud) execute(clients *session.Clients, cs *changeset.ChangeSet) {
	c.t.Helper()
	if _, err := clients.CloudFormation.ExecuteChangeSet(c.t.Context(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: &cs.ID}); err != nil {
		c.t.Fatal(err)
	}
}

// waitFor waits until a stack has a status that ends so.
func (c *cloud) waitFor(t *target.Target, ends string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 10*time.Second)
	defer cancel()
	if err := session.Poll(ctx, func() (bool, error) {
		s, err := changeset.Get(ctx, c.at(t), t.Name)
		return s != nil && strings.HasSuffix(s.Status, ends), err
	}); err != nil {
		c.t.Fatalf("%s does not become %s: %v", t.Name, ends, err)
	}
}

// plan looks at targets, and returns what was said of each, by name.
func (c *cloud) plan(ctx context.Context, targets ...*target.Target) (*planning.Planner, map[string]*planning.Look, map[string]string) {
	p := planning.New(planning.Options{Sessions: c.sessions, Targets: targets, By: func(caller string) string { return "a test" }})
	list, failures, _ := p.All(ctx, 4, func() {})
	looks, errs := map[string]*planning.Look{}, map[string]string{}
	for _, l := range list {
		looks[l.Target.Name] = l
	}
	for _, f := range failures {
		errs[f.Target.Name] = f.Err.Error()
	}
	return p, looks, errs
}

// nothingLeft demands that no account has a change set that waits, or an empty stack.
func (c *cloud) nothingLeft(targets ...*target.Target) {
	c.t.Helper()
	var left []string
	for _, t := range targets {
		clients := c.at(t)
		s, err := changeset.Get(context.Background(), clients, t.Name)
		if err != nil {
			c.t.Fatal(err)
		}
		if s == nil {
			continue
		}
		sets, err := clients.CloudFormation.ListChangeSets(context.Background(), &cloudformation.ListChangeSetsInput{StackName: &s.ID})
		if err != nil {
			c.t.Fatal(err)
		}
		for _, set := range sets.Summaries {
			if set.ExecutionStatus == "AVAILABLE" || set.ExecutionStatus == "UNAVAILABLE" {
				left = append(left, t.Name+" "+aws.ToString(set.ChangeSetName))
			}
		}
		if s.Status == "REVIEW_IN_PROGRESS" {
			left = append(left, t.Name+" "+s.Status)
		}
	}
	slices.Sort(left)
	if len(left) > 0 {
		c.t.Errorf("left over: %s", strings.Join(left, ", "))
	}
}

// text is what people are told of looks.
func text(t *testing.T, looks map[string]*planning.Look) string {
	t.Helper()
	var list []*planning.Look
	for _, l := range looks {
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b *planning.Look) int { return target.Compare(a.Target, b.Target) })
	r, err := planning.Review(list, review.Options{From: "what is deployed", To: "the specs", Now: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := (review.Text{}).Write(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// code is what a launcher is made of, for tests that only need something.
const code = "the code"
