package render

import (
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/spec"
)

// mlflow grants the calls of the container's client, and of SageMaker where the
// request has it write to MLflow itself.
func (p *policy) mlflow() {
	own := p.doc.text("MlflowConfig", "MlflowResourceArn")
	if m := p.job.Stack.MlflowOf(p.job.Spec); m != nil && !m.Arn.IsZero() {
		p.mlflowServer("CallMlflow", "mlflow.arn", m.Arn, m.Registers())
		if own.String() == m.Arn.String() {
			return
		}
	}
	if !own.IsZero() {
		p.mlflowServer("ConfigMlflow", "request.MlflowConfig.MlflowResourceArn", own, false)
	}
}

// mlflowServer grants what one server or App needs. A tracking server has an
// action for each call; an MLflow App has a single one for all. Where the ARN is
// a reference its kind is not known, and the actions of both are granted, on
// that one ARN.
func (p *policy) mlflowServer(sid, field string, at spec.Text, register bool) {
	text, literal := at.Literal()
	resource := p.job.Text(at)
	app, server := !literal, !literal
	if literal {
		app, server = p.mlflowKind(field, text)
	} else if at[0].Resource == spec.MlflowID {
		server = p.job.Stack.Mlflow.Kind == "server"
		app = !server
	}
	if app {
		p.allow(sid+"App", iam.On(resource), "sagemaker:CallMlflowAppApi")
	}
	if server {
		actions := trackingActions()
		if register {
			actions = append(actions, registryActions()...)
		}
		p.allow(sid+"Server", iam.On(resource), actions...)
	}
}

// mlflowKind tells an App's ARN from a tracking server's.
func (p *policy) mlflowKind(field, text string) (app, server bool) {
	parsed, err := arn.Parse(text)
	switch {
	case err != nil:
		p.job.Report(field, err.Error(), "")
	case parsed.Service == "sagemaker" && strings.HasPrefix(parsed.Resource, "mlflow-app/"):
		return true, false
	case parsed.Service == "sagemaker" && strings.HasPrefix(parsed.Resource, "mlflow-tracking-server/"):
		return false, true
	default:
		p.job.Report(field, "the ARN is neither a tracking server's nor an MLflow App's",
			"want arn:aws:sagemaker:<region>:<account>:mlflow-tracking-server/<name>, or …:mlflow-app/app-<id>")
	}
	return false, false
}

// trackingActions are what logging a run needs, with the calls of MLflow 3. There
// is no action for CreateLoggedModel: LogModel stands for it.
func trackingActions() []string {
	return prefixed("CreateExperiment", "GetExperiment", "GetExperimentByName", "SearchExperiments", "SetExperimentTag",
		"CreateRun", "GetRun", "UpdateRun", "LogBatch", "LogInputs", "LogMetric", "LogModel", "LogOutputs", "LogParam", "SetTag", "ListArtifacts",
		"FinalizeLoggedModel", "GetLoggedModel", "LogLoggedModelParams", "SetLoggedModelTags")
}

// registryActions are what registering a model needs besides.
func registryActions() []string {
	return prefixed("CreateRegisteredModel", "GetRegisteredModel", "CreateModelVersion", "GetModelVersion", "SearchModelVersions",
		"UpdateModelVersion", "SetRegisteredModelAlias")
}

func prefixed(names ...string) []string {
	list := make([]string, 0, len(names))
	for _, name := range names {
		list = append(list, "sagemaker-mlflow:"+name)
	}
	return list
}
