package localcfn_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn"
)

const oneQueue = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}`

// refused fails the test unless an error has a code and words of AWS's.
func refused(t *testing.T, err error, wantCode, words string) {
	t.Helper()
	if code(err) != wantCode || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want %s: %s", err, wantCode, words)
	}
}

func TestTags(t *testing.T) {
	l := serve(t, localcfn.Options{})
	text := `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}, "Permission": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Queue"}], "PolicyDocument": {}}}}}`
	tag := func(value string) func(*cloudformation.CreateChangeSetInput) {
		return func(in *cloudformation.CreateChangeSetInput) {
			in.Tags = []types.Tag{{Key: aws.String("owner"), Value: &value}}
		}
	}
	want(t, l.deploy("s", text, tag("a")), types.StackStatusCreateComplete)
	set := l.propose("s", text, types.ChangeSetTypeUpdate, tag("b"))
	if len(set.Changes) != 1 || *set.Changes[0].ResourceChange.LogicalResourceId != "Queue" || set.Changes[0].ResourceChange.Scope[0] != types.ResourceAttributeTags {
		t.Errorf("%+v", set.Changes)
	}
	stack := l.execute(set)
	want(t, stack, types.StackStatusUpdateComplete)
	if *stack.Tags[0].Value != "b" {
		t.Error(stack.Tags)
	}
	if same := l.propose("s", text, types.ChangeSetTypeUpdate, tag("b")); same.Status != types.ChangeSetStatusFailed {
		t.Error(same.Status)
	}
}

func TestTerminationProtection(t *testing.T) {
	l := serve(t, localcfn.Options{})
	id := l.deploy("s", oneQueue).StackId
	protect := func(on bool) {
		t.Helper()
		if _, err := l.cfn.UpdateTerminationProtection(l.ctx(), &cloudformation.UpdateTerminationProtectionInput{StackName: id, EnableTerminationProtection: &on}); err != nil {
			t.Fatal(err)
		}
	}
	protect(true)
	_, err := l.cfn.DeleteStack(l.ctx(), &cloudformation.DeleteStackInput{StackName: id})
	refused(t, err, "ValidationError", "Stack [s] cannot be deleted while TerminationProtection is enabled")
	protect(false)
	want(t, l.destroy("s"), types.StackStatusDeleteComplete)
}

func TestStackPolicy(t *testing.T) {
	l := serve(t, localcfn.Options{})
	want(t, l.deploy("s", pair("1")), types.StackStatusCreateComplete)
	set := func(policy string) error {
		_, err := l.cfn.SetStackPolicy(l.ctx(), &cloudformation.SetStackPolicyInput{StackName: aws.String("s"), StackPolicyBody: &policy})
		return err
	}
	refused(t, set("{}"), "ValidationError", "Error validating stack policy")
	refused(t, set(strings.Repeat(" ", 16_385)), "ValidationError", "'stackPolicyBody'")
	if err := set(`{"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
		{"Effect": "Deny", "Action": "Update:Modify", "Principal": "*", "Resource": "LogicalResourceId/To*"}]}`); err != nil {
		t.Fatal(err)
	}
	want(t, l.deploy("s", pair("2")), types.StackStatusUpdateRollbackComplete)
	for _, e := range l.failures("s") {
		if *e.ResourceStatusReason != "Action denied by stack policy" {
			t.Error(*e.ResourceStatusReason)
		}
	}
}

func TestExports(t *testing.T) {
	l := serve(t, localcfn.Options{})
	export := func(name, value string) string {
		return `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"O": {"Value": "` + value + `", "Export": {"Name": "` + name + `"}}}}`
	}
	use := `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::ImportValue": "e"}}}}}`
	missing := l.propose("user", use, types.ChangeSetTypeCreate)
	if missing.Status != types.ChangeSetStatusFailed || aws.ToString(missing.StatusReason) != "No export named e found" {
		t.Error(missing.Status, aws.ToString(missing.StatusReason))
	}
	l.drop(missing)
	want(t, l.deploy("base", export("e", "v")), types.StackStatusCreateComplete)
	stack := l.deploy("clash", export("e", "w"), func(in *cloudformation.CreateChangeSetInput) { in.OnStackFailure = types.OnStackFailureDoNothing })
	want(t, stack, types.StackStatusCreateFailed)
	if got := aws.ToString(stack.StackStatusReason); !strings.Contains(got, "Export with name e is already exported by stack base") {
		t.Error(got)
	}
	want(t, l.deploy("user", use), types.StackStatusCreateComplete)
	if got, err := l.cfn.ListImports(l.ctx(), &cloudformation.ListImportsInput{ExportName: aws.String("e")}); err != nil || cmp.Diff([]string{"user"}, got.Imports) != "" {
		t.Error(got, err)
	}
	for _, other := range []string{export("e", "w"), export("f", "v"), oneQueue} {
		want(t, l.deploy("base", other), types.StackStatusUpdateRollbackComplete)
	}
	// A deletion is called off: the stack stays what it was, and says why.
	stack = l.destroy("base")
	want(t, stack, types.StackStatusUpdateRollbackComplete)
	if got := aws.ToString(stack.StackStatusReason); got != "Delete canceled. Cannot delete export e as it is in use by user." {
		t.Error(got)
	}
	want(t, l.destroy("user"), types.StackStatusDeleteComplete)
	_, err := l.cfn.ListImports(l.ctx(), &cloudformation.ListImportsInput{ExportName: aws.String("e")})
	refused(t, err, "ValidationError", "Export 'e' is not imported by any stack.")
	want(t, l.destroy("base"), types.StackStatusDeleteComplete)
}

