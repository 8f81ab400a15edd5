package deploy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
	limits "github.com/smgen/smgen/internal/template"
)

const bucket = "acme-code"

// bucket makes the bucket of artifacts.
func (c *cloud) bucket(t *testing.T) *s3.Client {
	t.Helper()
	client := c.at(t).S3
	if _, err := client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(bucket), CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: region}}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{Bucket: aws.String(bucket), VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}}); err != nil {
		t.Fatal(err)
	}
	return client
}

// launched is a stack of a function that is made of some code.
func launched(code string) *target.Target {
	sum := sha256.Sum256([]byte(code))
	digest := hex.EncodeToString(sum[:])
	s, key := stack("churn", 1), "lambda/"+digest+".zip"
	s.Bucket = target.Bucket{Name: bucket}
	s.Artifacts = []target.Artifact{{Path: "stacks/churn/code", Bucket: bucket, Key: key, Digest: digest, Size: int64(len(code))}}
	s.Template = fmt.Appendf(nil, `{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "arn:aws:iam::123456789012:role/r", "Handler": "a.b", "Runtime": "python3.13", "Code": {"S3Bucket": %q, "S3Key": %q}}}}}`, bucket, key)
	return s
}

// with deploys a stack whose code is what it is told.
func (c *cloud) with(t *testing.T, code string) deploy.Stack {
	t.Helper()
	s := launched(code)
	o := c.options(c.plan(t, s), s)
	o.Read = func(target.Artifact) ([]byte, error) { return []byte(code), nil }
	return run(t, o, &printer{}).Stacks[0]
}

// TestRevert deploys a change of code and its revert: what was there before is used
// as it was, and nothing is uploaded again.
func TestRevert(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.bucket(t)
	var deployed []string
	for _, code := range []string{"one", "two", "one"} {
		if s := c.with(t, code); s.Result != progress.Deployed {
			t.Fatalf("%s: %s", s.Result, s.Message)
		}
		deployed = append(deployed, template(t, c, "churn"))
	}
	if deployed[0] != deployed[2] || deployed[0] == deployed[1] || !strings.Contains(deployed[0], "S3ObjectVersion") {
		t.Errorf("the revert is not what was deployed first:\n%s\n%s", deployed[0], deployed[2])
	}
	if n := c.count("PutObject"); n != 2 {
		t.Errorf("%d uploads, want one for each code", n)
	}
	if s := c.with(t, "one"); s.Result != progress.Unchanged {
		t.Errorf("once more: %s", s.Result)
	}
}

// TestPoisoned: something else lies under the name of the code that was reviewed.
// Nothing is deployed, and as soon as it is gone, the same plan is.
func TestPoisoned(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	client := c.bucket(t)
	if s := c.with(t, "one"); s.Result != progress.Deployed {
		t.Fatal(s.Message)
	}
	want := launched("two")
	plan := c.plan(t, want)
	bad, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: &want.Artifacts[0].Key, Body: strings.NewReader("bad")})
	if err != nil {
		t.Fatal(err)
	}
	o := c.options(plan, want)
	o.Read = func(target.Artifact) ([]byte, error) { return []byte("two"), nil }
	before := c.count("CreateChangeSet")
	s := run(t, o, &printer{}).Stacks[0]
	if s.Result != progress.Failed || !strings.Contains(s.Message, "does not hold what its name says, and is not deployed") {
		t.Errorf("%s: %s", s.Result, s.Message)
	}
	if c.count("CreateChangeSet") != before {
		t.Error("a change set was made of it")
	}
	if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: &want.Artifacts[0].Key, VersionId: bad.VersionId}); err != nil {
		t.Fatal(err)
	}
	if s := run(t, o, &printer{}).Stacks[0]; s.Result != progress.Deployed {
		t.Errorf("after the removal: %s: %s", s.Result, s.Message)
	}
}

