package render

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// checkPlaces looks at the places in S3 that the request names, as far as the
// training role depends on them.
func checkPlaces(j *launch.Job) {
	j.Request.Values(func(pointer, path string, value any) {
		if strings.HasSuffix(pointer, "/S3Uri") || strings.HasSuffix(pointer, "/S3OutputPath") {
			checkPlace(j, path, asText(value))
		}
	})
	if m := j.Spec.Mlflow; m != nil && !m.Artifacts.IsZero() {
		checkPlace(j, j.At("mlflow.artifacts"), m.Artifacts)
	}
}

func checkPlace(j *launch.Job, path string, uri spec.Text) {
	if len(uri) == 0 {
		return
	}
	text, literal := uri.Literal()
	if literal && strings.HasPrefix(text, "s3://") {
		if _, _, err := arn.S3(text); err != nil {
			j.ReportAt(path, err.Error(), "")
			return
		}
	}
	if !j.Spec.TrainingRole.Arn.IsZero() {
		return
	}
	if !strings.HasPrefix(uri[0].Literal, "s3://") {
		j.WarnAt(path, fmt.Sprintf("the bucket of %s is not known here, so that the training role gets no access to it", uri),
			`write s3://bucket/prefix, or {bucket: {import: "export-name"}, prefix: "path/"}; or grant the access with access`)
	}
	for _, part := range uri {
		if bad, found := iam.Unwritable(part.Literal); found {
			j.ReportAt(path, fmt.Sprintf("%q has the character %q, which IAM does not take in a policy", uri, bad),
				"use another prefix, or a role of your own: trainingRole: arn")
			return
		}
	}
}
