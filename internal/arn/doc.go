// Package arn reads the three kinds of address that a spec is full of: ARNs,
// ECR image URIs and S3 URIs.
//
// A partition is one of AWS's separate worlds (aws, aws-cn, aws-us-gov, ...).
// It is part of every ARN, follows from the region ([Partition]), and decides
// the suffix of host names. An image is in ECR if its host is an account's
// private registry; images from elsewhere are a [NotECRError], since they need
// other settings rather than other spelling.
//
// Everything here reads literal text as a user wrote it, and the errors are
// made to be shown to that user. Nothing is looked up: an address that reads
// well may still lead nowhere.
package arn