func TestRetained(t *testing.T) {
	l := serve(t, localcfn.Options{})
	kept := `{"Resources": {"Kept": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain", "Properties": {"QueueName": "kept"}}, "Queue": {"Type": "AWS::SQS::Queue"}}}`
	want(t, l.deploy("s", kept), types.StackStatusCreateComplete)
	stack := l.destroy("s")
	want(t, stack, types.StackStatusDeleteComplete)
	if diff := cmp.Diff(map[string]string{"Kept": "DELETE_SKIPPED", "Queue": "DELETE_COMPLETE"}, l.statuses(*stack.StackId)); diff != "" {
		t.Error(diff)
	}
	// It is still there, so that its name is taken.
	if set := l.propose("s", kept, types.ChangeSetTypeCreate); !strings.Contains(aws.ToString(set.StatusReason), "ResourceExistenceCheck") {
		t.Error(set.Status, aws.ToString(set.StatusReason))
	}
}

func TestAccountsAndRegions(t *testing.T) {
	l := serve(t, localcfn.Options{})
	id := l.deploy("s", oneQueue).StackId
	for _, other := range []*local{l.as("111122223333", "eu-central-1"), l.as("123456789012", "eu-west-1")} {
		if other.find("s") != nil || other.find(*id) != nil {
			t.Error("a stack is seen from elsewhere")
		}
		want(t, other.deploy("s", oneQueue), types.StackStatusCreateComplete)
	}
	if other := clients(t, l.Server, l.url, "AKIAIOSFODNN7EXAMPLE", "eu-central-1"); other.find("s") == nil {
		t.Error("keys that name no account are those of 123456789012")
	}
}

func TestCancel(t *testing.T) {
	l := serve(t, localcfn.Options{Step: 5 * time.Millisecond})
	want(t, l.deploy("s", many(20, "1")), types.StackStatusCreateComplete)
	set := l.propose("s", many(20, "2"), types.ChangeSetTypeUpdate)
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		t.Fatal(err)
	}
	name := aws.String("s")
	_, err := l.cfn.CreateChangeSet(l.ctx(), &cloudformation.CreateChangeSetInput{StackName: name, ChangeSetName: aws.String("c"), TemplateBody: aws.String(oneQueue)})
	refused(t, err, "ValidationError", "is in UPDATE_IN_PROGRESS state and can not be updated.")
	_, err = l.cfn.DeleteStack(l.ctx(), &cloudformation.DeleteStackInput{StackName: name})
	refused(t, err, "ValidationError", "Stack [s] cannot be deleted while in status UPDATE_IN_PROGRESS")
	if _, err := l.cfn.CancelUpdateStack(l.ctx(), &cloudformation.CancelUpdateStackInput{StackName: name}); err != nil {
		t.Fatal(err)
	}
	want(t, l.settled("s"), types.StackStatusUpdateRollbackComplete)
	_, err = l.cfn.CancelUpdateStack(l.ctx(), &cloudformation.CancelUpdateStackInput{StackName: name})
	refused(t, err, "ValidationError", "CancelUpdateStack cannot be called from current stack status")
}

func TestDeletedDuringCreation(t *testing.T) {
	l := serve(t, localcfn.Options{Step: 5 * time.Millisecond})
	set := l.propose("s", many(20, "1"), types.ChangeSetTypeCreate)
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond)
	want(t, l.destroy("s"), types.StackStatusDeleteComplete)
}

