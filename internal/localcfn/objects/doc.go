// Package objects is the part of S3 that a deployment needs: buckets with
// versions, and objects that are put, looked at and read.
//
// Buckets and the versions of objects are records of a store, so that a stack's
// bucket comes and goes with the stack; contents are blobs beside it. [Handler]
// speaks S3's REST protocol, with the bucket in the path.
package objects
