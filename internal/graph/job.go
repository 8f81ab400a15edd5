package graph

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// describeJob returns the lines of a job's box.
func describeJob(l *trace.Launch) []string {
	name := strings.TrimSuffix(l.Prefix(), "-")
	if name == "" {
		name = "training job"
	}
	lines := []string{name}
	machines := template.Object(l.Request, "ResourceConfig")
	switch groups := template.Objects(machines["InstanceGroups"]); {
	case template.Object(l.Request, "ServerlessJobConfig") != nil:
		lines = append(lines, "serverless")
	case len(groups) > 0:
		for _, g := range groups {
			lines = append(lines, machine(g))
		}
	case machines["InstanceType"] != nil:
		lines = append(lines, machine(machines))
	default:
		for _, p := range template.Objects(machines["InstancePreferences"]) {
			lines = append(lines, machine(p))
		}
	}
	if l.Request["EnableManagedSpotTraining"] == true {
		lines = append(lines, "spot")
	}
	return lines
}

// machine returns the machines of a request as words, such as ml.m5.large ×2.
func machine(config map[string]any) string {
	words := word(config["InstanceType"])
	if count := word(config["InstanceCount"]); count != "" {
		words += " ×" + count
	}
	return words
}

// word returns a text or a number of a request.
func word(value any) string {
	switch value.(type) {
	case nil, map[string]any, []any:
		return ""
	}
	return fmt.Sprint(value)
}

// mlflowName is an ARN of an MLflow App or a tracking server, or a reference alone.
// No other value of a variable is ever drawn.
var mlflowName = lazyregexp.New(`^(arn:(?:[A-Za-z0-9-]|\$\{[^}]*\})+:sagemaker:(?:[A-Za-z0-9-]|\$\{[^}]*\})+:(?:[A-Za-z0-9-]|\$\{[^}]*\})+:(mlflow-app|mlflow-tracking-server)/(?:[A-Za-z0-9-]|\$\{[^}]*\})+|\$\{[^}]*\}|\{\{resolve:ssm:[^}]*\}\})$`)

// mlflowOf returns the MLflow that a request names, in the member of the API or in
// the variable that MLflow's plugin reads; empty if there is none.
func mlflowOf(request map[string]any) string {
	for _, value := range []any{
		template.Object(request, "MlflowConfig")["MlflowResourceArn"],
		template.Object(request, "Environment")["MLFLOW_TRACKING_ARN"], template.Object(request, "Environment")["MLFLOW_TRACKING_URI"],
	} {
		if name := word(value); mlflowName().MatchString(name) {
			return strings.ReplaceAll(name, "${Fn::ImportValue ", "${import:")
		}
	}
	return ""
}
