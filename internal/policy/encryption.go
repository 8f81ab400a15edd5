package policy

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/diag"
)

// raised says how an organisation demands what these rules note.
const raised = "An organisation that demands it raises the note in its topmost layer: rules: {%s: severity: \"error\"}."

func outputKey() Rule {
	return Rule{
		ID:       "SM504",
		Title:    "models are encrypted with a key of one's own",
		Severity: diag.Note,
		Doc: `Without a key, S3 encrypts the model with a key of its own: whoever may read the bucket may read the
model. A KMS key has a policy of its own, says in CloudTrail who used it, and can be taken away.
` + fmt.Sprintf(raised, "SM504"),
		Good: `output: kmsKey: "alias/models"`,
		Bad:  `output: kmsKey: ""`,
		Check: func(p *Pass) {
			if key, path := p.member("OutputDataConfig", "KmsKeyId"); key == nil {
				p.Report(path, "the model is encrypted without a key of your own", `name one here, or in a layer: output: kmsKey: "alias/…"; defaults: outputKmsKey: "alias/…"`)
			}
		},
	}
}

func volumeKey() Rule {
	return Rule{
		ID:       "SM505",
		Title:    "volumes are encrypted with a key of one's own",
		Severity: diag.Note,
		Doc: `Without a key, the volume that a machine works on is encrypted with a key of AWS's. Machines with
disks of their own (NVMe, such as ml.g5 and ml.p4d) encrypt these by themselves, and SageMaker refuses a key for them:
the rule is silent about those. ` + fmt.Sprintf(raised, "SM505"),
		Good: `volumeKmsKey: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"`,
		Bad:  `instanceType: "ml.m5.large"`,
		Check: func(p *Pass) {
			key := p.Request.Value("ResourceConfig", "VolumeKmsKeyId")
			if key == nil && slices.ContainsFunc(p.fleet(), machine.needsVolume) {
				p.Report(p.Job.Path(), "the machines' volumes are encrypted without a key of your own", `name one here, or in a layer: volumeKmsKey: "arn:…"; defaults: volumeKmsKey: "arn:…"`)
			}
		},
	}
}

func confinedNetwork() Rule {
	return Rule{
		ID:       "SM506",
		Title:    "a VPC or isolation confines what a container reaches",
		Severity: diag.Note,
		Doc: `Without a VPC, a container reaches the internet from a network of SageMaker's: what it reads can be
sent anywhere, and no flow log shows it. A VPC gives it the routes, endpoints and security groups of your own;
networkIsolation takes every network away. ` + fmt.Sprintf(raised, "SM506"),
		Good: `vpc: {subnets: ["subnet-12345678"], securityGroups: ["sg-12345678"]}`,
		Bad:  `networkIsolation: false`,
		Check: func(p *Pass) {
			vpc := p.Request.Value("VpcConfig")
			if isolated := p.Request.Value("EnableNetworkIsolation"); vpc == nil && isolated != true {
				p.Report(p.Job.Path(), "the container reaches the internet from a network that is not yours", `set vpc: {subnets: […], securityGroups: […]}, or networkIsolation: true where it needs no network`)
			}
		},
	}
}

func encryptedTraffic() Rule {
	return Rule{
		ID:       "SM508",
		Title:    "machines that train together encrypt their traffic",
		Severity: diag.Note,
		Doc: `The machines of distributed training exchange gradients and data. SageMaker encrypts that on demand, at
some cost in speed; AWS recommends it for sensitive data. ` + fmt.Sprintf(raised, "SM508"),
		Good: "instanceCount: 2\ninterContainerEncryption: true",
		Bad:  "instanceCount: 2",
		Check: func(p *Pass) {
			if on := p.Request.Value("EnableInterContainerTrafficEncryption"); on != true && together(p.fleet()) > 1 {
				p.Report(p.Job.Path(), "the machines exchange data without encryption", "set interContainerEncryption: true; it makes training somewhat slower")
			}
		},
	}
}
