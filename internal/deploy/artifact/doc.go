// Package artifact keeps in S3 what a deployment needs there: the code of
// launchers, and templates that are too large for a call.
//
// Both are known by their content: the key has the SHA-256 in it. [Resolve] and
// [Template] look at what lies under such a key, and hash it themselves, because
// whoever may write to the bucket may have put something else there; that is a
// [PoisonedError], and nothing of it is deployed. What is not there is uploaded.
// Either way the version that was looked at is pinned, so that what CloudFormation
// and Lambda read is what was verified.
//
// Each call says which account has to own the bucket.
package artifact
