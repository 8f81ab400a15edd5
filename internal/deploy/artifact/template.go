package artifact

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/template"
)

// TemplatePrefix is what the keys of templates in the artifact bucket begin with.
const TemplatePrefix = "templates/"

// Ready brings into the bucket what a change set of the target needs there: its
// artifacts, as Resolve does, uploaded if read is not nil; and the template, if it is
// too large to be sent. It returns the template with the artifacts pinned, and its
// address where it has one.
func Ready(ctx context.Context, c *session.Clients, t *target.Target, read func(target.Artifact) ([]byte, error)) (text []byte, address string, err error) {
	pinned, err := Resolve(ctx, c, t, read, read != nil)
	if err != nil {
		return nil, "", err
	}
	if len(pinned.Template) <= template.MaxBody {
		return pinned.Template, "", nil
	}
	bucket, err := Bucket(ctx, c, t)
	if err != nil {
		return nil, "", err
	}
	address, err = Template(ctx, c, bucket, pinned.Template)
	return pinned.Template, address, err
}

// Template puts the text of a template into the bucket, unless it is there, and
// returns the address of that version for CloudFormation's TemplateURL.
func Template(ctx context.Context, c *session.Clients, bucket string, text []byte) (string, error) {
	if len(text) > template.MaxSize {
		return "", fmt.Errorf("the template has %d bytes, and CloudFormation takes %d; move some jobs to another stack", len(text), template.MaxSize)
	}
	sum := sha256.Sum256(text)
	digest := hex.EncodeToString(sum[:])
	s := &store{c, bucket}
	o := object{
		key: TemplatePrefix + digest + ".json", digest: digest, size: int64(len(text)),
		kind: "application/json", what: fmt.Sprintf("a template of more than %d bytes", template.MaxBody), read: func() ([]byte, error) { return text, nil },
	}
	version, _, err := s.settle(ctx, o, true)
	if err != nil {
		return "", err
	}
	return s.address(ctx, o.key, version)
}

// address returns the URL of one version of an object, as the S3 client writes it.
func (s *store) address(ctx context.Context, key, version string) (string, error) {
	options := s.clients.S3.Options()
	endpoint, err := options.EndpointResolverV2.ResolveEndpoint(ctx, s3.EndpointParameters{
		Bucket: &s.bucket, Region: aws.String(options.Region), Endpoint: options.BaseEndpoint, ForcePathStyle: aws.Bool(options.UsePathStyle),
	})
	if err != nil {
		return "", fmt.Errorf("find the address of the bucket %s: %w", s.bucket, session.Explain(err))
	}
	u := endpoint.URI.JoinPath(key)
	u.RawQuery = url.Values{"versionId": {version}}.Encode()
	return u.String(), nil
}
