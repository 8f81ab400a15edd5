package render_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// noAssets is for stacks without code.
func noAssets(_, path string) (launch.Asset, error) {
	return launch.Asset{}, errors.New(path + " does not exist")
}

// oneAsset is the code of every custom launcher.
func oneAsset(_, path string) (launch.Asset, error) {
	return launch.Asset{Path: path, Digest: "d1", Files: []string{"launcher.py", "lib/other.py"}}, nil
}

// rendered is a template as the tests look at it.
type rendered struct {
	resources map[string]resource
	outputs   map[string]any
	found     []string // severity, path and message
}

type resource struct {
	Type       string
	Properties map[string]any
	Metadata   map[string]any
}

// renderStack renders a stack, evaluates the intrinsics of its template as far
// as a reader would, and lists the findings.
func renderStack(t testing.TB, stack *spec.Stack, assets render.Assets) rendered {
	t.Helper()
	result, err := render.Stack(stack, assets)
	if err != nil {
		t.Fatal(err)
	}
	text, err := result.Template.Encode(template.JSON)
	if err != nil {
		t.Fatal(err)
	}
	var tree struct {
		Resources map[string]json.RawMessage
		Outputs   map[string]any
	}
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	out := rendered{resources: map[string]resource{}, outputs: map[string]any{}, found: findings(result.Diags)}
	for id, raw := range tree.Resources {
		var body any
		if err := json.Unmarshal(raw, &body); err != nil {
			t.Fatal(err)
		}
		object := evaluate(body).(map[string]any)
		r := resource{Type: object["Type"].(string)}
		r.Properties, _ = object["Properties"].(map[string]any)
		r.Metadata, _ = object["Metadata"].(map[string]any)
		out.resources[id] = r
	}
	for name, output := range tree.Outputs {
		out.outputs[name] = evaluate(output)
	}
	return out
}

func findings(diags []diag.Diagnostic) []string {
	var list []string
	for _, d := range diags {
		list = append(list, fmt.Sprintf("%s %s: %s", d.Severity, d.Path, d.Message))
	}
	return list
}

// evaluate replaces intrinsics by what a reader calls them: ${Role.Arn},
// ${import:name}. It shares no code with package template.
func evaluate(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = evaluate(v[i])
		}
	case map[string]any:
		if len(v) == 1 {
			for name, argument := range v {
				if text, ok := intrinsic(name, argument); ok {
					return text
				}
			}
		}
		for name := range v {
			v[name] = evaluate(v[name])
		}
	}
	return v
}

func intrinsic(name string, argument any) (any, bool) {
	list, _ := argument.([]any)
	switch name {
	case "Ref":
		return fmt.Sprintf("${%s}", argument), true
	case "Fn::GetAtt":
		return fmt.Sprintf("${%s.%s}", list[0], list[1]), true
	case "Fn::ImportValue":
		return fmt.Sprintf("${import:%s}", argument), true
	case "Fn::Split":
		return []any{fmt.Sprintf("split %s", evaluate(list[1]))}, true
	case "Fn::Join":
		var b strings.Builder
		for i, piece := range evaluate(list[1]).([]any) {
			if i > 0 {
				b.WriteString(list[0].(string))
			}
			fmt.Fprint(&b, piece)
		}
		return b.String(), true
	}
	return nil, false
}

// statements are the statements of a role's policy by Sid, each in one line.
func statements(t testing.TB, r resource) map[string]string {
	t.Helper()
	policies, _ := r.Properties["Policies"].([]any)
	if len(policies) != 1 {
		t.Fatalf("the role has %d policies, want one", len(policies))
	}
	document := policies[0].(map[string]any)["PolicyDocument"].(map[string]any)
	found := map[string]string{}
	for _, s := range document["Statement"].([]any) {
		statement := s.(map[string]any)
		line := fmt.Sprintf("%v on %v", statement["Action"], statement["Resource"])
		if conditions := statement["Condition"]; conditions != nil {
			line += fmt.Sprintf(" if %v", conditions)
		}
		sid, _ := statement["Sid"].(string)
		if _, twice := found[sid]; twice || strings.Trim(sid, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" || sid == "" {
			t.Errorf("Sid %q, want letters and digits, each once", sid)
		}
		found[sid] = line
	}
	return found
}

// always are the statements of every training role.
var always = map[string]string{
	"EcrLogin":      "[ecr:GetAuthorizationToken] on [*]",
	"PullImage":     "[ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer] on [arn:aws:ecr:us-east-1:123456789012:repository/train]",
	"FindLog":       "[logs:CreateLogGroup logs:DescribeLogStreams] on [arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/TrainingJobs arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/TrainingJobs:*]",
	"WriteLog":      "[logs:CreateLogStream logs:PutLogEvents] on [arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/TrainingJobs:log-stream:churn-staging-train-*]",
	"WriteMetrics":  "[cloudwatch:PutMetricData] on [*] if map[StringLike:map[cloudwatch:namespace:[/aws/sagemaker/*]]]",
	"WriteOutput":   "[s3:AbortMultipartUpload s3:PutObject] on [arn:aws:s3:::acme-ml/models/*]",
	"ListBucket1":   "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[models/*]]]",
	"LocateBuckets": "[s3:GetBucketLocation] on [arn:aws:s3:::acme-ml]",
}
