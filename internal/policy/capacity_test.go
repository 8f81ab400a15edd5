package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/request/model"
	"github.com/smgen/smgen/internal/spectest"
)

func TestNetworks(t *testing.T) {
	talk := func(n int, path string) []string {
		return []string{fmt.Sprintf("SM111 note jobs.train.%s: %d machines talk to one another in this VPC, which smgen cannot see", path, n)}
	}
	try(t, []ruleCase{
		{"one machine in a VPC", vpc, nil},
		{"several machines in none", "instanceCount: 3", nil},
		{"several machines in a VPC", vpc + "\ninstanceCount: 3", talk(3, "vpc.subnets")},
		{"groups in a VPC", vpc + "\n" + `instanceGroups: {x: instanceType: "ml.m5.large", y: instanceType: "ml.m5.large"}`, talk(2, "vpc.subnets")},
		{"an imported VPC", "request: VpcConfig: {Subnets: import: \"s\", SecurityGroupIds: import: \"g\"}\ninstanceCount: 2", talk(2, "request.VpcConfig")},
		{"isolated, and debugged", "networkIsolation: true\nremoteDebug: true",
			[]string{"SM117 error jobs.train.remoteDebug: the container is cut off from every network, and cannot open a session"}},
		{"debugged, and not isolated", "remoteDebug: true", nil},
		{"isolated, and not debugged", "networkIsolation: true\nremoteDebug: false", nil},
		{"debugged by the request", "request: {EnableNetworkIsolation: true, RemoteDebugConfig: EnableRemoteDebug: true}",
			[]string{"SM117 error jobs.train.request.RemoteDebugConfig.EnableRemoteDebug: the container is cut off from every network, and cannot open a session"}},
	})
}

func TestCapacity(t *testing.T) {
	const none = ": the limit has no effect for ml.m5.large: it is for machines of ml.p, ml.g and ml.trn"
	algorithm := func(wait int, more string) string {
		return fmt.Sprintf("image: \"\"\nalgorithm: \"mine\"\nmaxRuntimeSeconds: 60\nspot: maxWaitSeconds: %d\n%s", wait, more)
	}
	try(t, []ruleCase{
		{"pending without accelerators", "maxPendingSeconds: 7200", []string{"SM120 warning jobs.train.maxPendingSeconds" + none}},
		{"pending for trn", "instanceType: \"ml.trn1.2xlarge\"\nmaxPendingSeconds: 7200", nil},
		{"pending for t3", "instanceType: \"ml.t3.large\"\nmaxPendingSeconds: 7200",
			[]string{"SM120 warning jobs.train.maxPendingSeconds: the limit has no effect for ml.t3.large: it is for machines of ml.p, ml.g and ml.trn"}},
		{"pending for one group", "instanceGroups: {a: instanceType: \"ml.m5.large\", b: instanceType: \"ml.g5.xlarge\"}\nmaxPendingSeconds: 7200", nil},
		{"warm for an hour", "keepAliveSeconds: 3600", nil},
		{"warm for longer", "request: ResourceConfig: KeepAlivePeriodInSeconds: 3601",
			[]string{"SM125 warning jobs.train.request.ResourceConfig.KeepAlivePeriodInSeconds: the machines are kept warm for 3601 seconds, and AWS documents at most 3600"}},
		{"a plan", `trainingPlan: "` + plan + `"`, nil},
		{"a plan and spot", "trainingPlan: import: \"plan\"\nspot: maxWaitSeconds: 86400\ncheckpoints: s3: \"s3://acme/\"",
			[]string{"SM126 warning jobs.train.trainingPlan: the job trains on spare capacity, and reserves other with a training plan"}},
		{"algorithm that waits an hour", algorithm(3600, ""), nil},
		{"algorithm that waits longer", algorithm(3601, ""),
			[]string{"SM128 warning jobs.train.spot.maxWaitSeconds: the algorithm keeps no checkpoints, and may wait 3600 seconds at most for spot capacity, not 3601"}},
		{"algorithm that waits longer with checkpoints", algorithm(3601, `checkpoints: s3: "s3://acme/"`), nil},
		{"image that waits longer", "spot: maxWaitSeconds: 86400", nil},
	})
}

