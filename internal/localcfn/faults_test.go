package localcfn_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn"
)

func TestFailingCalls(t *testing.T) {
	for _, test := range []struct {
		kind localcfn.Kind
		// code is what the client sees; words are of an error that is none of the API's.
		code, words string
		done        bool
	}{
		{localcfn.Throttled, "Throttling", "", false},
		{localcfn.ServerError, "InternalFailure", "", false},
		{localcfn.ServerErrorAfter, "InternalFailure", "", true},
		{localcfn.ResetBefore, "", "EOF", false},
		{localcfn.ResetAfter, "", "EOF", true},
		{localcfn.Expired, "ExpiredToken", "", false},
		{localcfn.Denied, "AccessDenied", "not authorized to perform: cloudformation:CreateStack", false},
	} {
		t.Run(fmt.Sprint(test.kind), func(t *testing.T) {
			faults := &localcfn.Faults{}
			faults.FailCall(localcfn.CallFault{Action: "CreateStack", Stack: "s", Kind: test.kind, From: 2, Times: 1})
			l := serve(t, localcfn.Options{Faults: faults})
			create := func(name string) error {
				_, err := l.cfn.CreateStack(l.ctx(), &cloudformation.CreateStackInput{StackName: &name, TemplateBody: aws.String(oneQueue), DisableRollback: aws.Bool(true)})
				return err
			}
			if err := create("other"); err != nil {
				t.Fatal(err)
			}
			if err := create("s"); err != nil {
				t.Fatal(err) // the first of the two
			}
			l.destroy("s")
			err := create("s")
			if err == nil || code(err) != test.code || !strings.Contains(err.Error(), test.words) {
				t.Errorf("got %v", err)
			}
			if there := l.find("s") != nil; there != test.done {
				t.Errorf("it was done: %v", there)
			}
			if test.done {
				l.settled("s")
			} else if err := create("s"); err != nil {
				t.Errorf("the one after it: %v", err)
			}
		})
	}
}

func TestFailingObjects(t *testing.T) {
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	if _, err := l.s3.CreateBucket(l.ctx(), &s3.CreateBucketInput{Bucket: aws.String("bucket")}); err != nil {
		t.Fatal(err)
	}
	put := func() error {
		_, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: aws.String("bucket"), Key: aws.String("k"), Body: strings.NewReader("text")})
		return err
	}
	faults.FailCall(localcfn.CallFault{Action: "PutObject", Kind: localcfn.ServerError, Times: 1})
	if err := put(); code(err) != "InternalFailure" {
		t.Error(err)
	}
	if err := put(); err != nil {
		t.Error(err)
	}
}

// Whatever part is throttled, a client that repeats gets there, and nothing is done
// twice.
func TestThrottled(t *testing.T) {
	for _, part := range []float64{0.1, 0.5} {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			faults := &localcfn.Faults{}
			faults.Throttle(part, 1)
			l := serve(t, localcfn.Options{Faults: faults})
			patient := cloudformation.NewFromConfig(l.config, func(o *cloudformation.Options) { o.RetryMaxAttempts = 1 })
			try := func(call func() error) {
				for {
					if err := call(); code(err) != "Throttling" {
						if err != nil {
							t.Error(err)
						}
						return
					}
				}
			}
			for i := range 30 {
				name := aws.String(fmt.Sprint("s", i))
				try(func() error {
					_, err := patient.CreateStack(l.ctx(), &cloudformation.CreateStackInput{StackName: name, TemplateBody: aws.String(oneQueue)})
					return err
				})
			}
			throttled := 0
			calls := l.Calls()
			for _, c := range calls {
				if c.Error == "Throttling" {
					throttled++
				}
			}
			if got := float64(throttled) / float64(len(calls)); got < part/3 || got > part*2 {
				t.Errorf("%d of %d calls were throttled", throttled, len(calls))
			}
		})
	}
}

func TestRate(t *testing.T) {
	l := serve(t, localcfn.Options{CallsPerSecond: 10})
	other := l.as("111122223333", "eu-central-1")
	refusals := 0
	for range 30 {
		if _, err := l.cfn.ListStacks(l.ctx(), &cloudformation.ListStacksInput{}); code(err) == "Throttling" {
			refusals++
		}
	}
	if refusals < 10 || refusals > 20 {
		t.Errorf("%d of 30 calls were throttled", refusals)
	}
	if _, err := other.cfn.ListStacks(l.ctx(), &cloudformation.ListStacksInput{}); err != nil {
		t.Error("another account has a rate of its own:", err)
	}
}

func TestStalled(t *testing.T) {
	faults := &localcfn.Faults{}
	faults.StallChangeSet("set")
	faults.StallOperation("operation")
	dir := t.TempDir()
	l := serve(t, localcfn.Options{Faults: faults, Dir: dir})
	made, err := l.cfn.CreateChangeSet(l.ctx(), &cloudformation.CreateChangeSetInput{
		StackName: aws.String("set"), ChangeSetName: aws.String("c"), ChangeSetType: "CREATE", TemplateBody: aws.String(oneQueue),
	})
	if err != nil {
		t.Fatal(err)
	}
	set := l.propose("operation", oneQueue, types.ChangeSetTypeCreate)
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(30 * time.Millisecond)
	seen, err := l.cfn.DescribeChangeSet(l.ctx(), &cloudformation.DescribeChangeSetInput{ChangeSetName: made.Id})
	if err != nil || seen.Status != types.ChangeSetStatusCreatePending {
		t.Error(seen.Status, err)
	}
	if got := l.find("operation"); got.StackStatus != types.StackStatusCreateInProgress {
		t.Error(got.StackStatus)
	}
}

