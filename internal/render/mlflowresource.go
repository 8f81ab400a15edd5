package render

import (
	"cmp"
	"strings"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// mlflow adds the MLflow App or tracking server that the stack creates. It
// outlives the stack: what it knows of all runs is nowhere else.
func (r *renderer) mlflow() error {
	m := r.stack.Mlflow
	if m == nil {
		return nil
	}
	role, err := r.mlflowRole(m)
	if err != nil {
		return err
	}
	resource := template.Untyped{
		Type: "AWS::SageMaker::MlflowApp",
		Properties: map[string]any{
			"ArtifactStoreUri": launch.Text(r.result.Template, m.Artifacts), "RoleArn": role,
			"Tags": launch.Tags(r.stack, nil),
		},
		DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain",
	}
	if m.Kind == "server" {
		resource.Type = "AWS::SageMaker::MlflowTrackingServer"
		setServer(m, resource.Properties)
	} else {
		r.setApp(m, resource.Properties)
	}
	r.shared.Claim("MLflow "+m.Kind, m.Name, "mlflow.name")
	r.shared.Origin(spec.MlflowID, "", "mlflow")
	return r.result.Template.Add(spec.MlflowID, resource)
}

// setApp sets the properties that only an App has.
func (r *renderer) setApp(m *spec.MlflowResource, properties map[string]any) {
	properties["Name"] = m.Name
	properties["ModelRegistrationMode"] = "AutoModelRegistrationDisabled"
	if m.RegisterModels {
		properties["ModelRegistrationMode"] = "AutoModelRegistrationEnabled"
	}
	for field, value := range map[string]string{"size": m.Size, "version": m.Version, "maintenance": m.Maintenance} {
		if value != "" {
			r.report("mlflow."+field, "an MLflow App has no "+field+": AWS runs it", `remove it, or write kind: "server"`)
		}
	}
}

// setServer sets the properties that only a tracking server has.
func setServer(m *spec.MlflowResource, properties map[string]any) {
	properties["TrackingServerName"] = m.Name
	properties["AutomaticModelRegistration"] = m.RegisterModels
	properties["TrackingServerSize"] = cmp.Or(m.Size, "Small")
	for property, value := range map[string]string{"MlflowVersion": m.Version, "WeeklyMaintenanceWindowStart": m.Maintenance} {
		if value != "" {
			properties[property] = value
		}
	}
}

// mlflowRole adds the role with which MLflow reads and writes its artifacts, and
// mirrors registered models where it is to: see "Automatically register models"
// in the SageMaker developer guide.
func (r *renderer) mlflowRole(m *spec.MlflowResource) (string, error) {
	place, found := strings.CutPrefix(launch.Text(r.result.Template, m.Artifacts), "s3://")
	bucket, prefix, _ := strings.Cut(place, "/")
	if m.Artifacts.IsPerRun() || !found {
		r.report("mlflow.artifacts", "the place of the artifacts is not known", `write "s3://bucket/prefix/", or {bucket: {import: "export-name"}, prefix: "path/"}`)
	}
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	at := launch.BucketARN(r.stack, bucket)
	var policy iam.Document
	policy.Add(
		iam.Allow("UseArtifacts", iam.On(at+"/"+iam.Literal(prefix)+"*"), "s3:GetObject", "s3:PutObject"),
		iam.Allow("ListArtifacts", iam.On(at), "s3:ListBucket"),
	)
	if m.RegisterModels {
		policy.Add(iam.Allow("MirrorModels", iam.On(launch.ARN(r.stack, "sagemaker", "model-package-group/*"), launch.ARN(r.stack, "sagemaker", "model-package/*")),
			"sagemaker:CreateModelPackageGroup", "sagemaker:DescribeModelPackageGroup", "sagemaker:CreateModelPackage",
			"sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage", "sagemaker:AddTags"))
	}
	return r.shared.AddRole(launch.Role{
		ID:          spec.MlflowID + "Role",
		Description: "Runs the MLflow of " + r.stack.StackName(),
		Trust:       iam.Trust("sagemaker.amazonaws.com", iam.StringEquals("aws:SourceAccount", r.stack.Account)),
		Policy:      policy,
	})
}
