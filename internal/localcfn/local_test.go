package localcfn_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/smgen/smgen/internal/localcfn"
)

// local is an endpoint that is served over HTTP, and clients of it as they come.
type local struct {
	*localcfn.Server
	t      *testing.T
	url    string
	config aws.Config
	cfn    *cloudformation.Client
	s3     *s3.Client
	sts    *sts.Client
}

// serve opens an endpoint in a directory of its own, unless the options name one.
func serve(t *testing.T, o localcfn.Options) *local {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	server, err := localcfn.New(o)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(server)
	t.Cleanup(func() {
		h.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return clients(t, server, h.URL, "LOCAL123456789012", "eu-central-1")
}

// clients returns clients of an endpoint.
func clients(t *testing.T, server *localcfn.Server, url, key, region string) *local {
	l := &local{Server: server, t: t, url: url}
	l.config = aws.Config{
		HTTPClient: &http.Client{Transport: patient{http.DefaultTransport.(*http.Transport).Clone()}},
		Region:     region, BaseEndpoint: &url, Credentials: credentials.NewStaticCredentialsProvider(key, "local", ""),
		RetryMaxAttempts: 1, RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
	}
	l.cfn = cloudformation.NewFromConfig(l.config)
	l.s3 = s3.NewFromConfig(l.config, func(o *s3.Options) { o.UsePathStyle = true })
	l.sts = sts.NewFromConfig(l.config)
	return l
}

// patient sends a request's body so that the SDK may close it at any time. The SDK
// does when it has the answer, and calls that the end of a copy that net/http may
// not be done with, which then gives up the connection.
type patient struct{ http.RoundTripper }

func (p patient) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.Body != http.NoBody {
		r = r.Clone(r.Context())
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return p.RoundTripper.RoundTrip(r)
}

// as returns clients of the same endpoint for another account or region.
func (l *local) as(account, region string) *local {
	return clients(l.t, l.Server, l.url, "LOCAL"+account, region)
}

// propose makes a change set of a template, and waits until it is made.
func (l *local) propose(stack, text string, kind types.ChangeSetType, options ...func(*cloudformation.CreateChangeSetInput)) *cloudformation.DescribeChangeSetOutput {
	l.t.Helper()
	in := &cloudformation.CreateChangeSetInput{
		StackName: &stack, ChangeSetName: aws.String("change"), ChangeSetType: kind, TemplateBody: &text,
		Capabilities: []types.Capability{types.CapabilityCapabilityNamedIam},
	}
	for _, o := range options {
		o(in)
	}
	made, err := l.cfn.CreateChangeSet(l.ctx(), in)
	if err != nil {
		l.t.Fatal(err)
	}
	for {
		out, err := l.cfn.DescribeChangeSet(l.ctx(), &cloudformation.DescribeChangeSetInput{ChangeSetName: made.Id, IncludePropertyValues: aws.Bool(true)})
		if err != nil {
			l.t.Fatal(err)
		}
		if out.Status != types.ChangeSetStatusCreatePending && out.Status != types.ChangeSetStatusCreateInProgress {
			return out
		}
		time.Sleep(time.Millisecond)
	}
}

// execute executes a change set, and waits for its end.
func (l *local) execute(set *cloudformation.DescribeChangeSetOutput) types.Stack {
	l.t.Helper()
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		l.t.Fatal(err)
	}
	return l.settled(*set.StackId)
}

// deploy makes a stack, or another one of it.
func (l *local) deploy(stack, text string, options ...func(*cloudformation.CreateChangeSetInput)) types.Stack {
	l.t.Helper()
	kind := types.ChangeSetTypeUpdate
	if found := l.find(stack); found == nil || found.StackStatus == types.StackStatusReviewInProgress {
		kind = types.ChangeSetTypeCreate
	}
	return l.execute(l.propose(stack, text, kind, options...))
}

// settled waits until nothing is under way on a stack.
func (l *local) settled(stack string) types.Stack {
	l.t.Helper()
	for {
		out, err := l.cfn.DescribeStacks(l.ctx(), &cloudformation.DescribeStacksInput{StackName: &stack})
		if err != nil {
			l.t.Fatal(err)
		}
		s := out.Stacks[0]
		switch s.StackStatus {
		case types.StackStatusCreateInProgress, types.StackStatusUpdateInProgress, types.StackStatusUpdateCompleteCleanupInProgress,
			types.StackStatusRollbackInProgress, types.StackStatusUpdateRollbackInProgress,
			types.StackStatusUpdateRollbackCompleteCleanupInProgress, types.StackStatusDeleteInProgress:
			time.Sleep(time.Millisecond)
			continue
		}
		return s
	}
}

// find returns a stack by its name, nil if there is none.
func (l *local) find(stack string) *types.Stack {
	l.t.Helper()
	out, err := l.cfn.DescribeStacks(l.ctx(), &cloudformation.DescribeStacksInput{StackName: &stack})
	if err != nil {
		if code(err) == "ValidationError" {
			return nil
		}
		l.t.Fatal(err)
	}
	return &out.Stacks[0]
}

// destroy deletes a stack, and waits for the end.
func (l *local) destroy(stack string) types.Stack {
	l.t.Helper()
	id := *l.find(stack).StackId
	if _, err := l.cfn.DeleteStack(l.ctx(), &cloudformation.DeleteStackInput{StackName: &id}); err != nil {
		l.t.Fatal(err)
	}
	return l.settled(id)
}

func (l *local) ctx() context.Context { return l.t.Context() }

// code returns the code of an error of the API, empty for another one.
func code(err error) string {
	if api := smithy.APIError(nil); errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// want fails the test unless a stack has a status.
func want(t *testing.T, got types.Stack, status types.StackStatus) {
	t.Helper()
	if got.StackStatus != status {
		t.Fatalf("%s is %s, not %s: %s", *got.StackName, got.StackStatus, status, aws.ToString(got.StackStatusReason))
	}
}

// drop deletes a change set.
func (l *local) drop(set *cloudformation.DescribeChangeSetOutput) {
	l.t.Helper()
	if _, err := l.cfn.DeleteChangeSet(l.ctx(), &cloudformation.DeleteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		l.t.Fatal(err)
	}
}

// upload puts a template into a bucket, and returns its URL.
func (l *local) upload(text string) string {
	l.t.Helper()
	bucket, key := aws.String("templates-"+strings.ToLower(l.config.Region)), aws.String("template")
	if _, err := l.s3.CreateBucket(l.ctx(), &s3.CreateBucketInput{Bucket: bucket}); err != nil && code(err) != "BucketAlreadyOwnedByYou" {
		l.t.Fatal(err)
	}
	if _, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: bucket, Key: key, Body: strings.NewReader(text)}); err != nil {
		l.t.Fatal(err)
	}
	return "https://" + *bucket + ".s3." + l.config.Region + ".amazonaws.com/" + *key
}
