package request

import (
	"errors"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/request/model"
	"github.com/smgen/smgen/internal/spec"
)

// fields names the field of a job that feeds a member of the API, for members
// that a user may have to add.
var fields = map[string]string{
	"OutputDataConfig":                                "output: s3",
	"OutputDataConfig.S3OutputPath":                   "output: s3",
	"AlgorithmSpecification.TrainingImage":            "image",
	"CheckpointConfig.S3Uri":                          "checkpoints: s3",
	"DebugHookConfig.S3OutputPath":                    "debugger: s3",
	"TensorBoardOutputConfig.S3OutputPath":            "tensorBoard: s3",
	"InputDataConfig[].DataSource":                    "s3, efs or fsx in the channel",
	"InputDataConfig[].DataSource.S3DataSource.S3Uri": "s3 in the channel",
	"VpcConfig.Subnets":                               "vpc: subnets",
	"VpcConfig.SecurityGroupIds":                      "vpc: securityGroups",
}

// check validates the finished request against the model of the API, and
// against what the API demands beyond it for a job to be possible at all.
func (b *builder) check(r *Request) {
	b.checkReferences(r)
	for _, p := range model.CreateTrainingJob().Validate(r.Document) {
		path := r.Path(p.Pointer)
		help := p.Help
		if field := fields[p.Member]; field != "" {
			help = "set " + field
		}
		b.report(path, p.Member+": "+p.Message, help)
	}
	b.checkAlgorithm(r)
	b.checkChannels(r)
}

func (b *builder) checkAlgorithm(r *Request) {
	algorithm, _ := r.Document["AlgorithmSpecification"].(map[string]any)
	image, name := algorithm["TrainingImage"], algorithm["AlgorithmName"]
	_, serverless := r.Document["ServerlessJobConfig"]
	switch {
	case image == nil && name == nil && !serverless:
		b.report(b.path, "the job has no image", "set image, or algorithm for an algorithm of SageMaker's")
	case image != nil && name != nil:
		b.report(r.Path("/AlgorithmSpecification/AlgorithmName"), "the job has an image and an algorithm, and can have one", "remove image or algorithm")
	}
	uri, ok := image.(string)
	if !ok {
		return
	}
	var foreign *arn.NotECRError
	if _, err := arn.Image(uri); err != nil && !errors.As(err, &foreign) {
		b.report(r.Path("/AlgorithmSpecification/TrainingImage"), err.Error(), "")
	}
}

func (b *builder) checkChannels(r *Request) {
	channels, _ := r.Document["InputDataConfig"].([]any)
	seen := map[string]string{}
	for i, c := range channels {
		channel, _ := c.(map[string]any)
		pointer := fmt.Sprintf("/InputDataConfig/%d", i)
		path := r.Path(pointer)
		if name, ok := channel["ChannelName"].(string); ok {
			if first, again := seen[name]; again {
				b.report(path, fmt.Sprintf("there are two channels named %q", name), "the other is "+first+"; rename one of them")
			}
			seen[name] = path
		}
		source, ok := channel["DataSource"].(map[string]any)
		if ok && len(source) != 1 {
			b.report(path, fmt.Sprintf("the channel has %d data sources (%s), and needs one", len(source), strings.Join(spec.SortedKeys(source), ", ")), "keep one of s3, efs and fsx")
		}
	}
}

// checkReferences finds references that name nothing or several things.
func (b *builder) checkReferences(r *Request) {
	walkTexts(r.Document, "", func(pointer string, t spec.Text) {
		if problem := t.Problem(); problem != "" {
			b.report(r.Path(pointer), problem, "write {import: \"export-name\"}, {ssm: \"/parameter/name\"} or {run: \"id\"}")
		}
	})
}

// walkTexts calls visit for each text with references in a tree.
func walkTexts(value any, pointer string, visit func(pointer string, t spec.Text)) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range spec.SortedKeys(v) {
			walkTexts(v[name], pointer+"/"+escapePointer(name), visit)
		}
	case []any:
		for i, element := range v {
			walkTexts(element, fmt.Sprintf("%s/%d", pointer, i), visit)
		}
	case spec.Text:
		visit(pointer, v)
	}
}
