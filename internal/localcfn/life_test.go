package localcfn_test

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
)

// TestAnySequence asks for operations in any order, with failures, and with the
// endpoint opened anew in between. Whatever is accepted, a stack goes the ways of
// the life cycle, and when all stacks are deleted nothing is left.
func TestAnySequence(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := &player{random: rand.New(rand.NewPCG(seed, 1)), faults: &localcfn.Faults{}, dir: t.TempDir(), t: t}
			p.open()
			for range 150 {
				p.play()
			}
			p.faults.Clear()
			p.deleteAll()
			p.check()
			want(t, p.deploy("again", `{"Resources": {
				"X": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "x"}},
				"Y": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "y"}}}}`), types.StackStatusCreateComplete)
			p.close()
		})
	}
}

type player struct {
	*local
	t      *testing.T
	random *rand.Rand
	faults *localcfn.Faults
	dir    string
	shut   func()
}

func (p *player) open() {
	server, err := localcfn.New(localcfn.Options{Dir: p.dir, Faults: p.faults, Step: time.Millisecond})
	if err != nil {
		p.t.Fatal(err)
	}
	h := httptest.NewServer(server)
	p.local = clients(p.t, server, h.URL, "LOCAL123456789012", "eu-central-1")
	p.shut = func() {
		h.Close()
		if err := server.Close(); err != nil {
			p.t.Error(err)
		}
	}
}

func (p *player) close() { p.shut() }

func (p *player) pick(list ...string) string { return list[p.random.IntN(len(list))] }

func (p *player) stack() *string { return aws.String(p.pick("a", "b", "c")) }

// template is one of many with the same names of resources.
func (p *player) template() *string {
	text := `{"Resources": {"Always": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": ` + p.pick("1", "2", "3") + `}}`
	if p.random.IntN(2) == 0 {
		text += `, "Named": {"Type": "AWS::SQS::Queue", "DependsOn": "Always", "Properties": {"QueueName": "` + p.pick("x", "y") + `"}}`
	}
	if p.random.IntN(2) == 0 {
		text += `, "Kept": {"Type": "AWS::SNS::Topic", "DeletionPolicy": "` + p.pick("Retain", "Delete", "RetainExceptOnCreate") + `", "Properties": {"DisplayName": {"Fn::GetAtt": ["Always", "Arn"]}}}`
	}
	text += `}, "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Always", "Arn"]}, "Export": {"Name": "` + p.pick("e1", "e2", "e3") + `"}}`
	if p.random.IntN(3) == 0 {
		text += `, "Other": {"Value": {"Fn::ImportValue": "` + p.pick("e1", "e2", "e3") + `"}}`
	}
	return aws.String(text + "}}")
}