func TestInvalid(t *testing.T) {
	faults := &localcfn.Faults{}
	faults.FailValidation("s", "Queue", "AWS::SQS::Queue", "/Resources/Queue/Properties/QueueName", "not like this")
	l := serve(t, localcfn.Options{Faults: faults})
	set := l.propose("s", oneQueue, types.ChangeSetTypeCreate)
	if set.Status != types.ChangeSetStatusFailed || !strings.Contains(*set.StatusReason, "[AWS::EarlyValidation::PropertyValidation]") {
		t.Error(set.Status, *set.StatusReason)
	}
	events, err := l.cfn.DescribeEvents(l.ctx(), &cloudformation.DescribeEventsInput{ChangeSetName: set.ChangeSetId, Filters: &types.EventFilter{FailedEvents: aws.Bool(true)}})
	if err != nil || len(events.OperationEvents) != 1 {
		t.Fatal(events, err)
	}
	e := events.OperationEvents[0]
	got := []string{string(e.EventType), *e.LogicalResourceId, *e.ValidationName, *e.ValidationPath, *e.ValidationStatusReason}
	if diff := cmp.Diff([]string{"VALIDATION_ERROR", "Queue", "PROPERTY_VALIDATION", "/Resources/Queue/Properties/QueueName", "not like this"}, got); diff != "" {
		t.Error(diff)
	}
	// What breaks its schema is found without being asked for.
	bad := l.propose("t", `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": "soon"}}}}`, types.ChangeSetTypeCreate)
	if bad.Status != types.ChangeSetStatusFailed || !strings.Contains(aws.ToString(bad.StatusReason), "PropertyValidation") {
		t.Error(bad.Status, aws.ToString(bad.StatusReason))
	}
}

func TestHook(t *testing.T) {
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	want(t, l.deploy("s", pair("1")), types.StackStatusCreateComplete)
	var once sync.Once
	faults.Before(func(c localcfn.Call) {
		if c.Action == "ExecuteChangeSet" {
			once.Do(func() {
				if err := l.Touch(c.Account, c.Region, "s", "Queue", "VisibilityTimeout", 9); err != nil {
					t.Error(err)
				}
			})
		}
	})
	want(t, l.deploy("s", pair("2")), types.StackStatusUpdateComplete)
}

func TestCalls(t *testing.T) {
	l := serve(t, localcfn.Options{})
	_ = l.find("s")
	l.upload(oneQueue)
	got := l.Calls()
	want := []localcfn.Call{
		{Service: "cloudformation", Action: "DescribeStacks", Account: "123456789012", Region: "eu-central-1", Stack: "s", Error: "ValidationError"},
		{Service: "s3", Action: "CreateBucket", Account: "123456789012", Region: "eu-central-1", Bucket: "templates-eu-central-1"},
		{Service: "s3", Action: "PutObject", Account: "123456789012", Region: "eu-central-1", Bucket: "templates-eu-central-1", Key: "template"},
	}
	if diff := cmp.Diff(want, got); diff != "" || l.Count() != 3 {
		t.Error(diff, l.Count())
	}
}

func TestStaleReads(t *testing.T) {
	faults := &localcfn.Faults{}
	faults.StaleReads("s", 2)
	faults.StallOperation("s")
	l := serve(t, localcfn.Options{Faults: faults})
	set := l.propose("s", oneQueue, types.ChangeSetTypeCreate)
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for range 3 {
		got = append(got, string(l.find("s").StackStatus))
	}
	if diff := cmp.Diff([]string{"REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS"}, got); diff != "" {
		t.Error(diff)
	}
}

// gone is a caller that is not there any more when the answer comes.
type gone struct{ header http.Header }

func (g gone) Header() http.Header       { return g.header }
func (g gone) Write([]byte) (int, error) { return 0, errors.New("the connection is closed") }
func (g gone) WriteHeader(int)           {}

// TestCallerGone: what took effect is no refusal because nobody reads of it.
func TestCallerGone(t *testing.T) {
	l := serve(t, localcfn.Options{})
	form := url.Values{"Action": {"CreateStack"}, "Version": {"2010-05-15"}, "StackName": {"churn"}, "TemplateBody": {oneQueue}}
	r := httptest.NewRequest(http.MethodPost, l.url, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=LOCAL123456789012/20261126/eu-central-1/cloudformation/aws4_request, SignedHeaders=host, Signature=none")
	l.ServeHTTP(gone{http.Header{}}, r)
	calls := l.Calls()
	if len(calls) != 1 || calls[0].Action != "CreateStack" || calls[0].Error != "" {
		t.Errorf("recorded: %+v, want a creation that was not refused", calls)
	}
}