func TestRegions(t *testing.T) {
	far := func(path, bucket, region string) []string {
		return []string{"SM114 warning jobs.train." + path + ": the bucket \"" + bucket + "\" is named after " + region + ", and the job runs in us-east-1"}
	}
	in := func(bucket string) string { return `inputs: a: s3: "s3://` + bucket + `/a"` }
	try(t, []ruleCase{
		{"no region", in("acme-east-1-data"), nil},
		{"the region", in("acme-us-east-1"), nil},
		{"another", in("acme-eu-central-1"), far("inputs.a.s3", "acme-eu-central-1", "eu-central-1")},
		{"another in front", in("ap-southeast-2.acme"), far("inputs.a.s3", "ap-southeast-2.acme", "ap-southeast-2")},
		{"another partition", in("acme-us-gov-west-1-x"), far("inputs.a.s3", "acme-us-gov-west-1-x", "us-gov-west-1")},
		{"both", in("acme-eu-west-1-to-us-east-1"), nil},
		{"inside a word", in("plateau-west-1-x"), nil},
		{"a longer number", in("acme-eu-west-12"), nil},
		{"no direction", in("acme-eu-stage-1"), nil},
		{"output", `output: s3: "s3://acme-eu-west-1/m/"`, far("output.s3", "acme-eu-west-1", "eu-west-1")},
		{"checkpoints of each run", `checkpoints: s3: "s3://acme-eu-west-1"`, far("checkpoints.s3", "acme-eu-west-1", "eu-west-1")},
		{"a reference", `inputs: a: s3: {bucket: {import: "x"}, prefix: "acme-eu-west-1/"}`, nil},
	})
}

func TestRepetition(t *testing.T) {
	const (
		fixed   = "request: CheckpointConfig: S3Uri: \"s3://acme/c/\"\n"
		resumes = "SM115 warning jobs.train.request.CheckpointConfig.S3Uri: every run starts from the checkpoints that the run before left at this place"
		chained = "request: SessionChainingConfig: EnableSessionTagChaining: true\n"
		tags    = "SM116 warning jobs.train.request.SessionChainingConfig.EnableSessionTagChaining: whoever starts this job has no session tags that could be handed on"
	)
	try(t, []ruleCase{
		{"a fixed place, every night", fixed + nightly, []string{resumes}},
		{"a fixed place, at each event", fixed + "launch: lambda: {}\non: s3: \"s3://acme/up/\"", []string{resumes}},
		{"a fixed place, once", fixed + `schedule: expression: "at(2027-12-24T18:00:00)"`, nil},
		{"a fixed place, by hand", fixed, nil},
		{"an imported place, every night", "request: CheckpointConfig: S3Uri: import: \"place\"\n" + nightly, []string{resumes}},
		{"a place of each run by hand", nightly + "\nrequest: CheckpointConfig: S3Uri: run: \"id\"", nil},
		{"a place of each run", nightly + "\ncheckpoints: s3: \"s3://acme/c/\"", nil},
		{"a place that is meant", nightly + "\ncheckpoints: {s3: \"s3://acme/c/\", resume: \"previous\"}", nil},
		{"chained by hand", chained, nil},
		{"chained every night", chained + nightly, []string{tags}},
		{"not chained", "request: SessionChainingConfig: EnableSessionTagChaining: false\n" + nightly, nil},
	})
}

func TestDebugger(t *testing.T) {
	closed := func(path string) string {
		return "SM113 warning jobs.train." + path + ": SageMaker Debugger and its profiler are closed to new customers"
	}
	const rules = `{RuleConfigurationName: "r", RuleEvaluatorImage: "` + spectest.Image + `"}`
	unread := func(key string) string {
		return fmt.Sprintf(`SM124 warning jobs.train.profiler.parameters.%s: the profiler has no parameter %q, and ignores it`, key, key)
	}
	try(t, []ruleCase{
		{"nothing", "", nil},
		{"off", "request: ProfilerConfig: DisableProfiler: true", nil},
		{"on, without a word", "request: ProfilerConfig: DisableProfiler: false",
			[]string{closed("request.ProfilerConfig"), "SM123 warning jobs.train.request.ProfilerConfig: the job is profiled, and the profile has no place"}},
		{"both are one finding", "debugger: s3: \"s3://acme/d/\"\nprofiler: s3: \"s3://acme/p/\"", []string{closed("debugger.s3")}},
		{"rules alone", "request: DebugRuleConfigurations: [" + rules + "]",
			[]string{closed("request.DebugRuleConfigurations"), "SM122 warning jobs.train.request.DebugRuleConfigurations: there are rules, and no hook saves tensors for them"}},
		{"rules of the profiler alone", "request: ProfilerRuleConfigurations: [" + rules + "]",
			[]string{closed("request.ProfilerRuleConfigurations"), "SM123 warning jobs.train.request.ProfilerRuleConfigurations: the job is profiled, and the profile has no place"}},
		{"keys", `profiler: {s3: "s3://acme/p/", parameters: {ProfilerConfig_DataloaderProfilingConfig_DisableFramework: "x", Detailed: "x", DataLoaderProfilingConfig: "{}", LocalPath: "/opt"}}`,
			[]string{closed("profiler.s3"), unread("Detailed"), unread("ProfilerConfig_DataloaderProfilingConfig_DisableFramework")}},
	})
}

