// Package model knows what SageMaker's CreateTrainingJob accepts, and says what
// is wrong with a request before SageMaker does.
//
// A [Shape] describes one value of the API: its type, its members, its limits.
// Shapes form a tree from [CreateTrainingJob] down, in which equal parts are
// shared, such as the one S3Uri. The tree is embedded in this package; nothing is
// looked up at run time. It is written by
//
//	go run ./tools/model
//
// from public descriptions of the API, whose versions stand at the top of
// create_training_job.json.
//
// A path names a place in the model: ResourceConfig.InstanceGroups[].InstanceType
// is a member of each element of a list, HyperParameters{} each value of a map.
// A pointer (RFC 6901) names a place in one document: /HyperParameters/epochs.
//
// [Shape.Validate] returns every [Problem] of a document at once. It judges each
// value on its own, as the API's model does. Rules between members, such as
// that spot training needs a wait limit, or that only serverless jobs go without
// ResourceConfig, are not the model's.
//
// A [Symbolic] value is known only to CloudFormation, when it deploys: the ARN of
// a role that the same stack creates, an import from another stack.
package model
