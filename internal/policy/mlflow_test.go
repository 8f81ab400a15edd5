package policy_test

import (
	"testing"

	"github.com/smgen/smgen/internal/spectest"
)

const server = "arn:aws:sagemaker:us-east-1:123456789012:mlflow-tracking-server/a"

func TestForeignMlflow(t *testing.T) {
	const region, account = "the MLflow server is in region eu-west-1, and the stack in us-east-1", "the MLflow server is in account 210987654321, and the stack in 123456789012"
	expects(t, map[string][]string{
		spectest.Complete(`mlflow: arn: "` + server + `"`):      nil,
		spectest.Complete(`mlflow: arn: {import: "eu-west-1"}`): nil,
		spectest.Complete(`mlflow: arn: "arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-A"`): {
			"SM401 warning jobs.train.mlflow.arn: " + region},
		spectest.Complete(`mlflow: arn: "arn:aws:sagemaker:eu-west-1:210987654321:mlflow-app/app-A"`): {
			"SM401 warning jobs.train.mlflow.arn: " + region, "SM401 warning jobs.train.mlflow.arn: " + account},
		spectest.Complete(`request: MlflowConfig: MlflowResourceArn: "arn:aws:sagemaker:us-east-1:210987654321:mlflow-app/app-A"`): {
			"SM401 warning jobs.train.request.MlflowConfig.MlflowResourceArn: " + account},
		// What is refused elsewhere.
		spectest.Complete(`mlflow: arn: "arn:aws-cn:sagemaker:cn-north-1:123456789012:mlflow-app/app-A"`): nil,
		spectest.Complete(`mlflow: arn: "https://mlflow.example"`):                                        nil,
		// A layer's default stands for each job.
		spectest.Complete("") + `stack: defaults: mlflowArn: "arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-A"`: {
			"SM401 warning jobs.train.mlflow.arn: " + region},
	}, "SM401")
}

func TestTrackingURI(t *testing.T) {
	const (
		address = "SM402 warning jobs.train.environment.MLFLOW_TRACKING_URI: MLFLOW_TRACKING_URI is a web address of AWS's, where calls have to be signed, and MLflow signs none to a web address"
		other   = "SM402 warning jobs.train.request.Environment.MLFLOW_TRACKING_URI: MLFLOW_TRACKING_URI is another server than mlflow.arn says"
	)
	uri := func(value string) string {
		return spectest.Complete(`environment: MLFLOW_TRACKING_URI: ` + value)
	}
	layered := func(value string) string {
		return spectest.Complete(`request: Environment: MLFLOW_TRACKING_URI: "`+value+`"`) + `stack: defaults: mlflowArn: "` + server + `"`
	}
	expects(t, map[string][]string{
		uri(`"https://mlflow.us-east-1.amazonaws.com/tracking-server/a"`): {address},
		uri(`"HTTPS://US-EAST-1.experiments.SageMaker.aws:443/"`):         {address},
		uri(`"https://mlflow.sagemaker.us-east-1.app.aws"`):               {address},
		uri(`"https://mlflow.acme.example/aws/amazonaws.com"`):            nil,
		uri(`"https://amazonaws.com.acme.example"`):                       nil,
		uri(`"databricks"`):                    nil,
		uri(`"` + server + `"`):                nil,
		uri(`{import: "mlflow"}`):              nil,
		uri(`""`):                              nil,
		layered("https://mlflow.acme.example"): {other},
		layered(server):                        nil,
		layered("arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/a-b"): {other},
	}, "SM402")
}

func TestMirroredModels(t *testing.T) {
	const own = "\nstack: mlflow: {name: \"a\", artifacts: \"s3://acme-mlflow/\", registerModels: true}"
	expects(t, map[string][]string{
		spectest.Complete(`mlflow: registeredModel: "churn"`) + own: nil,
		spectest.Complete(`mlflow: registeredModel: "churn eu"`) + own: {
			"SM403 error jobs.train.mlflow.registeredModel: the model is mirrored to the SageMaker model registry, which has no spaces in names"},
		spectest.Complete(`mlflow: register: true, registration: modelPackageGroup: "a"`) + own: {
			"SM406 warning jobs.train.registration: MLflow mirrors the model to the SageMaker model registry, too, which then has it twice"},
		spectest.Complete(`mlflow: {}, registration: modelPackageGroup: "a"`) + own:                                        nil,
		spectest.Complete(`mlflow: {arn: "`+server+`", registeredModel: "churn eu"}`) + own:                                nil,
		spectest.Complete(`registration: modelPackageGroup: "a"`) + own:                                                    nil,
		spectest.Complete(`mlflow: registeredModel: "a b"`) + `stack: mlflow: {name: "a", artifacts: "s3://acme-mlflow/"}`: nil,
	}, "SM403", "SM406")
}

func TestServerlessConfig(t *testing.T) {
	const group = `"arn:aws:sagemaker:us-east-1:123456789012:model-package-group/churn"`
	expects(t, map[string][]string{
		spectest.Complete(`request: {MlflowConfig: MlflowResourceArn: "` + server + `", ModelPackageConfig: ModelPackageGroupArn: ` + group + `}`): {
			"SM405 warning jobs.train.request.MlflowConfig: AWS does not document what MlflowConfig does in a job that is not serverless; it may be nothing",
			"SM405 warning jobs.train.request.ModelPackageConfig: AWS does not document what ModelPackageConfig does in a job that is not serverless; it may be nothing",
		},
		spectest.Complete(`request: {ServerlessJobConfig: {BaseModelArn: "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/a/1.0.0", JobType: "FineTuning"}, ModelPackageConfig: ModelPackageGroupArn: ` + group + `}`): nil,
	}, "SM405")
}
