package policy

import "github.com/smgen/smgen/internal/diag"

// The rules about jobs that get into each other's way, in one stack or in several.
// Package compile, which sees all stacks, finds them broken.
const (
	SharedPrefix = "SM510"
	SharedPlace  = "SM511"
)

func sharedPrefix() Rule {
	return Rule{
		ID:       SharedPrefix,
		Title:    "no job's prefix begins another's",
		Severity: diag.Warning,
		Doc: `The training jobs of churn are called churn-…, and so are those of churn-eu. smgen tells them apart by the
run's ID wherever it looks at a whole name: in notifiers, registrars and overlap guards. IAM and EventBridge match
beginnings only, so that the roles of churn may also create, describe and stop the training jobs of churn-eu and
write to their log streams; a job of another stack that waits for churn starts after runs of churn-eu, too, since
only the prefix is known there; and so do event patterns, alarms and searches that people write by hand. Compared are the
jobs of one account and region, of the stacks that smgen looks at together. A new prefix makes new names, and metrics
and searches by the old one end.`,
		Good: `jobs: {train: trainingJobNamePrefix: "churn-us", other: {trainingJobNamePrefix: "churn-eu"}}`,
		Bad:  `jobs: {train: trainingJobNamePrefix: "churn", other: {trainingJobNamePrefix: "churn-eu"}}`,

		OfStack: true, acrossStacks: true,
	}
}

func sharedPlace() Rule {
	return Rule{
		ID:       SharedPlace,
		Title:    "no job reads what another happens to write",
		Severity: diag.Warning,
		Doc: `A channel reads every object whose key begins as its URI does: s3://b/train reads s3://b/train2/, too, and
s3://b/ reads the models below s3://b/models/, more of them after each run. Checkpoints in a place that is the same
for each run are copied into the container at the start, and what is missing there afterwards is deleted from S3:
another job below that place would lose its files. Inputs that are exactly another job's output, or lie in it, are
meant, and so are those of a job that starts when the other has completed. Outputs that are the same or lie in each other
do no harm: each training job writes below its own name. Compared are URIs that are known, of the stacks that smgen
looks at together; between stacks, what is written with what is read.`,
		Good: `jobs: train: {inputs: train: s3: "s3://acme-ml/train/", inputs: test: s3: "s3://acme-ml/train-test/"}`,
		Bad:  `jobs: train: {inputs: train: s3: "s3://acme-ml/train", inputs: test: s3: "s3://acme-ml/train-test/"}`,

		OfStack: true, acrossStacks: true,
	}
}
