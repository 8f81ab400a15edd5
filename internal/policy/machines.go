package policy

import (
	"fmt"
	"slices"
	"strings"
)

func instanceGroups() Rule {
	return Rule{
		ID:    "SM104",
		Title: "instance groups stand instead of one instance type, and channels name groups that exist",
		Doc: `SageMaker refuses InstanceGroups beside InstanceType or InstanceCount, and channels
whose InstanceGroupNames name a group that the job does not have.`,
		Good: `instanceGroups: {cpu: instanceType: "ml.c5.xlarge", gpu: instanceType: "ml.g5.xlarge"}`,
		Bad:  "instanceType: \"ml.m5.large\"\ninstanceGroups: gpu: instanceType: \"ml.g5.xlarge\"",
		Check: func(p *Pass) {
			groups := p.Request.Value("ResourceConfig", "InstanceGroups")
			names := groupNames(groups)
			if list, _ := groups.([]any); len(list) > 0 {
				for _, member := range []string{"InstanceType", "InstanceCount"} {
					if value, path := p.member("ResourceConfig", member); value != nil {
						p.Report(path, member+" cannot stand beside instance groups", "remove it: each group has its own")
					}
				}
			}
			p.channelGroups(names)
		},
	}
}

func (p *Pass) channelGroups(known []string) {
	channels := p.Request.Value("InputDataConfig")
	list, _ := channels.([]any)
	for i := range list {
		channel, _ := list[i].(map[string]any)
		source, _ := channel["DataSource"].(map[string]any)
		s3, _ := source["S3DataSource"].(map[string]any)
		names, _ := s3["InstanceGroupNames"].([]any)
		for _, name := range names {
			if text, ok := name.(string); ok && !slices.Contains(known, text) {
				help := "the job has no instance groups"
				if len(known) > 0 {
					help = "the job has " + strings.Join(known, ", ")
				}
				p.Report(p.Request.Path(fmt.Sprintf("/InputDataConfig/%d/DataSource/S3DataSource/InstanceGroupNames", i)),
					fmt.Sprintf("there is no instance group %q", text), help)
			}
		}
	}
}

func groupNames(groups any) []string {
	list, _ := groups.([]any)
	var names []string
	for _, g := range list {
		group, _ := g.(map[string]any)
		if name, ok := group["InstanceGroupName"].(string); ok {
			names = append(names, name)
		}
	}
	return names
}

func fileSystemNetwork() Rule {
	return Rule{
		ID:    "SM112",
		Title: "file systems need a VPC",
		Doc:   `SageMaker reaches EFS and FSx for Lustre through the job's own subnets, and refuses such a channel without VpcConfig.`,
		Good:  "inputs: train: efs: {id: \"fs-12345678\", path: \"/data\"}\nvpc: {subnets: [\"subnet-12345678\"], securityGroups: [\"sg-12345678\"]}",
		Bad:   "inputs: train: efs: {id: \"fs-12345678\", path: \"/data\"}",
		Check: func(p *Pass) {
			if vpc := p.Request.Value("VpcConfig"); vpc != nil {
				return
			}
			channels := p.Request.Value("InputDataConfig")
			list, _ := channels.([]any)
			for i := range list {
				channel, _ := list[i].(map[string]any)
				source, _ := channel["DataSource"].(map[string]any)
				if source["FileSystemDataSource"] != nil {
					p.Report(p.Request.Path(fmt.Sprintf("/InputDataConfig/%d/DataSource/FileSystemDataSource", i)),
						"a file system is reached through a VPC, and the job has none", "set vpc: {subnets: […], securityGroups: […]}")
				}
			}
		},
	}
}
