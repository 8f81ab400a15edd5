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
			checkPlace(j, path, spec.AsText(value))
		}
	})
	if m := j.Stack.MlflowOf(j.Spec); m != nil && !m.Artifacts.IsZero() {
		checkPlace(j, j.At("mlflow.artifacts"), m.Artifacts)
	}
}

func checkPlace(j *launch.Job, path string, uri spec.Text) {
	if len(uri) == 0 {
		return
	}
	if bucketPerRun(uri) {
		j.ReportAt(path, fmt.Sprintf("the bucket of %s differs from run to run, and no role can be granted access to it", uri),
			`name the bucket: "s3://bucket/prefix/", or {bucket: {import: "export-name"}, prefix: "path/"}`)
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

// bucketPerRun reports whether a run fills in a part of the bucket's name.
func bucketPerRun(uri spec.Text) bool {
	for _, part := range uri {
		if part.Run != "" {
			return true
		}
		if strings.Contains(strings.TrimPrefix(part.Literal, "s3://"), "/") {
			return false
		}
	}
	return false
}

// checkImages looks at the images that the training role has to pull.
func checkImages(j *launch.Job) {
	j.Request.Values(func(pointer, path string, value any) {
		if !isImage(pointer) {
			return
		}
		text := spec.AsText(value)
		uri, literal := text.Literal()
		if !literal {
			if j.Spec.TrainingRole.Arn.IsZero() && len(j.Spec.Access) == 0 {
				j.WarnAt(path, fmt.Sprintf("the image %s is not known here, so that the training role may not pull it", text),
					"write the image's URI; or grant ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage with access")
			}
			return
		}
		image, err := arn.Image(uri)
		if err != nil {
			return
		}
		if own, other := arn.Partition(j.Stack.Region), image.RepositoryARN().Partition; own != other {
			j.ReportAt(path, fmt.Sprintf("the image is in the partition %s, which %s, in %s, cannot reach", other, j.Stack.Region, own), "copy it to a registry of the stack's region")
		}
	})
}
