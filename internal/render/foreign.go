package render

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// noteForeign says what another account has to allow before the job can use what
// is that account's: this stack's policies are one half of it.
func noteForeign(j *launch.Job) {
	j.Request.Values(func(pointer, path string, value any) {
		text, literal := spec.AsText(value).Literal()
		if !literal {
			return
		}
		switch {
		case isImage(pointer):
			noteForeignImage(j, path, text)
		case pointer == "/OutputDataConfig/KmsKeyId":
			noteForeignKey(j, path, text, iam.Allow("", iam.On("*"), "kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"))
		case pointer == "/ResourceConfig/VolumeKmsKeyId":
			noteForeignKey(j, path, text,
				iam.Allow("", iam.On("*"), "kms:CreateGrant").When(iam.Bool("kms:GrantIsForAWSResource", true)),
				iam.Allow("", iam.On("*"), "kms:DescribeKey"))
		}
	})
}

func isImage(pointer string) bool {
	return pointer == "/AlgorithmSpecification/TrainingImage" || strings.HasSuffix(pointer, "/RuleEvaluatorImage")
}

func noteForeignImage(j *launch.Job, path, uri string) {
	image, err := arn.Image(uri)
	if err != nil || image.Account == j.Stack.Account {
		return
	}
	pull := iam.Allow("", nil, "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")
	j.NoteAt(path, fmt.Sprintf("the image is in account %s, whose repository %s has to let account %s pull it, unless it is one that AWS publishes", image.Account, image.Repository, j.Stack.Account),
		"its repository policy needs "+policyText(j, pull))
}

func noteForeignKey(j *launch.Job, path, text string, statements ...iam.Statement) {
	key, err := arn.Parse(text)
	if err != nil || key.Service != "kms" || key.Account == j.Stack.Account {
		return
	}
	j.NoteAt(path, fmt.Sprintf("the key is in account %s, which has to let account %s use it", key.Account, j.Stack.Account),
		"its key policy needs "+policyText(j, statements...))
}

// policyText is a policy that lets the stack's account do what the statements
// say, for somebody to paste.
func policyText(j *launch.Job, statements ...iam.Statement) string {
	var policy iam.Document
	for _, s := range statements {
		s.Principal = iam.Principal{"AWS": {"arn:" + arn.Partition(j.Stack.Region) + ":iam::" + j.Stack.Account + ":root"}}
		policy.Add(s)
	}
	text, err := json.Marshal(policy)
	if err != nil {
		return "a statement for account " + j.Stack.Account // cannot be: strings and lists of them
	}
	return string(text)
}
