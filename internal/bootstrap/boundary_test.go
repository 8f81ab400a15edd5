package bootstrap_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/bootstrap"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/template"
)

// TestBoundary asks the boundary about each permission of each role in the goldens.
// What users grant themselves, and roles that they wrote or had before, are theirs.
func TestBoundary(t *testing.T) {
	asked := 0
	for dir, document := range goldens(t) {
		for id, r := range document.Resources {
			if r.Type != "AWS::IAM::Role" {
				continue
			}
			policies, _ := r.Properties["Policies"].([]any)
			for _, p := range policies {
				policy, err := iam.Parse(template.Object(p.(map[string]any), "PolicyDocument"))
				if err != nil {
					// References in it are read below.
					t.Fatalf("%s: %s: %v", dir, id, err)
				}
				for _, s := range policy.Statements {
					asked += askBoundary(t, dir+": "+id, document, s)
				}
			}
		}
	}
	if asked < 1000 {
		t.Errorf("the boundary was asked %d times; the reader of the goldens has lost some", asked)
	}
}

// askBoundary asks about each action and resource of a statement.
func askBoundary(t *testing.T, where string, document *template.Document, s iam.Statement) int {
	t.Helper()
	if strings.HasPrefix(s.Sid, "Access") || s.Sid == "ReadSecrets" {
		return 0
	}
	keys := map[string][]string{}
	for _, conditions := range s.Conditions {
		for key, values := range conditions {
			keys[key] = values[:1]
		}
	}
	asked := 0
	for _, action := range s.Actions {
		for _, resource := range s.Resources {
			one := sample(document, resource)
			switch {
			case one == "x":
				one = "*"
			case strings.HasPrefix(one, "${Fn::ImportValue"), strings.HasPrefix(one, "{{resolve:"):
				continue // nobody knows what it is
			case !strings.HasPrefix(one, "arn:"):
				t.Errorf("%s: what is %s?", where, one)
			}
			asked++
			place := here()
			if strings.HasPrefix(one, "arn:aws-") {
				place.Partition = strings.Split(one, ":")[1]
			}
			if parts := strings.Split(one, ":"); len(parts) > 3 && parts[3] != "" {
				place.Region = parts[3]
			}
			request := iam.Request{Action: action, Resource: one, Keys: keys}
			if bootstrap.Boundary(place, nil).Decide(request) != iam.Allowed && !isOfOthers(one) {
				t.Errorf("%s: the boundary does not allow %s on %s (%s)", where, action, one, s.Sid)
			}
		}
	}
	return asked
}

// isOfOthers names the roles that exist in a golden, which the boundary lets nobody
// pass: they are not under the path of smgen's.
func isOfOthers(resource string) bool {
	return strings.HasSuffix(resource, ":role/ml/Training")
}

// reference is a resource of the template, or an attribute of it.
var reference = regexp.MustCompile(`\$\{([A-Za-z0-9]+)(\.[A-Za-z]+)?\}`)

// sample is an ARN that a resource of a policy stands for: wildcards are some text,
// and references what they will be.
func sample(document *template.Document, resource string) string {
	text := reference.ReplaceAllStringFunc(iam.Readable(resource), func(whole string) string {
		id := reference.FindStringSubmatch(whole)[1]
		const place = ":eu-central-1:123456789012:"
		switch r, ok := document.Resources[id]; {
		case !ok:
			return whole
		case r.Type == "AWS::IAM::Role":
			return "arn:aws:iam::123456789012:role/smgen/" + id
		case r.Type == "AWS::Lambda::Function":
			return "arn:aws:lambda" + place + "function:" + id
		case r.Type == "AWS::SQS::Queue":
			return "arn:aws:sqs" + place + id
		case r.Type == "AWS::SNS::Topic":
			return "arn:aws:sns" + place + id
		case r.Type == "AWS::StepFunctions::StateMachine":
			return "arn:aws:states" + place + "stateMachine:" + id
		case r.Type == "AWS::Logs::LogGroup":
			return "arn:aws:logs" + place + "log-group:" + id + ":*"
		case r.Type == "AWS::SageMaker::ModelPackageGroup":
			return "arn:aws:sagemaker" + place + "model-package-group/" + id
		case r.Type == "AWS::SageMaker::MlflowApp":
			return "arn:aws:sagemaker" + place + "mlflow-app/" + id
		case r.Type == "AWS::SageMaker::MlflowTrackingServer":
			return "arn:aws:sagemaker" + place + "mlflow-tracking-server/" + id
		}
		return whole
	})
	return strings.ReplaceAll(text, "*", "x")
}
