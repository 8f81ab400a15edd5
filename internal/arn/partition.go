package arn

import (
	"slices"
	"strings"
)

// world is a partition as far as addresses depend on it.
type world struct {
	partition string
	// regions is the prefix that its regions' names share.
	regions string
	// registries are the suffixes of its private ECR registries' hosts, the
	// common one first; the others are for IPv6.
	registries []string
	// console is the host of the management console, empty where AWS documents none.
	console string
}

// worlds returns AWS's partitions, the last of which takes every region that no
// other claims. The source is botocore's partitions.json and, for registries,
// the ECR user guide.
func worlds() []world {
	return []world{
		{"aws-cn", "cn-", []string{"amazonaws.com.cn", "on.amazonwebservices.com.cn"}, "console.amazonaws.cn"},
		{"aws-us-gov", "us-gov-", []string{"amazonaws.com", "on.aws"}, "console.amazonaws-us-gov.com"},
		{"aws-iso", "us-iso-", []string{"c2s.ic.gov"}, ""},
		{"aws-iso-b", "us-isob-", []string{"sc2s.sgov.gov"}, ""},
		{"aws-iso-e", "eu-isoe-", []string{"cloud.adc-e.uk"}, ""},
		{"aws-iso-f", "us-isof-", []string{"csp.hci.ic.gov"}, ""},
		{"aws-eusc", "eusc-", []string{"amazonaws.eu"}, "console.amazonaws-eusc.eu"},
		{"aws", "", []string{"amazonaws.com", "on.aws"}, "console.aws.amazon.com"},
	}
}

func worldOf(region string) world {
	list := worlds()
	return list[slices.IndexFunc(list, func(w world) bool { return strings.HasPrefix(region, w.regions) })]
}

// Partition returns the partition that a region such as cn-north-1 belongs to:
// the first field of every ARN there. A region that is not known, and none at
// all, is taken to be in aws.
func Partition(region string) string { return worldOf(region).partition }

// Console returns the host of the management console for a region, or nothing
// where AWS documents none.
func Console(region string) string { return worldOf(region).console }
