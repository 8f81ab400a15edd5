// Package request builds the CreateTrainingJob request of a job, the single
// truth about what runs.
//
// [Build] takes the friendly fields of the job to members of the API, lays the
// job's own request over them, and checks the whole against the API's model. A
// friendly value that nobody set on purpose gives way to the job's request;
// one that somebody set must agree with it. Lists of named things, such as
// channels and tags, merge by name.
//
// A [Request] knows for each of its members which field of the spec it came
// from.
package request
