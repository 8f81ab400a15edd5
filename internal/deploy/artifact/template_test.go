package artifact_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	cfn "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/template"
)

// propose makes a change set for a new stack, and waits until it is made.
func propose(t *testing.T, c *cloudformation.Client, in cloudformation.CreateChangeSetInput) *cloudformation.DescribeChangeSetOutput {
	t.Helper()
	in.ChangeSetName, in.ChangeSetType = aws.String("change"), cfn.ChangeSetTypeCreate
	made, err := c.CreateChangeSet(t.Context(), &in)
	if err != nil {
		t.Fatal(err)
	}
	for {
		out, err := c.DescribeChangeSet(t.Context(), &cloudformation.DescribeChangeSetInput{ChangeSetName: made.Id})
		if err != nil {
			t.Fatal(err)
		}
		if out.Status == cfn.ChangeSetStatusCreateComplete || out.Status == cfn.ChangeSetStatusFailed {
			return out
		}
	}
}

// deploy makes a stack.
func deploy(t *testing.T, c *cloudformation.Client, name, text string) {
	t.Helper()
	set := propose(t, c, cloudformation.CreateChangeSetInput{StackName: &name, TemplateBody: &text})
	if _, err := c.ExecuteChangeSet(t.Context(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err != nil {
		t.Fatal(err)
	}
	for {
		out, err := c.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{StackName: &name})
		if err != nil {
			t.Fatal(err)
		}
		if out.Stacks[0].StackStatus == cfn.StackStatusCreateComplete {
			return
		}
	}
}

// TestTemplate uploads templates around the limits, and lets CloudFormation read
// them.
func TestTemplate(t *testing.T) {
	l := serve(t)
	l.make(t, bucket, true)
	sized := func(n int) []byte {
		text := `{"Resources": {"W": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}}`
		return []byte(text + strings.Repeat(" ", n-len(text)))
	}
	for _, size := range []int{template.MaxBody - 1, template.MaxBody, template.MaxBody + 1, template.MaxSize} {
		address, err := artifact.Template(t.Context(), l.Clients, bucket, sized(size))
		if err != nil {
			t.Errorf("%d bytes: %v", size, err)
			continue
		}
		u, err := url.Parse(address)
		key := strings.TrimPrefix(u.Path, "/"+bucket+"/")
		if err != nil || key != artifact.TemplatePrefix+sum(string(sized(size)))+".json" || u.Query().Get("versionId") != l.versions(t, key)[0] {
			t.Errorf("the address is %s", address)
		}
		if again, err := artifact.Template(t.Context(), l.Clients, bucket, sized(size)); again != address || err != nil {
			t.Errorf("again it is %s, %v", again, err)
		}
		if set := propose(t, l.CloudFormation, cloudformation.CreateChangeSetInput{StackName: aws.String(fmt.Sprintf("s%d", size)), TemplateURL: &address}); len(set.Changes) != 1 {
			t.Errorf("CloudFormation does not read %s: %s", address, aws.ToString(set.StatusReason))
		}
	}
	if _, err := artifact.Template(t.Context(), l.Clients, bucket, sized(template.MaxSize+1)); err == nil || !strings.Contains(err.Error(), "the template has 1000001 bytes, and CloudFormation takes 1000000; move some jobs to another stack") {
		t.Errorf("too large: %v", err)
	}
	if n := l.count("PutObject"); n != 4 {
		t.Errorf("uploaded %d times, want 4", n)
	}
	l.put(t, artifact.TemplatePrefix+sum(string(sized(60_000)))+".json", "{}")
	if _, err := artifact.Template(t.Context(), l.Clients, bucket, sized(60_000)); !errors.As(err, new(*artifact.PoisonedError)) {
		t.Errorf("a poisoned template: %v", err)
	}
}

// TestAddress writes addresses as AWS's regions have them.
func TestAddress(t *testing.T) {
	for place, want := range map[string]string{
		"eu-central-1": "https://acme-code.s3.eu-central-1.amazonaws.com/k%20y?versionId=a%2Fb%2B",
		"cn-north-1":   "https://acme-code.s3.cn-north-1.amazonaws.com.cn/k%20y?versionId=a%2Fb%2B",
	} {
		c := &session.Clients{S3: s3.New(s3.Options{Region: place})}
		if got, err := artifact.Address(t.Context(), c, "acme-code", "k y", "a/b+"); got != want || err != nil {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}
