package artifact

import (
	"fmt"
	"time"

	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/spec"
)

// PoisonedError says that an object is not what its name says.
type PoisonedError struct {
	Bucket, Key, Version string
	// Account is the bucket's owner.
	Account string
	Written time.Time
	// Digest is the SHA-256 of the content, or of its beginning where it is longer
	// than it should be.
	Digest string
}

// Error says what was found, and whom to ask.
func (e *PoisonedError) Error() string {
	return fmt.Sprintf("s3://%s/%s does not hold what its name says, and is not deployed: the SHA-256 is %s; ask who answers for the bucket, in account %s, who wrote its version %s at %s, remove that version, and run the same command again",
		e.Bucket, e.Key, e.Digest, e.Account, e.Version, e.Written.UTC().Format(time.RFC3339))
}

// explain puts an error of S3 into words.
func (s *store) explain(verb string, o object, err error) error {
	bootstrap := fmt.Sprintf("smgen bootstrap --account %s --region %s", s.clients.Account, s.clients.Region)
	if s.clients.Local {
		bootstrap += " --local"
	}
	switch code := session.Code(err); code {
	case "NoSuchBucket":
		if s.bucket == spec.DefaultBucket(s.clients.Account, s.clients.Region) {
			return fmt.Errorf("account %s has no artifact bucket in %s, which would be %s, for %s; make it with: %s", s.clients.Account, s.clients.Region, s.bucket, o.what, bootstrap)
		}
		return fmt.Errorf("there is no bucket %s for %s; create it, or leave artifactBucket out of the spec and use %s", s.bucket, o.what, bootstrap)
	case "AccessDenied":
		return fmt.Errorf("%s s3://%s/%s: AWS refuses it: the bucket belongs to another account than %s, or the credentials may not; smgen bootstrap --print-policy deploy shows what they need: %w", verb, s.bucket, o.key, s.clients.Account, session.Explain(err))
	case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException":
		return fmt.Errorf("%s s3://%s/%s: the bucket is in another region than the stack, %s, where Lambda does not read it; name one there, or use %s: %w", verb, s.bucket, o.key, s.clients.Region, bootstrap, session.Explain(err))
	}
	return fmt.Errorf("%s s3://%s/%s: %w", verb, s.bucket, o.key, session.Explain(err))
}

// unversioned says that what was verified could be replaced unseen.
func (s *store) unversioned() error {
	return fmt.Errorf("the bucket %s keeps no versions, so that what was verified could be exchanged before it is read; switch its versioning on, as smgen bootstrap does", s.bucket)
}
