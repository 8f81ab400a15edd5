package policy

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/smgen/smgen/internal/diag"
)

// channel is an input channel of the request.
type channel struct {
	members map[string]any
	// s3 is its S3DataSource, nil if it has none.
	s3 map[string]any
	// kind is its S3DataType, and mode Pipe, File or FastFile, whoever says it; empty
	// where it is none that the API has.
	kind, mode string
	// at is its JSON Pointer.
	at string
}

const s3At = "/DataSource/S3DataSource"

func (p *Pass) channels() []channel {
	var list []channel
	for i, members := range p.elements("InputDataConfig") {
		c := channel{members: members, mode: literal(members["InputMode"]), at: "/InputDataConfig/" + strconv.Itoa(i)}
		if c.mode == "" {
			c.mode = literal(p.Request.Value("AlgorithmSpecification", "TrainingInputMode"))
		}
		source, _ := members["DataSource"].(map[string]any)
		c.s3, _ = source["S3DataSource"].(map[string]any)
		c.kind = oneOf(literal(c.s3["S3DataType"]), "S3Prefix", "ManifestFile", "AugmentedManifestFile", "Converse")
		c.mode = oneOf(c.mode, "Pipe", "File", "FastFile")
		list = append(list, c)
	}
	return list
}

// oneOf returns the text if it is one of those that are known.
func oneOf(text string, known ...string) string {
	if slices.Contains(known, text) {
		return text
	}
	return ""
}

// streams reports whether the channel's mode is Pipe, or cannot be known.
func (c channel) streams() bool { return c.mode == "Pipe" || c.mode == "" }

const toStream = `set inputMode: "Pipe" in the channel`

func augmentedManifest() Rule {
	return Rule{
		ID:    "SM108",
		Title: "an augmented manifest is streamed, and attributes are of one",
		Doc: `SageMaker reads AugmentedManifestFile in Pipe mode alone, not in File or FastFile mode.
AttributeNames say what of each line of an augmented manifest is sent, and mean nothing for other data.`,
		Good: `inputs: train: {s3: "s3://acme-ml/a.jsonl", s3DataType: "AugmentedManifestFile", attributeNames: ["source-ref"], inputMode: "Pipe"}` + "\n" + listed,
		Bad:  `inputs: train: {s3: "s3://acme-ml/a.jsonl", s3DataType: "AugmentedManifestFile", attributeNames: ["source-ref"]}` + "\n" + listed,
		Check: func(p *Pass) {
			for _, c := range p.channels() {
				switch {
				case c.kind == "AugmentedManifestFile" && !c.streams():
					p.reportAt(c.at+s3At+"/S3DataType", fmt.Sprintf("an augmented manifest is read in Pipe mode, and the channel is in %s mode", c.mode), toStream)
				case c.kind != "AugmentedManifestFile" && c.kind != "" && c.s3["AttributeNames"] != nil:
					p.reportAt(c.at+s3At+"/AttributeNames", fmt.Sprintf("the channel is %s, and attributes are those of an augmented manifest", c.kind), `remove attributeNames, or set s3DataType: "AugmentedManifestFile"`)
				}
			}
		},
	}
}

// listed grants what a manifest lists, without which its channel is warned of.
const listed = `access: [{actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme-ml/*"], reason: "what the manifest lists"}]`

func pipeOnly() Rule {
	return Rule{
		ID:    "SM118",
		Title: "data is unpacked only while it is streamed",
		Doc: `CompressionType Gzip and RecordWrapperType RecordIO are for channels in Pipe mode. In the
other modes the container gets the objects as they are, and unpacks them itself.`,
		Good: `inputs: train: {s3: "s3://acme-ml/train/", compression: "Gzip", inputMode: "Pipe"}`,
		Bad:  `inputs: train: {s3: "s3://acme-ml/train/", compression: "Gzip"}`,
		Check: func(p *Pass) {
			for _, c := range p.channels() {
				for _, packing := range [...][2]string{{"CompressionType", "Gzip"}, {"RecordWrapperType", "RecordIO"}} {
					member, packed := packing[0], packing[1]
					if c.members[member] == packed && !c.streams() {
						p.reportAt(c.at+"/"+member, fmt.Sprintf("%s is for Pipe mode, and the channel is in %s mode", packed, c.mode), toStream+", or remove "+packed+": the script unpacks")
					}
				}
			}
		},
	}
}

func loneShard() Rule {
	return Rule{
		ID:       "SM109",
		Title:    "data is sharded over several machines",
		Severity: diag.Warning,
		Doc: `ShardedByS3Key gives each machine its share of the objects. One machine gets them all, so
that the setting has no effect: either it is left over, or instanceCount is.`,
		Good: "instanceCount: 2\ninterContainerEncryption: true\n" + `inputs: train: {s3: "s3://acme-ml/train/", distribution: "ShardedByS3Key"}`,
		Bad:  `inputs: train: {s3: "s3://acme-ml/train/", distribution: "ShardedByS3Key"}`,
		Check: func(p *Pass) {
			var fleet []machine
			for _, c := range p.channels() {
				if c.s3["S3DataDistributionType"] != "ShardedByS3Key" {
					continue
				}
				if fleet == nil {
					fleet = p.fleet()
				}
				if together(readers(fleet, c)) == 1 {
					p.reportAt(c.at+s3At+"/S3DataDistributionType", "the channel is sharded over one machine, which gets all of it", "set instanceCount to the number of machines, or remove the distribution")
				}
			}
		},
	}
}

// readers are the machines that get a channel: those of the groups that it names,
// or all.
func readers(fleet []machine, c channel) []machine {
	names, _ := c.s3["InstanceGroupNames"].([]any)
	if len(names) == 0 {
		return fleet
	}
	var list []machine
	for _, m := range fleet {
		for _, name := range names {
			if m.group != "" && name == m.group {
				list = append(list, m)
			}
		}
	}
	return list
}
