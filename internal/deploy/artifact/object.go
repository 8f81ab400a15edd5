package artifact

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/smgen/smgen/internal/deploy/session"
)

// attempts is how often something is tried again that another run got in the way
// of, or a connection that broke.
const attempts = 4

// store is a bucket.
type store struct {
	clients *session.Clients
	bucket  string
}

// object is what a key should hold.
type object struct {
	key, digest string // hexadecimal SHA-256
	size        int64
	kind        string // media type
	what        string // for messages
	read        func() ([]byte, error)
}

// state is where an object was found to be.
type state int

const (
	found state = iota
	uploaded
	missing
)

// isVersion reports whether S3 keeps the version of an object. The word null is for
// what was put while the bucket kept none.
func isVersion(version string) bool { return version != "" && version != "null" }

// settle verifies an object, or uploads it if it is told to. The version is of what
// was verified.
func (s *store) settle(ctx context.Context, o object, upload bool) (version string, st state, err error) {
	for range attempts {
		version, there, err := s.find(ctx, o)
		switch {
		case err != nil:
			return "", 0, err
		case there && (isVersion(version) || !upload):
			return version, found, nil
		case !upload:
			return "", missing, nil
		}
		version, err = s.put(ctx, o, there)
		switch code := session.Code(err); {
		case code == "PreconditionFailed" || code == "ConditionalRequestConflict":
			continue // somebody else was faster, and what they wrote is looked at
		case err != nil:
			return "", 0, err
		case !isVersion(version):
			return "", 0, s.unversioned()
		}
		return version, uploaded, nil
	}
	return "", 0, fmt.Errorf("others write s3://%s/%s at the same time, and go on; run the same command again", s.bucket, o.key)
}

// find hashes what lies under the key, if anything does.
func (s *store) find(ctx context.Context, o object) (version string, there bool, err error) {
	for range attempts {
		var out *s3.GetObjectOutput
		out, err = s.clients.S3.GetObject(ctx, &s3.GetObjectInput{
			Bucket: &s.bucket, Key: &o.key, ExpectedBucketOwner: &s.clients.Account,
		})
		if session.Code(err) == "NoSuchKey" {
			return "", false, nil
		}
		if err != nil {
			return "", false, s.explain("read", o, err)
		}
		var digest string
		digest, err = hash(out.Body, o.size)
		if err != nil {
			continue // the connection broke
		}
		if digest != o.digest {
			return "", true, &PoisonedError{
				Bucket: s.bucket, Key: o.key, Account: s.clients.Account,
				Version: aws.ToString(out.VersionId), Written: aws.ToTime(out.LastModified), Digest: digest,
			}
		}
		return aws.ToString(out.VersionId), true, nil
	}
	return "", false, s.explain("read", o, err)
}

// hash returns the hexadecimal SHA-256 of a text of a known size; of a longer one,
// that of its beginning and one byte more.
func hash(body io.ReadCloser, size int64) (string, error) {
	defer body.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(body, size+1)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// put uploads an object in one call, which leaves nothing behind if it is
// interrupted. S3 compares what it received with the hash.
func (s *store) put(ctx context.Context, o object, overwrite bool) (version string, err error) {
	data, err := o.read()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	if hex.EncodeToString(sum[:]) != o.digest {
		return "", fmt.Errorf("%s changed while smgen was at work; run the same command again", o.what)
	}
	in := &s3.PutObjectInput{
		Bucket: &s.bucket, Key: &o.key, ExpectedBucketOwner: &s.clients.Account,
		Body: bytes.NewReader(data), ContentLength: aws.Int64(int64(len(data))), ContentType: &o.kind,
		ChecksumSHA256: aws.String(base64.StdEncoding.EncodeToString(sum[:])),
	}
	if !overwrite {
		in.IfNoneMatch = aws.String("*")
	}
	out, err := s.clients.S3.PutObject(ctx, in)
	if err != nil {
		return "", s.explain("write", o, err)
	}
	return aws.ToString(out.VersionId), nil
}
