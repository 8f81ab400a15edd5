package render

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// references finds what is wrong with the texts that do not reach a request:
// package request looks at the others. No run fills in anything here.
func (r *renderer) references() {
	r.stack.Texts(func(path string, t spec.Text) {
		r.checkPartition(path, t)
		if isOfRequest(path) {
			return
		}
		if problem := t.Problem(); problem != "" {
			r.report(path, problem, `write {import: "export-name"} or {ssm: "/parameter/name"}`)
		}
		if t.IsPerRun() {
			r.report(path, "the value cannot differ from run to run", "give a literal, {import: …} or {ssm: …}")
		}
	})
	if text, literal := r.stack.PermissionsBoundary.Literal(); literal && text != "" {
		if message, help := launch.IAMProblem(text, "policy", r.stack.Account); message != "" {
			r.report("permissionsBoundary", message, help)
		}
	}
	if text, literal := r.stack.ArtifactBucket.Literal(); literal && !r.stack.ArtifactBucket.IsZero() {
		if _, _, err := arn.S3("s3://" + text); err != nil || strings.Contains(text, "/") {
			r.report("artifactBucket", "the artifact bucket is not the name of a bucket", "want 3 to 63 lower-case letters, digits, dots and dashes")
		}
	}
}

// checkPartition refuses ARNs of a partition that the stack is not in: nothing
// reaches from one into another. What a container or a function gets as text is
// its own.
func (r *renderer) checkPartition(path string, t spec.Text) {
	text, _ := t.Literal()
	if !strings.HasPrefix(text, "arn:") || strings.Contains(path, ".environment.") || strings.Contains(path, ".hyperparameters.") {
		return
	}
	own := arn.Partition(r.stack.Region)
	if parsed, err := arn.Parse(text); err == nil && parsed.Partition != own {
		r.report(path, fmt.Sprintf("the ARN is in the partition %s, and %s is in %s", parsed.Partition, r.stack.Region, own), "want arn:"+own+":…")
	}
}

// isOfRequest reports whether the field at a path feeds a job's request alone.
func isOfRequest(path string) bool {
	rest, ofJob := strings.CutPrefix(path, "jobs.")
	if !ofJob {
		return false
	}
	if quoted, isQuoted := strings.CutPrefix(rest, `"`); isQuoted {
		_, rest, _ = strings.Cut(quoted, `"`) // no job's name holds a quote
	}
	_, field, _ := strings.Cut(rest, ".")
	for _, other := range []string{"access", "launch", "launchRole", "mlflow", "notify", "on", "registration", "trainingRole"} {
		if field == other || strings.HasPrefix(field, other+".") || strings.HasPrefix(field, other+"[") {
			return false
		}
	}
	return true
}
