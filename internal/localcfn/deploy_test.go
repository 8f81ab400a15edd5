package localcfn_test

import (
	"io"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn"
)

const queueAndTopic = `{"Resources": {
	"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}},
	"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::GetAtt": ["Queue", "QueueName"]}}}},
	"Outputs": {"Url": {"Value": {"Ref": "Queue"}, "Export": {"Name": "queue-url"}}}}`

func TestLifeOfAStack(t *testing.T) {
	l := serve(t, localcfn.Options{})
	stack := l.deploy("churn", queueAndTopic)
	if stack.StackStatus != types.StackStatusCreateComplete {
		t.Fatal(stack.StackStatus, aws.ToString(stack.StackStatusReason))
	}
	if url := aws.ToString(stack.Outputs[0].OutputValue); !strings.HasPrefix(url, "https://sqs.eu-central-1.amazonaws.com/123456789012/churn-Queue-") {
		t.Error(url)
	}
	stack = l.deploy("churn", strings.Replace(queueAndTopic, "30", "60", 1))
	if stack.StackStatus != types.StackStatusUpdateComplete {
		t.Fatal(stack.StackStatus, aws.ToString(stack.StackStatusReason))
	}
	same := l.propose("churn", strings.Replace(queueAndTopic, "30", "60", 1), types.ChangeSetTypeUpdate)
	if same.Status != types.ChangeSetStatusFailed || !strings.HasPrefix(aws.ToString(same.StatusReason), "The submitted information didn't contain changes.") {
		t.Error(same.Status, aws.ToString(same.StatusReason))
	}
	if stack = l.destroy("churn"); stack.StackStatus != types.StackStatusDeleteComplete {
		t.Fatal(stack.StackStatus, aws.ToString(stack.StackStatusReason))
	}
	if got := l.find("churn"); got != nil {
		t.Error("still there:", got.StackStatus)
	}
	events, err := l.cfn.DescribeStackEvents(l.ctx(), &cloudformation.DescribeStackEventsInput{StackName: stack.StackId})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events.StackEvents {
		got = append(got, aws.ToString(e.LogicalResourceId)+" "+string(e.ResourceStatus))
	}
	want := []string{
		"churn DELETE_COMPLETE", "Queue DELETE_COMPLETE", "Queue DELETE_IN_PROGRESS", "Topic DELETE_COMPLETE", "Topic DELETE_IN_PROGRESS", "churn DELETE_IN_PROGRESS",
		"churn UPDATE_COMPLETE", "churn UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "Queue UPDATE_COMPLETE", "Queue UPDATE_IN_PROGRESS", "churn UPDATE_IN_PROGRESS",
		"churn CREATE_COMPLETE", "Topic CREATE_COMPLETE", "Topic CREATE_IN_PROGRESS", "Topic CREATE_IN_PROGRESS",
		"Queue CREATE_COMPLETE", "Queue CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "churn CREATE_IN_PROGRESS", "churn REVIEW_IN_PROGRESS",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestIdentity(t *testing.T) {
	l := serve(t, localcfn.Options{})
	out, err := l.as("111122223333", "cn-north-1").sts.GetCallerIdentity(l.ctx(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	if got := *out.Arn; got != "arn:aws-cn:sts::111122223333:assumed-role/local/smgen" || *out.Account != "111122223333" {
		t.Error(got, *out.Account)
	}
}

func TestObjects(t *testing.T) {
	l := serve(t, localcfn.Options{})
	bucket := aws.String("artifacts")
	if _, err := l.s3.HeadBucket(l.ctx(), &s3.HeadBucketInput{Bucket: bucket}); code(err) != "NotFound" {
		t.Error(err)
	}
	if _, err := l.s3.CreateBucket(l.ctx(), &s3.CreateBucketInput{Bucket: bucket}); err != nil {
		t.Fatal(err)
	}
	put, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a/b.zip"), Body: strings.NewReader("content")})
	if err != nil {
		t.Fatal(err)
	}
	got, err := l.s3.GetObject(l.ctx(), &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a/b.zip")})
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(got.Body)
	if err != nil || string(text) != "content" || *put.ETag != *got.ETag {
		t.Error(string(text), err, *put.ETag, *got.ETag)
	}
	if _, err := l.as("111122223333", "eu-central-1").s3.HeadObject(l.ctx(), &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("a/b.zip")}); code(err) != "Forbidden" {
		t.Error(err)
	}
	if _, err := l.s3.HeadObject(l.ctx(), &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("a/c.zip")}); code(err) != "NotFound" {
		t.Error(err)
	}
}
