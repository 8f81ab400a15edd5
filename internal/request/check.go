package request

import (
	"errors"
	"fmt"
	"slices"
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
// against what the API demands beyond it for a job to be possible at all. An
// instance type that may be newer than the model is left to rule SM127, which can
// be waived.
func (b *builder) check(r *Request) {
	b.checkReferences(r)
	var last model.Problem
	for _, p := range model.CreateTrainingJob().Validate(r.Document) {
		if p.Unlisted || slices.Contains(b.settled, p.Pointer) || p.Pointer == last.Pointer && p.Member == last.Member {
			continue // one finding is enough for a value
		}
		last = p
		path := r.Path(p.Pointer)
		help := p.Help
		if field := fields[p.Member]; field != "" && strings.HasSuffix(p.Message, "is missing") {
			help = "set " + field
			name, _, _ := strings.Cut(field, ":")
			if own := b.at(name); path == b.path || path == own || strings.HasPrefix(path, own+".") {
				path = own // and not what a layer sets beside it
			}
		}
		message := p.Member + ": " + concealed(p)
		if name := p.Member[strings.LastIndex(p.Member, ".")+1:]; strings.HasPrefix(p.Message, name+" ") {
			message = strings.TrimSuffix(p.Member, name) + p.Message
		}
		b.report(path, message, help)
	}
	b.checkAlgorithm(r)
	b.checkImage(r)
	b.checkKeys(r)
	b.checkChannels(r)
	b.checkWildcards(r)
	b.checkNetwork(r)
	b.checkMetrics(r)
	b.checkTags(r)
}

func (b *builder) checkAlgorithm(r *Request) {
	algorithm, _ := r.Document["AlgorithmSpecification"].(map[string]any)
	image, name := algorithm["TrainingImage"], algorithm["AlgorithmName"]
	_, serverless := r.Document["ServerlessJobConfig"]
	switch {
	case image == nil && name == nil && !serverless:
		b.report(b.at("image"), "the job has no image", "set image, or algorithm for an algorithm of SageMaker's")
	case image != nil && name != nil:
		b.report(r.Path("/AlgorithmSpecification/AlgorithmName"), "the job has an image and an algorithm, and can have one", "remove image or algorithm")
	}
}

// checkImage checks the image's URI. SageMaker pulls from registries other than
// ECR only through the job's VPC, and only if the request says so.
func (b *builder) checkImage(r *Request) {
	algorithm, _ := r.Document["AlgorithmSpecification"].(map[string]any)
	uri, ok := algorithm["TrainingImage"].(string)
	if !ok {
		return
	}
	path := r.Path("/AlgorithmSpecification/TrainingImage")
	_, err := arn.Image(uri)
	var foreign *arn.NotECRError
	switch {
	case errors.As(err, &foreign):
		access, _ := algorithm["TrainingImageConfig"].(map[string]any)
		if access["TrainingRepositoryAccessMode"] != "Vpc" {
			b.report(path, err.Error(), "push it there; or, for a private registry, set vpc and request: AlgorithmSpecification: TrainingImageConfig: TrainingRepositoryAccessMode: \"Vpc\"")
		} else if r.Document["VpcConfig"] == nil {
			b.report(path, "the image comes from a private registry, which SageMaker reaches through a VPC, and the job has none", "set vpc: {subnets: […], securityGroups: […]}")
		}
	case err != nil && strings.Contains(uri, "${"):
		b.report(path, err.Error(), "nothing replaces ${…} here: write the text itself")
	case err != nil:
		b.report(path, err.Error(), "")
	}
}

// concealed returns a problem's message without the text of a variable or a
// hyperparameter; see isPrivate.
func concealed(p model.Problem) string {
	if !strings.HasPrefix(p.Member, "Environment{}") && !strings.HasPrefix(p.Member, "HyperParameters{}") {
		return p.Message
	}
	i := strings.LastIndex(p.Message, `", want `)
	if i < 0 || !strings.HasPrefix(p.Message, `got "`) {
		return p.Message
	}
	return "got another text" + p.Message[i+1:]
}

// checkKeys checks the ARNs of keys, and refuses an alias for the volume's: the
// API takes one for the output only.
func (b *builder) checkKeys(r *Request) {
	for _, members := range [][2]string{{"OutputDataConfig", "KmsKeyId"}, {"ResourceConfig", "VolumeKmsKeyId"}} {
		structure, _ := r.Document[members[0]].(map[string]any)
		key, _ := structure[members[1]].(string)
		path := r.Path("/" + members[0] + "/" + members[1])
		parsed, err := arn.Parse(key)
		switch {
		case members[0] == "ResourceConfig" && (strings.HasPrefix(key, "alias/") || strings.Contains(key, ":alias/")):
			b.report(path, fmt.Sprintf("%q is an alias, and the volume's key cannot be given by one", key), "give the key's ID or ARN")
		case !strings.HasPrefix(key, "arn:"):
		case err != nil:
			b.report(path, err.Error(), "")
		case parsed.Service != "kms" || !strings.HasPrefix(parsed.Resource, "key/") && !strings.HasPrefix(parsed.Resource, "alias/"):
			b.report(path, fmt.Sprintf("%q is not the ARN of a KMS key", key), "want arn:aws:kms:<region>:<account>:key/<id>")
		}
	}
}

func (b *builder) checkChannels(r *Request) {
	channels, _ := r.Document["InputDataConfig"].([]any)
	for i, c := range channels {
		channel, _ := c.(map[string]any)
		source, ok := channel["DataSource"].(map[string]any)
		if !ok || len(source) == 1 {
			continue
		}
		path := r.Path(fmt.Sprintf("/InputDataConfig/%d", i))
		if len(source) == 0 {
			b.report(path, "the channel has no data source, and needs one", "set s3, efs or fsx in the channel")
			continue
		}
		b.report(path, fmt.Sprintf("the channel has %d data sources (%s), and needs one", len(source), strings.Join(spec.SortedKeys(source), ", ")), "keep one of s3, efs and fsx")
	}
}

// checkTags refuses the prefix that AWS keeps for itself. The other limits of
// tags are the model's.
func (b *builder) checkTags(r *Request) {
	tags, _ := r.Document["Tags"].([]any)
	for i, t := range tags {
		tag, _ := t.(map[string]any)
		if key, _ := tag["Key"].(string); strings.HasPrefix(strings.ToLower(key), "aws:") {
			b.report(r.Path(fmt.Sprintf("/Tags/%d", i)), fmt.Sprintf("the tag %q starts with aws:, which AWS keeps for itself", key), "choose another key")
		}
	}
}
