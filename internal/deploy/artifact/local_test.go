package artifact_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/localcfn/localtest"
)

const (
	account = "123456789012"
	region  = "eu-central-1"
	bucket  = "smgen-123456789012-eu-central-1"
)

// local is an endpoint, and what smgen has of it.
type local struct {
	*session.Clients
	server *localcfn.Server
	faults *localcfn.Faults
	url    string
}

func serve(t *testing.T) *local {
	t.Helper()
	server, faults, url := localtest.Serve(t, 0)
	return &local{as(t, url, account), server, faults, url}
}

func as(t *testing.T, url, account string) *session.Clients {
	t.Helper()
	c, err := session.New(session.Options{Endpoint: url, Local: true, Rate: 1000}).At(t.Context(), session.Place{Account: account, Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// make makes a bucket, which keeps versions if it is told to.
func (l *local) make(t *testing.T, name string, versioned bool) {
	t.Helper()
	if _, err := l.S3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name, CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: region}}); err != nil {
		t.Fatal(err)
	}
	if versioned {
		l.keep(t, name)
	}
}

func (l *local) keep(t *testing.T, name string) {
	t.Helper()
	if _, err := l.S3.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{Bucket: &name, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled}}); err != nil {
		t.Fatal(err)
	}
}

// put writes what smgen would not.
func (l *local) put(t *testing.T, key, content string) string {
	t.Helper()
	out, err := l.S3.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: &key, Body: strings.NewReader(content)})
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.VersionId)
}

// versions returns the IDs of the versions under a key, the current one first.
func (l *local) versions(t *testing.T, key string) []string {
	t.Helper()
	out, err := l.S3.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: aws.String(bucket), Prefix: &key})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, v := range out.Versions {
		ids = append(ids, aws.ToString(v.VersionId))
	}
	return ids
}

// count returns how often an action of S3 was called.
func (l *local) count(action string) int {
	n := 0
	for _, c := range l.server.Calls() {
		if c.Service == "s3" && c.Action == action {
			n++
		}
	}
	return n
}

const code = "the launcher"

func sum(text string) string {
	digest := sha256.Sum256([]byte(text))
	return hex.EncodeToString(digest[:])
}

// launched is a target with one launcher.
func launched() *target.Target {
	a := target.Artifact{Path: "stacks/a/code", Bucket: bucket, Key: "lambda/" + sum(code) + ".zip", Digest: sum(code), Size: int64(len(code))}
	text := fmt.Sprintf("{\n  \"Resources\": {\"Launcher\": {\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Code\": {\n    \"S3Bucket\": %q,\n    \"S3Key\": %q\n}}}}\n}\n", bucket, a.Key)
	return &target.Target{Name: "a", Account: account, Region: region, Template: []byte(text), Bucket: target.Bucket{Name: bucket}, Artifacts: []target.Artifact{a}}
}

func read(target.Artifact) ([]byte, error) { return []byte(code), nil }

// unread fails a test that has no need of the code.
func unread(t *testing.T) func(target.Artifact) ([]byte, error) {
	return func(a target.Artifact) ([]byte, error) {
		t.Errorf("%s is read", a.Path)
		return []byte(code), nil
	}
}

// pinned is the template of launched with a version.
func pinned(version string) string {
	return strings.Replace(string(launched().Template), ".zip\"\n", ".zip\",\n    \"S3ObjectVersion\": \""+version+"\"\n", 1)
}
