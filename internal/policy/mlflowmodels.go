package policy

import (
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// exampleOfMirror is a stack whose MLflow mirrors what is registered in it.
const exampleOfMirror = `mlflow: {name: "ml", artifacts: "s3://acme-ml/mlflow/", registerModels: true}` + "\n"

func mirroredName() Rule {
	return Rule{
		ID:    "SM403",
		Title: "a model that MLflow mirrors has a name without spaces",
		Doc: `With registerModels, MLflow mirrors each model that a script registers to the SageMaker
model registry, whose names have no spaces. A model with a space in its name does not get there. What a
server outside of the stack mirrors is not known, and left alone.`,
		Good:    exampleOfMirror + `jobs: train: mlflow: registeredModel: "churn-model"`,
		Bad:     exampleOfMirror + `jobs: train: mlflow: registeredModel: "churn model"`,
		OfStack: true,
		Check: func(p *Pass) {
			if m := p.mirrored(); m != nil && strings.ContainsAny(m.RegisteredModel, " \t") {
				p.Report(p.Job.Path()+".mlflow.registeredModel", "the model is mirrored to the SageMaker model registry, which has no spaces in names",
					"write dashes in their place, or remove registerModels from the stack's mlflow")
			}
		},
	}
}

// mirrored returns what connects the job to the stack's own MLflow if that
// mirrors registered models, nil otherwise.
func (p *Pass) mirrored() *spec.Mlflow {
	m, resource := p.Stack.MlflowOf(p.Job), p.Stack.Mlflow
	if m == nil || resource == nil || !resource.RegisterModels || m.Arn.IsZero() || m.Arn[0].Resource != spec.MlflowID {
		return nil
	}
	return m
}

func twiceRegistered() Rule {
	return Rule{
		ID:       "SM406",
		Title:    "a model is registered once",
		Severity: diag.Warning,
		Doc: `A script that registers its model in an MLflow with registerModels has it in the SageMaker
model registry already. With registration besides, each run has two versions there, of which each may be
approved and deployed on its own.`,
		Good:    exampleOfMirror + `jobs: train: mlflow: registeredModel: "churn"`,
		Bad:     exampleOfMirror + `jobs: train: {mlflow: registeredModel: "churn", registration: modelPackageGroup: "churn"}`,
		OfStack: true,
		Check: func(p *Pass) {
			if m := p.mirrored(); m != nil && m.Registers() && p.Job.Registration != nil {
				p.Report(p.Job.Path()+".registration", "MLflow mirrors the model to the SageMaker model registry, too, which then has it twice",
					"remove registration, or registerModels from the stack's mlflow")
			}
		},
	}
}

func serverlessConfig() Rule {
	return Rule{
		ID:       "SM405",
		Title:    "MlflowConfig and ModelPackageConfig are for serverless jobs",
		Severity: diag.Warning,
		Doc: `The API takes both in any request, and says of neither what it does in a job on machines.
AWS's own Python SDK sends them for serverless jobs alone. What works in any job are the fields mlflow,
which tells the script where to log, and registration, which registers the model of each completed run.`,
		Good: exampleOfServer,
		Bad:  `request: ModelPackageConfig: ModelPackageGroupArn: "arn:aws:sagemaker:us-east-1:123456789012:model-package-group/churn"`,
		Check: func(p *Pass) {
			if serverless := p.Request.Value("ServerlessJobConfig"); serverless != nil {
				return
			}
			for _, m := range [...]struct{ name, help string }{
				{"MlflowConfig", `write mlflow: {arn: "…", experiment: "…"} instead`},
				{"ModelPackageConfig", `write registration: modelPackageGroup: "…" instead`},
			} {
				if value, path := p.member(m.name); value != nil {
					p.Report(path, "AWS does not document what "+m.name+" does in a job that is not serverless; it may be nothing", m.help)
				}
			}
		},
	}
}