// TestProfilingKeys asks back for the key that was meant.
func TestProfilingKeys(t *testing.T) {
	for key, want := range map[string]string{
		"ProfilerConfig_DataloaderProfilingConfig_DisableFramework": `did you mean DataLoaderProfilingConfig? Its value is JSON, such as {"StartStep": 5, "NumSteps": 3}`,
		"PythonProfileConfig": `did you mean PythonProfilingConfig? Its value is JSON, such as {"StartStep": 5, "NumSteps": 3}`,
		"Sampling":            "the keys are DataLoaderProfilingConfig, DetailedProfilingConfig, PythonProfilingConfig",
	} {
		got := check(t, spectest.Load(t, spectest.Complete(fmt.Sprintf("profiler: {s3: \"s3://acme/p/\", parameters: %q: \"x\"}\n%s", key, told))))
		if len(got) != 2 || got[1].Rule != "SM124" || got[1].Help != want {
			t.Errorf("%s: %v; want SM113, and SM124 that says %q", key, got, want)
		}
	}
}

func TestUnlisted(t *testing.T) {
	unlisted := func(path, name, of string) []string {
		return []string{"SM127 error jobs.train." + path + ": " + name + " is none of the " + of + " instance types that the API had on " + model.Date()}
	}
	try(t, []ruleCase{
		{"a machine", `instanceType: "ml.m6.large"`, unlisted("instanceType", "ml.m6.large", "225")},
		{"a machine of the request", `request: ResourceConfig: InstanceType: "ml.m6.large"`, unlisted("request.ResourceConfig.InstanceType", "ml.m6.large", "225")},
		{"a group's", `instanceGroups: a: instanceType: "ml.m6.large"`, unlisted("instanceGroups.a.instanceType", "ml.m6.large", "225")},
		{"a preference's", prefer(`{InstanceType: "ml.m6.large"}`), unlisted("request.ResourceConfig.InstancePreferences[0].InstanceType", "ml.m6.large", "225")},
		{"a rule's", `debugger: {s3: "s3://acme/d/", rules: a: {image: "` + spectest.Image + `", instanceType: "ml.t9.large"}}`,
			append([]string{"SM113 warning jobs.train.debugger.s3: SageMaker Debugger and its profiler are closed to new customers"},
				unlisted("debugger.rules.a.instanceType", "ml.t9.large", "207")...)},
		{"what is no instance type", `instanceType: "ml.m5.larg"`, nil},
	})
}

// TestFamilies holds that the storage of each machine of the API is known, but of
// those that are not settled.
func TestFamilies(t *testing.T) {
	families := map[string]bool{}
	for _, name := range model.CreateTrainingJob().Lookup("ResourceConfig.InstanceType").Enum {
		family := strings.Split(name, ".")[1]
		if families[family] {
			continue
		}
		families[family] = true
		stack := spectest.Load(t, spectest.Complete("request: ResourceConfig: {InstanceType: \""+name+"\", VolumeSizeInGB: 0, VolumeKmsKeyId: \"k\"}\n"+told))
		var got []string
		for _, d := range inFamily("SM1", check(t, stack)) {
			got = append(got, d.Rule)
		}
		if (family == "g7") != (len(got) == 0) || len(got) > 1 {
			t.Errorf("%s: %v; want SM106 or SM121, or none where nothing is known", name, got)
		}
	}
}
