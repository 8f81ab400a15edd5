package policy

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/spec"
)

// regionName finds the name of a region that is a part of a bucket's name by
// itself, between dashes, dots and the ends.
var regionName = lazyregexp.New(`(?:^|[.-])((?:us|us-gov|us-iso|us-isob|us-isof|eu|eu-isoe|eusc-de|ap|sa|ca|cn|mx|me|il|af)-(?:central|(?:north|south)?(?:east|west)|north|south)-[1-9])(?:[.-]|$)`)

func farBucket() Rule {
	return Rule{
		ID:       "SM114",
		Title:    "data is kept in the job's region",
		Severity: diag.Warning,
		Doc: `The bucket of a channel has to be in the region that the job runs in: SageMaker refuses another,
and what goes out to another region fails or costs. Where a bucket is cannot be seen from a spec; this
looks at names that say a region, as in acme-data-eu-west-1.`,
		Good: `inputs: train: s3: "s3://acme-us-east-1-data/train/"`,
		Bad:  `inputs: train: s3: "s3://acme-eu-west-1-data/train/"`,
		Check: func(p *Pass) {
			for _, c := range p.channels() {
				p.checkRegion(c.s3["S3Uri"], c.at+s3At+"/S3Uri")
			}
			for _, members := range [][2]string{
				{"OutputDataConfig", "S3OutputPath"}, {"CheckpointConfig", "S3Uri"}, {"TensorBoardOutputConfig", "S3OutputPath"},
				{"DebugHookConfig", "S3OutputPath"}, {"ProfilerConfig", "S3OutputPath"},
			} {
				p.checkRegion(p.Request.Value(members[0], members[1]), "/"+members[0]+"/"+members[1])
			}
		},
	}
}

// checkRegion reports a place in S3 whose bucket is named after another region
// than the stack's, and not after the stack's as well.
func (p *Pass) checkRegion(uri any, pointer string) {
	bucket := literalBucket(spec.AsText(uri))
	if bucket == "" || strings.Contains(bucket, p.Stack.Region) {
		return
	}
	if found := regionName().FindStringSubmatch(bucket); found != nil {
		p.reportAt(pointer, fmt.Sprintf("the bucket %.80q is named after %s, and the job runs in %s", bucket, found[1], p.Stack.Region),
			"name a bucket in "+p.Stack.Region+`; if this one is, for all its name, waive: [{rule: "SM114", reason: "…"}]`)
	}
}

// literalBucket returns the bucket of an S3 URI, empty if it is or holds a
// reference.
func literalBucket(uri spec.Text) string {
	if len(uri) == 0 {
		return ""
	}
	rest, isS3 := strings.CutPrefix(uri[0].Literal, "s3://")
	bucket, _, ended := strings.Cut(rest, "/")
	if !isS3 || !ended && len(uri) > 1 {
		return ""
	}
	return bucket
}
