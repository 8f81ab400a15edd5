package registration

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

const field = "registration"

// Arguments returns the members of CreateModelPackage that are the same for each
// run, in the API's spelling, around the container that serves the model: all but
// the group and the client's token. See ModelPackage in the API reference.
func Arguments(j *launch.Job, container map[string]any) map[string]any {
	r := j.Spec.Registration
	checkDescription(j)
	checkImage(j)
	checkTypes(j)
	specification := map[string]any{"Containers": []any{container}}
	for member, values := range map[string][]string{
		"SupportedContentTypes":                   r.ContentTypes,
		"SupportedResponseMIMETypes":              r.ResponseTypes,
		"SupportedRealtimeInferenceInstanceTypes": r.RealtimeInstanceTypes,
		"SupportedTransformInstanceTypes":         r.TransformInstanceTypes,
	} {
		if len(values) > 0 {
			specification[member] = list(values)
		}
	}
	arguments := map[string]any{"ModelApprovalStatus": r.Approval, "InferenceSpecification": specification}
	if r.Description != "" {
		arguments["ModelPackageDescription"] = r.Description
	}
	return arguments
}

func list(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// maxDescription is how many characters ModelPackageDescription takes.
const maxDescription = 1024

func checkDescription(j *launch.Job) {
	if n := utf8.RuneCountInString(j.Spec.Registration.Description); n > maxDescription {
		j.Report(field+".description", fmt.Sprintf("the description has %d characters, and SageMaker allows %d", n, maxDescription), "shorten it")
	}
}

// checkImage reports an image that SageMaker cannot serve a model with: it takes
// them from ECR alone.
func checkImage(j *launch.Job) {
	if text, literal := j.Spec.Registration.Image.Literal(); literal && text != "" {
		if _, err := arn.Image(text); err != nil {
			j.Report(field+".image", err.Error(), "")
		}
	}
}

// machinePattern is the form of the machines that serve models, and maxType how
// many characters a MIME type may have.
var machinePattern = lazyregexp.New(`^ml\.[a-z0-9-]+\.[a-z0-9]+$`)

const maxType = 256

func checkTypes(j *launch.Job) {
	r := j.Spec.Registration
	for name, values := range map[string][]string{"contentTypes": r.ContentTypes, "responseTypes": r.ResponseTypes} {
		for i, v := range values {
			if strings.TrimSpace(v) == "" || strings.Contains(v, "\n") || utf8.RuneCountInString(v) > maxType {
				j.Report(fmt.Sprintf("%s.%s[%d]", field, name, i), "the text is not a MIME type", fmt.Sprintf("want one such as text/csv, at most %d characters", maxType))
			}
		}
	}
	for name, values := range map[string][]string{"realtimeInstanceTypes": r.RealtimeInstanceTypes, "transformInstanceTypes": r.TransformInstanceTypes} {
		for i, v := range values {
			if !machinePattern().MatchString(v) {
				j.Report(fmt.Sprintf("%s.%s[%d]", field, name, i), fmt.Sprintf("%.50q is not an instance type", v), "want one such as ml.m5.large")
			}
		}
	}
}

// Image returns the image that serves the model: the user's choice, or the one
// that trained it.
func Image(j *launch.Job) spec.Text {
	if image := j.Spec.Registration.Image; !image.IsZero() {
		return image
	}
	image := j.Request.Text("AlgorithmSpecification", "TrainingImage")
	if image.IsZero() {
		j.Report(field, "the job has no image of its own that could serve the model", "set registration: image")
	}
	return image
}

// groupPattern is that of a model package group's name in the API.
var groupPattern = lazyregexp.New(`^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$`)

// Group returns the group's name or ARN, which may be a token, and adds the group
// to the template if the stack is to create it.
func Group(j *launch.Job) (string, error) {
	r := j.Spec.Registration
	name, literal := r.ModelPackageGroup.Literal()
	at := field + ".modelPackageGroup"
	switch {
	case !literal && r.Create:
		j.Report(at, "a group that the stack creates needs a name that is known here", "write its name, or remove create")
	case literal && !isGroupARN(name) && !groupPattern().MatchString(name):
		j.Report(at, fmt.Sprintf("%q is neither the name nor the ARN of a model package group", name), "want at most 63 letters, digits and dashes, with a letter or digit at both ends")
	case isGroupARN(name) && !r.Create && !strings.Contains(name, ":"+j.Stack.Region+":"):
		j.Report(at, "the group is in another region, where SageMaker does not register from "+j.Stack.Region, "name a group in "+j.Stack.Region)
	case r.Create && isGroupARN(name):
		j.Report(at, "the stack cannot create a group that has an ARN already", "write the name of the new group, or remove create")
	case r.Create:
		return j.Shared.ModelPackageGroup(name, j.At(at))
	}
	return j.Text(r.ModelPackageGroup), nil
}

const groupResource = "model-package-group/"

func isGroupARN(text string) bool {
	parsed, err := arn.Parse(text)
	return err == nil && parsed.Service == "sagemaker" && strings.HasPrefix(parsed.Resource, groupResource)
}

// Permission is what a role needs to register models in the group, and to let
// SageMaker see the model's file.
func Permission(j *launch.Job) []iam.Statement {
	group := j.Text(j.Spec.Registration.ModelPackageGroup)
	resources := []string{j.ARN("sagemaker", groupResource+group), j.ARN("sagemaker", "model-package/"+group+"/*")}
	if name, literal := j.Spec.Registration.ModelPackageGroup.Literal(); literal && isGroupARN(name) {
		resources = []string{name, strings.Replace(name, ":"+groupResource, ":model-package/", 1) + "/*"}
	}
	statements := []iam.Statement{iam.Allow("RegisterModel", resources, "sagemaker:CreateModelPackage")}
	if output := modelPlace(j); output != "" {
		// Whether SageMaker reads the file with the caller's permissions is documented
		// nowhere; with this one it works either way.
		statements = append(statements, iam.Allow("ReadModel", iam.On(output), "s3:GetObject"))
	}
	return statements
}

// modelPlace is a pattern of the objects below the job's output.
func modelPlace(j *launch.Job) string {
	var known spec.Text
	for _, part := range j.Request.Text("OutputDataConfig", "S3OutputPath") {
		if part.Run != "" {
			break
		}
		known = append(known, part)
	}
	place, found := strings.CutPrefix(j.Text(known), "s3://")
	if !found {
		return ""
	}
	bucket, prefix, _ := strings.Cut(place, "/")
	return launch.BucketARN(j.Stack, bucket) + "/" + iam.Literal(prefix) + "*"
}