func TestDirectActions(t *testing.T) {
	l := serve(t, localcfn.Options{})
	name := aws.String("s")
	create := &cloudformation.CreateStackInput{StackName: name, TemplateBody: aws.String(pair("1"))}
	if _, err := l.cfn.CreateStack(l.ctx(), create); err != nil {
		t.Fatal(err)
	}
	want(t, l.settled("s"), types.StackStatusCreateComplete)
	_, err := l.cfn.CreateStack(l.ctx(), create)
	refused(t, err, "AlreadyExistsException", "Stack [s] already exists")
	update := &cloudformation.UpdateStackInput{StackName: name, TemplateBody: aws.String(pair("1"))}
	_, err = l.cfn.UpdateStack(l.ctx(), update)
	refused(t, err, "ValidationError", "No updates are to be performed.")
	update.TemplateBody = aws.String(pair("2"))
	if _, err := l.cfn.UpdateStack(l.ctx(), update); err != nil {
		t.Fatal(err)
	}
	want(t, l.settled("s"), types.StackStatusUpdateComplete)
	body, err := l.cfn.GetTemplate(l.ctx(), &cloudformation.GetTemplateInput{StackName: name})
	if err != nil || *body.TemplateBody != pair("2") {
		t.Error(body, err)
	}
}

func TestDrift(t *testing.T) {
	l := serve(t, localcfn.Options{})
	want(t, l.deploy("s", pair("30")), types.StackStatusCreateComplete)
	detect := func() *cloudformation.DescribeStackDriftDetectionStatusOutput {
		t.Helper()
		begun, err := l.cfn.DetectStackDrift(l.ctx(), &cloudformation.DetectStackDriftInput{StackName: aws.String("s")})
		if err != nil {
			t.Fatal(err)
		}
		out, err := l.cfn.DescribeStackDriftDetectionStatus(l.ctx(), &cloudformation.DescribeStackDriftDetectionStatusInput{StackDriftDetectionId: begun.StackDriftDetectionId})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := detect(); got.StackDriftStatus != types.StackDriftStatusInSync {
		t.Error(got.StackDriftStatus)
	}
	if err := l.Touch("123456789012", "eu-central-1", "s", "Queue", "VisibilityTimeout", 45); err != nil {
		t.Fatal(err)
	}
	if err := l.Touch("123456789012", "eu-central-1", "s", "Queue", "Unset", "by hand"); err != nil {
		t.Fatal(err)
	}
	if err := l.Vanish("123456789012", "eu-central-1", "s", "Topic"); err != nil {
		t.Fatal(err)
	}
	if got := detect(); got.StackDriftStatus != types.StackDriftStatusDrifted || *got.DriftedStackResourceCount != 2 {
		t.Error(got.StackDriftStatus, aws.ToInt32(got.DriftedStackResourceCount))
	}
	drifts, err := l.cfn.DescribeStackResourceDrifts(l.ctx(), &cloudformation.DescribeStackResourceDriftsInput{
		StackName: aws.String("s"), StackResourceDriftStatusFilters: []types.StackResourceDriftStatus{"MODIFIED", "DELETED"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range drifts.StackResourceDrifts {
		got = append(got, *d.LogicalResourceId+" "+string(d.StackResourceDriftStatus)+" "+aws.ToString(d.ActualProperties))
		for _, p := range d.PropertyDifferences {
			got = append(got, *p.PropertyPath+" "+*p.ExpectedValue+" "+*p.ActualValue+" "+string(p.DifferenceType))
		}
	}
	if diff := cmp.Diff([]string{`Queue MODIFIED {"VisibilityTimeout":45}`, "/VisibilityTimeout 30 45 NOT_EQUAL", "Topic DELETED "}, got); diff != "" {
		t.Error(diff)
	}
	// An update of the property ends the drift; that of what was deleted fails.
	want(t, l.deploy("s", strings.Replace(pair("30"), `"VisibilityTimeout": 30`, `"VisibilityTimeout": 31`, 1)), types.StackStatusUpdateComplete)
	if got := detect(); *got.DriftedStackResourceCount != 1 {
		t.Error(*got.DriftedStackResourceCount)
	}
	want(t, l.deploy("s", pair("60")), types.StackStatusUpdateRollbackComplete)
	if err := l.Touch("123456789012", "eu-central-1", "none", "Queue", "A", 1); err == nil {
		t.Error("there is no such stack")
	}
}

func TestLoopbackAlone(t *testing.T) {
	for _, addr := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.com:0", "nowhere"} {
		if listener, err := localcfn.Listen(addr); err == nil {
			listener.Close()
			t.Errorf("it listens on %s", addr)
		}
	}
	l := serve(t, localcfn.Options{})
	for host, want := range map[string]int{"": http.StatusForbidden, "evil.example": http.StatusForbidden, "127.0.0.1.evil.example": http.StatusForbidden, "localhost": http.StatusBadRequest, "[::1]:80": http.StatusBadRequest} {
		r, err := http.NewRequestWithContext(l.ctx(), http.MethodPost, l.url, strings.NewReader("Action=None&Version=2010-05-15"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=LOCAL123456789012/20270101/eu-central-1/cloudformation/aws4_request")
		if host != "" {
			r.Host = host
		} else {
			r.Host = "192.0.2.1"
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("host %q: %d, want %d", host, response.StatusCode, want)
		}
	}
}
