// Package operatetest has stacks for tests: on a local endpoint, deployed by the AWS
// SDK over HTTP as any other.
package operatetest
