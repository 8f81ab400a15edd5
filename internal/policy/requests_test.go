package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/spectest"
)

// ruleCase is a job, and what is found about it: rule, severity, field and message.
type ruleCase struct {
	name, job string
	want      []string
}

// try compares what the rules about requests say of jobs.
func try(t *testing.T, cases []ruleCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, d := range inFamily("SM1", check(t, spectest.Load(t, spectest.Complete(test.job+"\n"+told)))) {
				got = append(got, fmt.Sprintf("%s %s %s: %s", d.Rule, d.Severity, d.Path, d.Message))
				if d.Help == "" {
					t.Errorf("%s: %s has no next step", d.Rule, d.Message)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRulesOfRequests holds that each rule between members of the request, as
// AWS's documentation states them, is kept by somebody here, and that each of the
// family SM1 has such a rule behind it.
func TestRulesOfRequests(t *testing.T) {
	behind := map[string]bool{}
	for fact, ids := range map[string][]string{
		"spot training needs a wait limit of at least the runtime, and only it has one": {"SM101", "SM102"},
		"algorithms without checkpoints wait an hour at most":                           {"SM128"},
		"warm pools exclude spot and groups, and last an hour":                          {"SM103", "SM125"},
		"groups stand instead of a type and count, and channels name them":              {"SM104"},
		"preferences exclude other machines and spot, and agree on counts and plans":    {"SM105"},
		"volumes and their keys belong to machines without storage of their own":        {"SM106", "SM119", "SM121"},
		"isolation excludes MLflow and remote debugging":                                {"SM107", "SM117"},
		"augmented manifests and unpacking need Pipe mode":                              {"SM108", "SM118"},
		"one machine has no shards":                                                     {"SM109"},
		"placement is for UltraServers, and waiting for accelerators":                   {"SM110", "SM120"},
		"several machines need something of their VPC, and file systems a VPC":          {"SM111", "SM112"},
		"buckets are in the region, rules have a hook, profiles have a place":           {"SM114", "SM122", "SM123"},
		"Debugger is closed, and its profiler reads certain keys":                       {"SM113", "SM124"},
		"a fixed place of checkpoints is resumed":                                       {"SM115"},
		"launchers have no session tags, plans are not spot":                            {"SM116", "SM126"},
		"instance types are in the API's list, or newer":                                {"SM127"},
	} {
		for _, id := range ids {
			if _, known := policy.Lookup(id); !known {
				t.Errorf("%s: there is no rule %s", fact, id)
			}
			behind[id] = true
		}
	}
	for _, rule := range policy.Rules() {
		if strings.HasPrefix(rule.ID, "SM1") && !behind[rule.ID] {
			t.Errorf("%s has no fact behind it", rule.ID)
		}
	}
}

const (
	vpc     = `vpc: {subnets: ["subnet-1"], securityGroups: ["sg-1"]}`
	plan    = "arn:aws:sagemaker:us-east-1:123456789012:training-plan/p"
	key     = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
	nightly = `schedule: expression: "cron(0 2 * * ? *)"`
)

// prefer is a request with instance preferences.
func prefer(list string) string {
	return "request: ResourceConfig: InstancePreferences: [" + list + "]\n"
}

func TestPreferences(t *testing.T) {
	const at = "jobs.train.request.ResourceConfig.InstancePreferences"
	two := prefer(`{InstanceType: "ml.m5.large"}, {InstanceType: "ml.m5.xlarge"}`)
	try(t, []ruleCase{
		{"one count, which is the default", two, nil},
		{"a count each", prefer(`{InstanceType: "ml.m5.large", InstanceCount: 2}, {InstanceType: "ml.m5.xlarge", InstanceCount: 1}`), nil},
		{"some counts", prefer(`{InstanceType: "ml.m5.large", InstanceCount: 2}, {InstanceType: "ml.m5.xlarge"}`),
			[]string{"SM105 error " + at + ": 1 of the 2 preferences have an InstanceCount"}},
		{"counts in both places", prefer(`{InstanceType: "ml.m5.large", InstanceCount: 2}`) + "instanceCount: 2",
			[]string{"SM105 error jobs.train.instanceCount: InstanceCount stands in the preferences, and for the job as well"}},
		{"beside a machine", two + `instanceType: "ml.m5.large"`,
			[]string{"SM105 error jobs.train.instanceType: InstanceType cannot stand beside instance preferences"}},
		{"beside spot", two + `spot: maxWaitSeconds: 86400`,
			[]string{"SM105 error jobs.train.spot: spot training cannot have instance preferences"}},
		{"beside groups and placement", two + `instanceGroups: a: instanceType: "ml.m5.large"` + "\nrequest: ResourceConfig: InstancePlacementConfig: {}",
			[]string{
				"SM105 error jobs.train.instanceGroups: InstanceGroups cannot stand beside instance preferences",
				"SM105 error jobs.train.request.ResourceConfig.InstancePlacementConfig: InstancePlacementConfig cannot stand beside instance preferences",
				"SM105 error " + at + ": neither the preferences nor the job have an InstanceCount",
				"SM110 error jobs.train.request.ResourceConfig.InstancePlacementConfig: ml.m5.large does not stand in an UltraServer, and cannot be placed in one",
			}},
		{"twice", prefer(`{InstanceType: "ml.m5.large"}, {InstanceType: "ml.m5.xlarge"}, {InstanceType: "ml.m5.large"}`),
			[]string{"SM105 error " + at + "[2].InstanceType: ml.m5.large is preferred twice"}},
		{"a plan for all", two + `trainingPlan: "` + plan + `"`, nil},
		{"a plan of one", prefer(`{InstanceType: "ml.m5.large", TrainingPlanArns: ["` + plan + `"]}, {InstanceType: "ml.m5.xlarge"}`), nil},
		{"plans in both places", prefer(`{InstanceType: "ml.m5.large", TrainingPlanArns: ["`+plan+`"]}`) + `trainingPlan: "` + plan + `"`,
			[]string{"SM105 error " + at + "[0].TrainingPlanArns: the preference has a training plan, and the job has one as well"}},
		{"placement of an UltraServer", "instanceType: \"ml.p6e-gb200.36xlarge\"\nrequest: ResourceConfig: InstancePlacementConfig: EnableMultipleJobs: true", nil},
		{"placement of a machine that plans reserve", "instanceType: \"ml.trn2.48xlarge\"\nrequest: ResourceConfig: InstancePlacementConfig: EnableMultipleJobs: true", nil},
		{"placement of another", "instanceType: \"ml.g5.xlarge\"\nrequest: ResourceConfig: InstancePlacementConfig: EnableMultipleJobs: true",
			[]string{"SM110 error jobs.train.request.ResourceConfig.InstancePlacementConfig: ml.g5.xlarge does not stand in an UltraServer, and cannot be placed in one"}},
		{"placement of what is not known", "instanceType: \"ml.g7.2xlarge\"\nrequest: ResourceConfig: InstancePlacementConfig: EnableMultipleJobs: true", nil},
		{"placement of a group", "instanceGroups: {a: instanceType: \"ml.p6e-gb200.36xlarge\", b: instanceType: \"ml.m5.large\"}\nrequest: ResourceConfig: InstancePlacementConfig: EnableMultipleJobs: true", nil},
	})
}

func TestVolumes(t *testing.T) {
	const (
		size  = "jobs.train.request.ResourceConfig.VolumeSizeInGB"
		nvme  = `instanceType: "ml.g5.xlarge"`
		none  = "request: ResourceConfig: VolumeSizeInGB: 0\n"
		mixed = `instanceGroups: {a: instanceType: "ml.g5.xlarge", b: instanceType: "ml.c5.xlarge"}` + "\n"
	)
	try(t, []ruleCase{
		{"no size", none, []string{"SM106 error " + size + ": ml.m5.large has no storage but its volume, and the volume no size"}},
		{"no size, and none needed", none + nvme, nil},
		{"no size of what is not known", none + `instanceType: "ml.g7.2xlarge"`, nil},
		{"no size for one group", none + mixed, []string{"SM106 error " + size + ": ml.c5.xlarge has no storage but its volume, and the volume no size"}},
		{"the size of a default", nvme, nil},
		{"a size that changes nothing", nvme + "\nvolumeSizeGB: 100",
			[]string{"SM119 warning jobs.train.volumeSizeGB: the 100 GB change nothing: ml.g5.xlarge has storage of its own, and gets no volume"}},
		{"a size for one group", mixed + "volumeSizeGB: 100", nil},
		{"a size for what is not known", "instanceType: \"ml.g7.2xlarge\"\nvolumeSizeGB: 100", nil},
		{"a key", `volumeKmsKey: "` + key + `"`, nil},
		{"a key for NVMe", nvme + "\nvolumeKmsKey: \"" + key + `"`,
			[]string{"SM121 error jobs.train.volumeKmsKey: ml.g5.xlarge encrypts its storage itself, and cannot have a key"}},
		{"an imported key for NVMe", nvme + "\nvolumeKmsKey: import: \"key\"",
			[]string{"SM121 error jobs.train.volumeKmsKey: ml.g5.xlarge encrypts its storage itself, and cannot have a key"}},
		{"a key for one group", mixed + `request: ResourceConfig: VolumeKmsKeyId: "` + key + `"`,
			[]string{"SM121 error jobs.train.request.ResourceConfig.VolumeKmsKeyId: ml.g5.xlarge encrypts its storage itself, and cannot have a key"}},
		{"a key for what is not known", "instanceType: \"ml.g7.2xlarge\"\nvolumeKmsKey: \"" + key + `"`, nil},
	})
	// A default is not on purpose, and the next step says how to take it away.
	stack := spectest.Load(t, spectest.Complete("instanceType: \"ml.g5.xlarge\"\n"+told+"}\ndefaults: {volumeSizeGB: 100, volumeKmsKey: \""+key+"\""))
	got := check(t, stack)
	if len(got) != 1 || got[0].Rule != "SM121" || got[0].Help != `it comes from a default, which the job takes away with volumeKmsKey: ""` {
		t.Errorf("with defaults: %v; want SM121 that names the default", got)
	}
}

func TestChannels(t *testing.T) {
	const augmented = `s3: "s3://acme/a.jsonl", s3DataType: "AugmentedManifestFile"`
	shards := func(more string) string {
		return `inputs: a: {s3: "s3://acme/a/", distribution: "ShardedByS3Key"` + more + "}\n"
	}
	const lone = "SM109 warning jobs.train.inputs.a.distribution: the channel is sharded over one machine, which gets all of it"
	try(t, []ruleCase{
		{"manifest in the job's Pipe mode", "inputMode: \"Pipe\"\ninputs: a: {" + augmented + "}", nil},
		{"manifest in the channel's Pipe mode", "inputs: a: {" + augmented + ", inputMode: \"Pipe\"}", nil},
		{"manifest in the channel's FastFile mode", "inputMode: \"Pipe\"\ninputs: a: {" + augmented + ", inputMode: \"FastFile\"}",
			[]string{"SM108 error jobs.train.inputs.a.s3DataType: an augmented manifest is read in Pipe mode, and the channel is in FastFile mode"}},
		{"manifest of the request", `request: InputDataConfig: [{ChannelName: "a", DataSource: S3DataSource: {S3DataType: "AugmentedManifestFile", S3Uri: "s3://acme/a"}}]`,
			[]string{"SM108 error jobs.train.request.InputDataConfig[0].DataSource.S3DataSource.S3DataType: an augmented manifest is read in Pipe mode, and the channel is in File mode"}},
		{"attributes of a prefix", `inputs: a: {s3: "s3://acme/a", attributeNames: ["x"]}`,
			[]string{"SM108 error jobs.train.inputs.a.attributeNames: the channel is S3Prefix, and attributes are those of an augmented manifest"}},
		{"packed twice", `inputs: a: {s3: "s3://acme/a", compression: "Gzip", recordWrapper: "RecordIO"}`,
			[]string{
				"SM118 error jobs.train.inputs.a.compression: Gzip is for Pipe mode, and the channel is in File mode",
				"SM118 error jobs.train.inputs.a.recordWrapper: RecordIO is for Pipe mode, and the channel is in File mode",
			}},
		{"not packed", `inputs: a: {s3: "s3://acme/a", compression: "None", recordWrapper: "None"}`, nil},
		{"packed and streamed", `inputs: a: {s3: "s3://acme/a", compression: "Gzip", recordWrapper: "RecordIO", inputMode: "Pipe"}`, nil},

		{"one shard", shards(""), []string{lone}},
		{"two shards", shards("") + "instanceCount: 2", nil},
		{"shards of two groups", shards("") + `instanceGroups: {x: instanceType: "ml.m5.large", y: instanceType: "ml.m5.large"}`, nil},
		{"shards of one group", shards(`, instanceGroups: ["x"]`) + `instanceGroups: {x: instanceType: "ml.m5.large", y: {instanceType: "ml.m5.large", instanceCount: 2}}`, []string{lone}},
		{"shards of preferences that share a count", shards("") + prefer(`{InstanceType: "ml.m5.large"}, {InstanceType: "ml.m5.xlarge"}`), []string{lone}},
		{"words that are none", `request: InputDataConfig: [{ChannelName: "a", InputMode: "x\ny", CompressionType: "Gzip", DataSource: S3DataSource: {S3DataType: "x\ny", S3Uri: "s3://acme/a", AttributeNames: ["a"]}}]`, nil},
		{"shards of a preference", shards("") + prefer(`{InstanceType: "ml.m5.large", InstanceCount: 1}, {InstanceType: "ml.m5.xlarge", InstanceCount: 2}`), nil},
	})
}
