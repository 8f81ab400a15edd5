package bootstrap

import (
	"fmt"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/spec"
)

// Place is an account and region as they are written in a policy.
type Place struct{ Partition, Account, Region string }

// At is an account, by its 12-digit ID, and a region.
func At(account, region string) Place { return Place{arn.Partition(region), account, region} }

var (
	accountID  = lazyregexp.New(`^[0-9]{12}$`)
	regionName = lazyregexp.New(`^[a-z]{2,3}(-[a-z]+)+-[0-9]+$`)
)

// Check refuses what is no account or no region.
func (p Place) Check() error {
	switch {
	case !accountID().MatchString(p.Account):
		return fmt.Errorf("%q is no account; want its 12-digit ID, such as 123456789012", p.Account)
	case !regionName().MatchString(p.Region):
		return fmt.Errorf("%q is no region; want one such as us-east-1", p.Region)
	}
	return nil
}

// Anywhere stands for the account and region in which a template is deployed:
// CloudFormation knows them.
func Anywhere() Place { return Place{"${AWS::Partition}", "${AWS::AccountId}", "${AWS::Region}"} }

// StackName is the name of the stack.
const StackName = "smgen-bootstrap"

// RolePath is the IAM path of the roles of training jobs, which the deploy policy
// may write. What this package makes has another, ownPath, which it may not.
const (
	RolePath = "/smgen/"
	ownPath  = "/smgen-bootstrap/"
)

// arn is the ARN of something in the place.
func (p Place) arn(service, resource string) string {
	return "arn:" + p.Partition + ":" + service + ":" + p.Region + ":" + p.Account + ":" + resource
}

// iam is the ARN of something in IAM, which knows no regions.
func (p Place) iam(resource string) string {
	return "arn:" + p.Partition + ":iam::" + p.Account + ":" + resource
}

// everywhere is the ARN of something in any account and region of the partition.
func (p Place) everywhere(service, resource string) string {
	return "arn:" + p.Partition + ":" + service + ":*:*:" + resource
}

// bucket is the name of the artifact bucket.
func (p Place) bucket() string { return spec.DefaultBucket(p.Account, p.Region) }

// objects is the ARN of what lies in the artifact bucket under a prefix.
func (p Place) objects(prefix string) string {
	return "arn:" + p.Partition + ":s3:::" + p.bucket() + "/" + prefix + "*"
}

// The names of what IAM has, which knows no regions, hold the region.
func (p Place) boundaryName() string          { return "smgen-boundary-" + p.Region }
func (p Place) policyName(kind string) string { return "smgen-" + kind + "-" + p.Region }

// Boundary is the ARN of the permissions boundary.
func (p Place) Boundary() string { return p.iam("policy" + ownPath + p.boundaryName()) }

// Role is the ARN of the role of a pipeline that plans or deploys.
func (p Place) Role(kind Kind) string { return p.iam("role" + ownPath + p.policyName(string(kind))) }
