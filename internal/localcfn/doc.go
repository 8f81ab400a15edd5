// Package localcfn is a CloudFormation endpoint on loopback, with as much of S3 and
// STS as a deployment needs.
//
// It is spoken to by the AWS SDKs and the AWS CLI as they come; AWS_ENDPOINT_URL
// leads them there. Signatures are not checked. The access key says who calls:
// LOCAL and the twelve digits of an account, any other key is that of account
// 123456789012; the region is that of the signature.
//
// Stacks go the way of the documented life cycle, limits are those that AWS
// documents, and what is refused is refused with AWS's codes. Nothing real is
// made: see package stacks. Change sets hold what package plan predicts. State is
// kept in a directory, and an endpoint that is opened on it goes on with what was
// under way. [Faults] make it fail in the ways in which AWS does.
//
// A request is read and answered in this package: who calls (caller.go), which
// action it is (serve.go), one file for each group of actions. Package stacks does
// what is asked.
package localcfn