// TestTemplateSizes deploys templates around the limits: what is too large for the
// call goes through the bucket, and what CloudFormation does not take is refused.
func TestTemplateSizes(t *testing.T) {
	t.Parallel()
	sizes := []int{limits.MaxBody - 1, limits.MaxBody, limits.MaxBody + 1, limits.MaxSize, limits.MaxSize + 1, 1 << 20, 3 << 20}
	sideBySide(t, sizes, func(n int) string { return fmt.Sprint(n) }, func(t *testing.T, size int) {
		c := newCloud(t)
		c.bucket(t)
		sized := func(delay int) *target.Target {
			s := stack("churn", delay)
			s.Bucket = target.Bucket{Name: bucket}
			s.Template = []byte(string(s.Template) + strings.Repeat(" ", size-len(s.Template)))
			return s
		}
		var got []deploy.Stack
		for delay := range 2 { // a new stack, then one that is there
			plan, failed := c.tryPlan(t, sized(delay))
			if len(failed) > 0 {
				for s, err := range failed {
					got = append(got, deploy.Stack{Target: s, Result: progress.Failed, Message: err.Error()})
				}
				continue
			}
			got = append(got, run(t, c.options(plan, sized(delay)), &printer{}).Stacks...)
		}
		for _, s := range got {
			switch {
			case size > limits.MaxSize:
				want := fmt.Sprintf("the template has %d bytes, and CloudFormation takes 1000000; move some jobs to another stack", size)
				if s.Result != progress.Failed || !strings.Contains(s.Message, want) {
					t.Errorf("%s: %s, want that %s", s.Result, s.Message, want)
				}
			case s.Result != progress.Deployed:
				t.Errorf("%s: %s", s.Result, s.Message)
			}
		}
		uploaded := c.count("PutObject") > 0
		if want := size > limits.MaxBody && size <= limits.MaxSize; uploaded != want {
			t.Errorf("uploaded: %t, want %t", uploaded, want)
		}
		if n := c.count("CreateChangeSet"); size > limits.MaxSize && n > 0 {
			t.Errorf("%d change sets were made of what is too large", n)
		}
		if left := c.left(t); left != nil {
			t.Errorf("left over: %v", left)
		}
	})
}

// TestInvalid has CloudFormation's checks refuse the change set of a new stack, and
// of one that is there.
func TestInvalid(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"churn", "fresh"} {
		c := newCloud(t)
		c.deploy(t, stack("churn", 1))
		plan := c.plan(t, stack(name, 2))
		c.FailValidation(name, "Queue", "AWS::SQS::Queue", "/Properties/DelaySeconds", "it is too much")
		s := run(t, c.options(plan, stack(name, 2)), &printer{}).Stacks[0]
		if s.Result != progress.Failed || s.Failure == nil || s.Failure.Reason != "it is too much" || s.Origin != "stacks/"+name+"/stack.cue:7" || !strings.Contains(s.Message, "AWS::EarlyValidation") {
			t.Errorf("%s: %+v", name, s)
		}
		if n := c.count("ExecuteChangeSet"); n != 1 {
			t.Errorf("%d change sets were executed, want that of the beginning", n)
		}
		if left := c.left(t); left != nil {
			t.Errorf("left over: %v", left)
		}
	}
}

// TestNewTwice has two plans create the same stack: the second has nothing to do,
// and one of another template is stale.
func TestNewTwice(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	first, second, other := c.plan(t, stack("churn", 1)), c.plan(t, stack("churn", 1)), c.plan(t, stack("churn", 2))
	var got []string
	got = append(got, results(run(t, c.options(first, stack("churn", 1)), &printer{})))
	got = append(got, results(run(t, c.options(second, stack("churn", 1)), &printer{})))
	got = append(got, results(run(t, c.options(other, stack("churn", 2)), &printer{})))
	if want := []string{"churn deployed", "churn unchanged", "churn stale"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if n := c.begun(t, "churn"); n != 1 {
		t.Errorf("the stack was changed %d times", n)
	}
}

// TestAtOnce carries out two plans of one stack at the same time, many times: one
// deploys it, and the other says that, or that nothing is left to do.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	sideBySide(t, steps()[:12], func(n int32) string { return fmt.Sprint(n) }, func(t *testing.T, n int32) {
		c := newCloud(t)
		if n%2 == 0 {
			c.deploy(t, stack("churn", 1))
		}
		plans := []deploy.Options{c.options(c.plan(t, stack("churn", 2)), stack("churn", 2)), c.options(c.plan(t, stack("churn", 2)), stack("churn", 2))}
		ends := make(chan deploy.Stack)
		for _, o := range plans {
			r, err := deploy.New(o)
			if err != nil {
				t.Fatal(err)
			}
			go func() { ends <- r.Do(t.Context(), &printer{}).Stacks[0] }()
		}
		a, b := <-ends, <-ends
		for _, s := range []deploy.Stack{a, b} {
			if !s.IsWell() && !strings.Contains(s.Message, "is being deployed by") && !strings.Contains(s.Message, "the stack was changed meanwhile") && s.Result != progress.Stale {
				t.Errorf("%s: %s", s.Result, s.Message)
			}
		}
		if a.Result != progress.Deployed && b.Result != progress.Deployed {
			t.Errorf("neither has deployed it: %s, %s", a.Message, b.Message)
		}
		c.idle(t)
		if got, want := c.begun(t, "churn"), 1+int(1-n%2); got != want {
			t.Errorf("the stack was changed %d times, want %d", got, want)
		}
		if left := c.left(t); left != nil {
			t.Errorf("left over: %v", left)
		}
	})
}
