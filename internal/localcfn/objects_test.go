package localcfn_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn"
)

// versioned is a template of a bucket that keeps versions.
const versioned = `{"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "artifacts", "VersioningConfiguration": {"Status": "Enabled"}}}}}`

func TestVersions(t *testing.T) {
	l := serve(t, localcfn.Options{})
	want(t, l.deploy("s", versioned), types.StackStatusCreateComplete)
	bucket, key := aws.String("artifacts"), aws.String("a/ü b.zip")
	put := func(text string) *string {
		t.Helper()
		out, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: bucket, Key: key, Body: strings.NewReader(text), ContentType: aws.String("application/zip"), Metadata: map[string]string{"commit": "abc"}})
		if err != nil {
			t.Fatal(err)
		}
		return out.VersionId
	}
	get := func(id *string) string {
		t.Helper()
		out, err := l.s3.GetObject(l.ctx(), &s3.GetObjectInput{Bucket: bucket, Key: key, VersionId: id, ChecksumMode: s3types.ChecksumModeEnabled})
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(out.Body)
		if err != nil || aws.ToString(out.ContentType) != "application/zip" || out.Metadata["commit"] != "abc" || out.ChecksumCRC32 == nil {
			t.Errorf("%+v %v", out, err)
		}
		return string(text)
	}
	first, second := put("one"), put("two")
	if aws.ToString(first) == aws.ToString(second) || get(nil) != "two" || get(first) != "one" {
		t.Error(aws.ToString(first), aws.ToString(second), get(nil), get(first))
	}
	if _, err := l.s3.HeadObject(l.ctx(), &s3.HeadObjectInput{Bucket: bucket, Key: key, VersionId: aws.String("none")}); code(err) != "NotFound" {
		t.Error(err)
	}
	list := func() (found []string) {
		t.Helper()
		out, err := l.s3.ListObjectVersions(l.ctx(), &s3.ListObjectVersionsInput{Bucket: bucket})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range out.Versions {
			found = append(found, *v.Key+" "+map[bool]string{true: "latest", false: "old"}[*v.IsLatest])
		}
		for _, v := range out.DeleteMarkers {
			found = append(found, *v.Key+" marker "+map[bool]string{true: "latest", false: "old"}[*v.IsLatest])
		}
		return found
	}
	if diff := cmp.Diff([]string{"a/ü b.zip latest", "a/ü b.zip old"}, list()); diff != "" {
		t.Error(diff)
	}
	if _, err := l.s3.DeleteObject(l.ctx(), &s3.DeleteObjectInput{Bucket: bucket, Key: key}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a/ü b.zip old", "a/ü b.zip old", "a/ü b.zip marker latest"}, list()); diff != "" {
		t.Error(diff)
	}
	if _, err := l.s3.HeadObject(l.ctx(), &s3.HeadObjectInput{Bucket: bucket, Key: key}); code(err) != "NotFound" {
		t.Error(err)
	}
	if get(second) != "two" {
		t.Error("the version is gone")
	}

	// A bucket with objects cannot be deleted, and no other stack can have its name.
	want(t, l.destroy("s"), types.StackStatusDeleteFailed)
	if failed := l.failures("s"); !strings.Contains(*failed[0].ResourceStatusReason, "The bucket you tried to delete is not empty") {
		t.Error(*failed[0].ResourceStatusReason)
	}
	versions, err := l.s3.ListObjectVersions(l.ctx(), &s3.ListObjectVersionsInput{Bucket: bucket})
	if err != nil {
		t.Fatal(err)
	}
	var all []s3types.ObjectIdentifier
	for _, v := range versions.Versions {
		all = append(all, s3types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
	}
	for _, v := range versions.DeleteMarkers {
		all = append(all, s3types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
	}
	if _, err := l.s3.DeleteObjects(l.ctx(), &s3.DeleteObjectsInput{Bucket: bucket, Delete: &s3types.Delete{Objects: all}}); err != nil {
		t.Fatal(err)
	}
	want(t, l.destroy("s"), types.StackStatusDeleteComplete)
	if _, err := l.s3.HeadBucket(l.ctx(), &s3.HeadBucketInput{Bucket: bucket}); code(err) != "NotFound" {
		t.Error(err)
	}
}

func TestObjectsAreChecked(t *testing.T) {
	l := serve(t, localcfn.Options{})
	l.upload(oneQueue)
	bucket := aws.String("templates-eu-central-1")
	_, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: bucket, Key: aws.String("k"), Body: strings.NewReader("text"), ChecksumSHA256: aws.String("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")})
	refused(t, err, "BadDigest", "X-Amz-Checksum-Sha256")
	for _, algorithm := range s3types.ChecksumAlgorithm("").Values() {
		_, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: bucket, Key: aws.String("k"), Body: strings.NewReader("text"), ChecksumAlgorithm: algorithm})
		if err != nil && !strings.Contains(err.Error(), "unsupported") && !strings.Contains(err.Error(), "unknown") {
			t.Error(algorithm, err)
		}
	}
	put := func(match *string) error {
		_, err := l.s3.PutObject(l.ctx(), &s3.PutObjectInput{Bucket: bucket, Key: aws.String("once"), Body: strings.NewReader("text"), IfNoneMatch: match})
		return err
	}
	if err := put(aws.String("*")); err != nil {
		t.Error(err)
	}
	refused(t, put(aws.String("*")), "PreconditionFailed", "")
}

// The SDKs send a body in chunks when they sum it up as they go.
func TestChunks(t *testing.T) {
	l := serve(t, localcfn.Options{})
	l.upload(oneQueue)
	for _, test := range []struct {
		name, body string
		status     int
		text       string
	}{
		{"unsigned, with a trailer", "4\r\nWiki\r\n7\r\npedia i\r\n0\r\nx-amz-checksum-crc32:cFCJlw==\r\n\r\n", 200, "Wikipedia i"},
		{"signed", "4;chunk-signature=0123\r\nWiki\r\n0;chunk-signature=0123\r\n\r\n", 200, "Wiki"},
		{"empty", "0\r\n\r\n", 200, ""},
		{"another checksum", "4\r\nWiki\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", 400, ""},
		{"cut off", "8\r\nWiki", 400, ""},
		{"no size", "x\r\nWiki\r\n0\r\n\r\n", 400, ""},
		{"a negative size", "-4\r\nWiki\r\n0\r\n\r\n", 400, ""},
		{"longer than it says", "2\r\nWiki\r\n0\r\n\r\n", 400, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(l.ctx(), http.MethodPut, l.url+"/templates-eu-central-1/chunked", bytes.NewReader([]byte(test.body)))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=LOCAL123456789012/20270101/eu-central-1/s3/aws4_request")
			r.Header.Set("Content-Encoding", "aws-chunked")
			r.Header.Set("X-Amz-Content-Sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != test.status {
				t.Fatalf("status %d, want %d", response.StatusCode, test.status)
			}
			if test.status != 200 {
				return
			}
			out, err := l.s3.GetObject(l.ctx(), &s3.GetObjectInput{Bucket: aws.String("templates-eu-central-1"), Key: aws.String("chunked")})
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(out.Body)
			if string(text) != test.text || err != nil || aws.ToString(out.ContentEncoding) != "" {
				t.Errorf("%q %v %v", text, err, aws.ToString(out.ContentEncoding))
			}
		})
	}
}

func TestUnsigned(t *testing.T) {
	l := serve(t, localcfn.Options{})
	l.upload(oneQueue)
	response, err := http.Get(l.url + "/templates-eu-central-1/template")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Error(response.Status)
	}
}
