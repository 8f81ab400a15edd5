package arn

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// ARN is an Amazon Resource Name in its parts,
// arn:Partition:Service:Region:Account:Resource.
type ARN struct {
	// Partition is aws, aws-cn, aws-us-gov or another of AWS's worlds.
	Partition string
	// Service is the service's namespace, such as s3 or sagemaker.
	Service string
	// Region is empty for global services (IAM) and for S3.
	Region string
	// Account is twelve digits, empty for S3, or "aws" for what AWS owns.
	Account string
	// Resource is everything that follows, slashes and colons included.
	Resource string
}

// String joins the parts; Parse(a.String()) gives a again.
func (a ARN) String() string {
	return strings.Join([]string{"arn", a.Partition, a.Service, a.Region, a.Account, a.Resource}, ":")
}

var (
	partitionPattern = lazyregexp.New(`^(aws(-[a-z]+)*|\*)$`)
	servicePattern   = lazyregexp.New(`^[a-z0-9*?][a-z0-9*?.-]*$`)
	regionPattern    = lazyregexp.New(`^[a-z0-9*?-]*$`)
	accountPattern   = lazyregexp.New(`^(|[0-9]{12}|[a-z][a-z-]*|[0-9]*[*?][0-9*?]*)$`)
)

// Parse reads an ARN, also one with the wildcards * and ? that policies use.
// The error says which part is wrong and what it should look like.
func Parse(text string) (ARN, error) {
	if strings.ContainsFunc(text, unicode.IsSpace) {
		return ARN{}, fmt.Errorf("ARN %q contains white space; remove it", text)
	}
	parts := strings.SplitN(text, ":", 6)
	if parts[0] != "arn" || len(parts) < 6 {
		return ARN{}, fmt.Errorf("%q is not an ARN; want arn:partition:service:region:account:resource", text)
	}
	a := ARN{Partition: parts[1], Service: parts[2], Region: parts[3], Account: parts[4], Resource: parts[5]}
	switch {
	case !partitionPattern().MatchString(a.Partition):
		return ARN{}, fmt.Errorf("ARN %q has the partition %q; want aws, aws-cn, aws-us-gov or another of AWS's", text, a.Partition)
	case !servicePattern().MatchString(a.Service):
		return ARN{}, fmt.Errorf("ARN %q has the service %q; want a lower-case name such as s3 or sagemaker", text, a.Service)
	case !regionPattern().MatchString(a.Region):
		return ARN{}, fmt.Errorf("ARN %q has the region %q; want one such as us-east-1, or nothing for a global service", text, a.Region)
	case !accountPattern().MatchString(a.Account):
		return ARN{}, fmt.Errorf("ARN %q has the account %q; want twelve digits", text, a.Account)
	case a.Resource == "":
		return ARN{}, fmt.Errorf("ARN %q ends before its resource; want arn:partition:service:region:account:resource", text)
	}
	return a, nil
}
