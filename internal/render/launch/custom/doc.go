// Package custom renders a launcher that the user wrote: a Lambda function,
// started by the job's trigger with the complete request in event["request"].
//
// The event is {"job", "scheduledTime", "request"}. The request is ready to be
// passed to CreateTrainingJob as it is, its TrainingJobName unique to the run.
// A schedule carries up to 262,144 characters, a rule 8,192; a request above
// that is an error when the template is rendered.
//
// The function's code is uploaded before the deployment to the stack's artifact
// bucket, under a key that names its content, so that CloudFormation sees each
// change and nothing but changes.
package custom
