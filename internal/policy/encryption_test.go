package policy_test

import (
	"testing"

	"github.com/smgen/smgen/internal/spectest"
)

// TestConfinement holds the notes about keys, networks and encrypted traffic.
func TestConfinement(t *testing.T) {
	const (
		output  = "SM504 note jobs.train.output.s3: the model is encrypted without a key of your own"
		volume  = "SM505 note jobs.train: the machines' volumes are encrypted without a key of your own"
		network = "SM506 note jobs.train: the container reaches the internet from a network that is not yours"
		traffic = "SM508 note jobs.train: the machines exchange data without encryption"
		key     = `"arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"`
	)
	expects(t, map[string][]string{
		spectest.Complete(""): {output, volume, network},
		spectest.Complete(`output: kmsKey: "alias/a", volumeKmsKey: ` + key + `, networkIsolation: true`):                                                                                  nil,
		spectest.Complete(`output: kmsKey: {import: "key"}, volumeKmsKey: {ssm: "/key"}, request: EnableNetworkIsolation: true`):                                                           nil,
		spectest.Complete(`request: {OutputDataConfig: KmsKeyId: "alias/a", ResourceConfig: VolumeKmsKeyId: ` + key + `, VpcConfig: {Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"]}}`): nil,
		spectest.Complete(`vpc: {subnets: ["subnet-1"], securityGroups: ["sg-1"]}`):                                                                                                        {output, volume},
		spectest.Complete(`instanceType: "ml.g5.2xlarge"`):                                                                                                                                 {output, network},
		spectest.Complete(`instanceType: "ml.p5.48xlarge"`):                                                                                                                                {output, network},
		spectest.Complete(`instanceType: "ml.trn1n.32xlarge"`):                                                                                                                             {output, network},
		spectest.Complete(`instanceType: "ml.g7.2xlarge"`):                                                                                                                                 {output, network},
		spectest.Complete(`instanceType: "ml.p3.2xlarge"`):                                                                                                                                 {output, volume, network},
		spectest.Complete(`instanceGroups: a: instanceType: "ml.g5.xlarge"`):                                                                                                               {output, network},
		spectest.Complete(`instanceGroups: {a: instanceType: "ml.g5.xlarge", b: instanceType: "ml.c5.xlarge"}`):                                                                            {output, volume, network, traffic},
		spectest.Complete(`instanceCount: 2`):                                                                                                                                              {output, volume, network, traffic},
		spectest.Complete(`instanceCount: 2, interContainerEncryption: true`):                                                                                                              {output, volume, network},
		spectest.Complete(`instanceCount: 2, request: EnableInterContainerTrafficEncryption: true`):                                                                                        {output, volume, network},
		spectest.Complete(`instanceGroups: a: {instanceType: "ml.g5.xlarge", instanceCount: 2}`):                                                                                           {output, network, traffic},
		// Of two preferred types, the job gets one.
		spectest.Complete(`request: ResourceConfig: InstancePreferences: [{InstanceType: "ml.g5.xlarge", InstanceCount: 1}, {InstanceType: "ml.g6.xlarge", InstanceCount: 1}]`): {output, network},
		spectest.Complete(`request: ResourceConfig: InstancePreferences: [{InstanceType: "ml.g5.xlarge", InstanceCount: 1}, {InstanceType: "ml.g6.xlarge", InstanceCount: 2}]`): {output, network, traffic},
		spectest.Complete("") + `stack: defaults: {outputKmsKey: "alias/a", volumeKmsKey: ` + key + `}`:                                                                         {network},
	}, "SM504", "SM505", "SM506", "SM508")
}
