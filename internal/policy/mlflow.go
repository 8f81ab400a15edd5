package policy

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

const exampleOfServer = `mlflow: arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-tracking-server/a"`

func foreignMlflow() Rule {
	return Rule{
		ID:       "SM401",
		Title:    "MLflow is in the stack's region and account",
		Severity: diag.Warning,
		Doc: `The role of the job may call the server that the ARN names, wherever that is. In another
region, each call crosses regions. In another account, that account decides whether the role is let
in, which nothing here can see. Most often the ARN was copied from another environment. An ARN that
is a reference is not known, and left alone.`,
		Good: exampleOfServer,
		Bad:  `mlflow: arn: "arn:aws:sagemaker:eu-west-1:123456789012:mlflow-tracking-server/a"`,
		Check: func(p *Pass) {
			if m := p.Stack.MlflowOf(p.Job); m != nil {
				p.foreign(m.Arn, p.Job.Path()+".mlflow.arn")
			}
			value, path := p.member("MlflowConfig", "MlflowResourceArn")
			p.foreign(spec.AsText(value), path)
		},
	}
}

// foreign reports a literal ARN of another region or account. What is no ARN of
// SageMaker's, and one of another partition, is refused elsewhere.
func (p *Pass) foreign(at spec.Text, path string) {
	text, literal := at.Literal()
	server, err := arn.Parse(text)
	if !literal || err != nil || server.Service != "sagemaker" || server.Partition != arn.Partition(p.Stack.Region) {
		return
	}
	if server.Region != p.Stack.Region {
		p.Report(path, fmt.Sprintf("the MLflow server is in region %s, and the stack in %s", server.Region, p.Stack.Region),
			"name the server of this region; or, where one server is meant for several regions, waive this with a reason")
	}
	if server.Account != p.Stack.Account {
		p.Report(path, fmt.Sprintf("the MLflow server is in account %s, and the stack in %s", server.Account, p.Stack.Account),
			"name the server of this account; or have that account let the job's role in, and waive this with a reason")
	}
}

// awsHosts are the ends of AWS's own host names, where MLflow answers signed calls
// only.
var awsHosts = [...]string{".amazonaws.com", ".amazonaws.com.cn", ".sagemaker.aws", ".app.aws"}

func trackingURI() Rule {
	return Rule{
		ID:       "SM402",
		Title:    "the script finds MLflow of SageMaker by its ARN",
		Severity: diag.Warning,
		Doc: `MLFLOW_TRACKING_URI has to be the ARN of the tracking server or App: the plugin
sagemaker-mlflow signs the calls that go to an ARN. A web address of AWS's gets unsigned calls, which
are refused; and an address beside mlflow means that the script logs elsewhere than mlflow says. The
address of an MLflow of one's own, in a job without mlflow, is in order.`,
		Good: exampleOfServer,
		Bad:  `environment: MLFLOW_TRACKING_URI: "https://mlflow.us-east-1.amazonaws.com/tracking-server/a"`,
		Check: func(p *Pass) {
			value, path := p.member("Environment", "MLFLOW_TRACKING_URI")
			uri, literal := spec.AsText(value).Literal()
			if !literal || uri == "" {
				return
			}
			m := p.Stack.MlflowOf(p.Job)
			switch {
			case isAWSAddress(uri):
				p.Report(path, "MLFLOW_TRACKING_URI is a web address of AWS's, where calls have to be signed, and MLflow signs none to a web address",
					`remove it, and write mlflow: arn: "arn:aws:sagemaker:<region>:<account>:mlflow-tracking-server/<name>"`)
			case m != nil && !m.Arn.IsZero() && m.Arn.String() != uri:
				p.Report(path, "MLFLOW_TRACKING_URI is another server than mlflow.arn says", "remove one of them: smgen sets the variable from mlflow.arn")
			}
		},
	}
}

// isAWSAddress reports whether text is a web address on a host of AWS's.
func isAWSAddress(text string) bool {
	_, rest, web := strings.Cut(strings.ToLower(text), "://")
	if !web || strings.HasPrefix(text, "s3:") {
		return false
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, ":")
	for _, end := range awsHosts {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return false
}

// exampleOfChina is a stack in another partition.
const exampleOfChina = `region: "cn-north-1"
notify: topic: "arn:aws-cn:sns:cn-north-1:123456789012:oncall"
defaults: {
	image: "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/train:v3"
	outputKmsKey: "arn:aws-cn:kms:cn-north-1:123456789012:key/11111111-2222-3333-4444-555555555555"
	volumeKmsKey: outputKmsKey
}
`

func mlflowPartition() Rule {
	return Rule{
		ID:       "SM404",
		Title:    "MLflow's plugin knows the partition",
		Severity: diag.Warning,
		Doc: `The plugin sagemaker-mlflow, by which a script reaches MLflow, has addresses for AWS's
commercial regions and for GovCloud. Elsewhere, such as in China, its calls would fail. A newer version
may know more: hence a warning.`,
		Good:    "jobs: train: " + exampleOfServer,
		Bad:     exampleOfChina + `jobs: train: mlflow: arn: "arn:aws-cn:sagemaker:cn-north-1:123456789012:mlflow-tracking-server/a"`,
		OfStack: true,
		Check: func(p *Pass) {
			partition := arn.Partition(p.Stack.Region)
			if m := p.Stack.MlflowOf(p.Job); m != nil && !m.Arn.IsZero() && partition != "aws" && partition != "aws-us-gov" {
				p.Report(p.Job.Path()+".mlflow", "the plugin sagemaker-mlflow does not know the partition "+partition+", so that the script's calls of MLflow would fail", "try it by hand first, or remove mlflow")
			}
		},
	}
}
