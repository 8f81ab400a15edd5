package policy

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/diag"
)

func volumeSize() Rule {
	return Rule{
		ID:    "SM106",
		Title: "machines without storage of their own have a volume",
		Doc: `A machine that has no NVMe storage keeps its data on an EBS volume, whose size the request
has to say: SageMaker refuses the job without it.`,
		Good: `volumeSizeGB: 50`,
		Bad:  `request: ResourceConfig: VolumeSizeInGB: 0`,
		Check: func(p *Pass) {
			size, path := p.member("ResourceConfig", "VolumeSizeInGB")
			fleet := p.fleet()
			i := slices.IndexFunc(fleet, machine.needsVolume)
			if i >= 0 && number(size) == 0 {
				p.Report(path, fmt.Sprintf("%s has no storage but its volume, and the volume no size", fleet[i].name), "set volumeSizeGB: 30, or as much as the data needs")
			}
		},
	}
}

func ignoredVolume() Rule {
	return Rule{
		ID:       "SM119",
		Title:    "a volume's size is set for machines that have a volume",
		Severity: diag.Warning,
		Doc: `SageMaker attaches no volume to a machine with NVMe storage: the data has the space that the
machine has, however much the spec asks for. The size that comes from a default is sent all the same,
because it does no harm and AWS does not list the machines that go without.`,
		Good: "instanceType: \"ml.g5.xlarge\"",
		Bad:  "instanceType: \"ml.g5.xlarge\"\nvolumeSizeGB: 500",
		Check: func(p *Pass) {
			size, path := p.member("ResourceConfig", "VolumeSizeInGB")
			if number(size) == 0 || !p.isChosen(path) {
				return
			}
			if fleet := p.fleet(); every(fleet, machine.hasLocalStorage) {
				p.Report(path, fmt.Sprintf("the %d GB change nothing: %s has storage of its own, and gets no volume", number(size), fleet[0].name), "remove the size; a larger machine of the family has more storage")
			}
		},
	}
}

func localKey() Rule {
	return Rule{
		ID:       "SM121",
		Title:    "a volume's key is set for machines that have a volume",
		Severity: diag.Error,
		Waivable: true,
		Doc: `The NVMe storage of a machine is encrypted by the machine itself, and SageMaker refuses
VolumeKmsKeyId for it. This can be waived, because AWS has no list of such machines for SageMaker:
smgen goes by EC2's.`,
		Good: "instanceType: \"ml.g5.xlarge\"",
		Bad:  "instanceType: \"ml.g5.xlarge\"\nvolumeKmsKey: \"arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555\"",
		Check: func(p *Pass) {
			key, path := p.member("ResourceConfig", "VolumeKmsKeyId")
			if key == nil {
				return
			}
			fleet := p.fleet()
			i := slices.IndexFunc(fleet, machine.hasLocalStorage)
			if i < 0 {
				return
			}
			help := "remove it"
			if !p.isChosen(path) {
				help = `it comes from a default, which the job takes away with volumeKmsKey: ""`
			}
			p.Report(path, fmt.Sprintf("%s encrypts its storage itself, and cannot have a key", fleet[i].name), help)
		},
	}
}