// play does one thing; that it is refused is fine.
func (p *player) play() {
	ctx := p.t.Context()
	var err error
	switch p.random.IntN(16) {
	case 0, 1, 2:
		_, err = p.cfn.CreateChangeSet(ctx, &cloudformation.CreateChangeSetInput{
			StackName: p.stack(), ChangeSetName: aws.String(p.pick("one", "two")), TemplateBody: p.template(),
			ChangeSetType: types.ChangeSetType(p.pick("CREATE", "UPDATE")), OnStackFailure: types.OnStackFailure(p.pick("", "", "DO_NOTHING", "ROLLBACK")),
		})
	case 3, 4, 5, 6:
		in := &cloudformation.ExecuteChangeSetInput{StackName: p.stack(), ChangeSetName: aws.String(p.pick("one", "two"))}
		if p.random.IntN(3) == 0 {
			in.DisableRollback = aws.Bool(true)
		}
		_, err = p.cfn.ExecuteChangeSet(ctx, in)
	case 7:
		_, err = p.cfn.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: p.stack()})
	case 8:
		_, err = p.cfn.CancelUpdateStack(ctx, &cloudformation.CancelUpdateStackInput{StackName: p.stack()})
	case 9:
		_, err = p.cfn.ContinueUpdateRollback(ctx, &cloudformation.ContinueUpdateRollbackInput{StackName: p.stack()})
	case 10:
		_, err = p.cfn.RollbackStack(ctx, &cloudformation.RollbackStackInput{StackName: p.stack()})
	case 11:
		// What an update cannot clean up is left behind, with its name.
		do, ids := localcfn.Do(p.pick("create", "update", "delete", "rollback")), []string{"Always", "Kept"}
		if do == localcfn.Create || do == localcfn.Update {
			ids = append(ids, "Named")
		}
		p.faults.FailResource(localcfn.ResourceFault{LogicalID: p.pick(ids...), Do: do, Times: 1})
	case 12:
		_, err = p.cfn.CreateStack(ctx, &cloudformation.CreateStackInput{StackName: p.stack(), TemplateBody: p.template(), OnFailure: types.OnFailure(p.pick("DELETE", "ROLLBACK", "DO_NOTHING"))})
	case 13:
		_, err = p.cfn.DeleteChangeSet(ctx, &cloudformation.DeleteChangeSetInput{StackName: p.stack(), ChangeSetName: aws.String(p.pick("one", "two"))})
	case 14:
		p.shut()
		p.open()
	default:
		time.Sleep(time.Duration(p.random.IntN(10)) * time.Millisecond)
	}
	if err != nil && !slices.Contains([]string{"ValidationError", "AlreadyExistsException", "InvalidChangeSetStatus", "ChangeSetNotFound"}, code(err)) {
		p.t.Error(err)
	}
}

// deleteAll deletes all stacks, importing ones first.
func (p *player) deleteAll() {
	for range 8 {
		for _, name := range []string{"a", "b", "c"} {
			if s := p.local.find(name); s != nil {
				p.settled(*s.StackId)
				_, err := p.cfn.DeleteStack(p.t.Context(), &cloudformation.DeleteStackInput{StackName: &name})
				if err != nil {
					p.t.Error(err)
				}
			}
		}
	}
	for _, name := range []string{"a", "b", "c"} {
		if s := p.local.find(name); s != nil && p.settled(*s.StackId).StackStatus != types.StackStatusDeleteComplete {
			p.t.Errorf("stack %s is left, %s: %s", name, s.StackStatus, aws.ToString(s.StackStatusReason))
		}
	}
}

// check looks at what all stacks went through.
func (p *player) check() {
	exports, err := p.cfn.ListExports(p.t.Context(), &cloudformation.ListExportsInput{})
	if err != nil {
		p.t.Fatal(err)
	}
	if len(exports.Exports) > 0 {
		p.t.Error("exports are left:", exports.Exports)
	}
	pages := cloudformation.NewListStacksPaginator(p.cfn, &cloudformation.ListStacksInput{})
	n := 0
	for pages.HasMorePages() {
		page, err := pages.NextPage(p.t.Context())
		if err != nil {
			p.t.Fatal(err)
		}
		for _, s := range page.StackSummaries {
			n++
			p.checkStack(s)
		}
	}
	if n == 0 {
		p.t.Error("there was no stack")
	}
}

func (p *player) checkStack(s types.StackSummary) {
	at := lifecycle.Absent
	events := p.events(*s.StackId)
	slices.Reverse(events)
	for _, e := range events {
		if *e.PhysicalResourceId != *s.StackId {
			continue
		}
		next := lifecycle.Status(e.ResourceStatus)
		// A deletion that is cancelled says so, and changes nothing.
		if next != at && !at.May(next) {
			p.t.Errorf("%s went from %q to %s", *s.StackName, at, next)
		}
		at = next
	}
	if at != lifecycle.DeleteComplete {
		p.t.Errorf("%s ended in %s", *s.StackName, at)
	}
	for id, status := range p.statuses(*s.StackId) {
		if status != "DELETE_COMPLETE" && status != "DELETE_SKIPPED" {
			p.t.Errorf("%s of %s is %s", id, *s.StackName, status)
		}
	}
}
