package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// withDebugger lets the examples use what another rule warns of.
const withDebugger = "\nwaive: [{rule: \"SM113\", reason: \"the account has used Debugger since 2024\"}]"

func closedDebugger() Rule {
	return Rule{
		ID:       "SM113",
		Title:    "a job does without SageMaker Debugger",
		Severity: diag.Warning,
		Doc: `SageMaker Debugger, with its hook, its rules and its profiler, is closed to new customers since
July 2026, and gets no new features. Accounts that have used it go on as before: they waive this.`,
		Good: `tensorBoard: s3: "s3://acme-ml/tensorboard/"`,
		Bad:  `debugger: s3: "s3://acme-ml/tensors/"`,
		Check: func(p *Pass) {
			for _, member := range []string{"DebugHookConfig", "DebugRuleConfigurations", "ProfilerConfig", "ProfilerRuleConfigurations"} {
				if p.Request.Value(member) == nil || member == "ProfilerConfig" && p.turnedOn(member, "DisableProfiler") {
					continue
				}
				p.reportAt("/"+member, "SageMaker Debugger and its profiler are closed to new customers",
					`track the training with mlflow: {…}, tensorBoard: {…} or metrics: {…}; an account that has used Debugger waives this: waive: [{rule: "SM113", reason: "…"}]`)
				return
			}
		},
	}
}

func hooklessRules() Rule {
	return Rule{
		ID:       "SM122",
		Title:    "rules of Debugger have tensors to look at",
		Severity: diag.Warning,
		Doc: `The rules in DebugRuleConfigurations look at the tensors that the hook saves. AWS does not
document that a job without DebugHookConfig is refused, but its rules have nothing to look at, and are
billed.`,
		Good: `debugger: {s3: "s3://acme-ml/tensors/", rules: overfit: image: "` + exampleRules + `"}` + withDebugger,
		Bad:  `request: DebugRuleConfigurations: [{RuleConfigurationName: "overfit", RuleEvaluatorImage: "` + exampleRules + `"}]` + withDebugger,
		Check: func(p *Pass) {
			if p.Request.Value("DebugRuleConfigurations") != nil && p.Request.Value("DebugHookConfig") == nil {
				p.reportAt("/DebugRuleConfigurations", "there are rules, and no hook saves tensors for them", `set debugger: s3: "s3://…"`)
			}
		},
	}
}

const exampleRules = "123456789012.dkr.ecr.us-east-1.amazonaws.com/rules:v1"

func profileNowhere() Rule {
	return Rule{
		ID:       "SM123",
		Title:    "a profile has a place to go",
		Severity: diag.Warning,
		Doc: `The profiler writes to ProfilerConfig.S3OutputPath, which the API's model lets be missing. AWS
does not document where a profile goes without.`,
		Good: `profiler: s3: "s3://acme-ml/profile/"` + withDebugger,
		Bad:  `request: ProfilerConfig: ProfilingIntervalInMilliseconds: 500` + withDebugger,
		Check: func(p *Pass) {
			profiled := p.Request.Value("ProfilerConfig") != nil || p.Request.Value("ProfilerRuleConfigurations") != nil
			if profiled && !p.turnedOn("ProfilerConfig", "DisableProfiler") && p.Request.Value("ProfilerConfig", "S3OutputPath") == nil {
				_, path := p.member("ProfilerConfig")
				if p.Request.Value("ProfilerConfig") == nil {
					_, path = p.member("ProfilerRuleConfigurations")
				}
				p.Report(path, "the job is profiled, and the profile has no place", `set profiler: s3: "s3://…"`)
			}
		},
	}
}

// profilingKeys are the keys of ProfilingParameters that the API reference names,
// and those that SageMaker's own SDK for Python sends besides.
var profilingKeys = [...]string{
	"DataLoaderProfilingConfig", "DetailedProfilingConfig", "PythonProfilingConfig",
	"DataloaderProfilingConfig", "HorovodProfilingConfig", "SMDataParallelProfilingConfig",
	"FileOpenFailThreshold", "LocalPath", "RotateFileCloseIntervalInSeconds", "RotateMaxFileSizeInBytes",
}

func unknownProfiling() Rule {
	return Rule{
		ID:       "SM124",
		Title:    "the profiler's parameters are ones that it reads",
		Severity: diag.Warning,
		Doc: `ProfilingParameters is a map that the API does not look into: a key that the profiler does not
know is ignored, and says so nowhere. AWS documents DetailedProfilingConfig, PythonProfilingConfig and
DataLoaderProfilingConfig.`,
		Good: `profiler: {s3: "s3://acme-ml/profile/", parameters: DetailedProfilingConfig: #"{"StartStep": 5}"#}` + withDebugger,
		Bad:  `profiler: {s3: "s3://acme-ml/profile/", parameters: DetailedProfiling: #"{"StartStep": 5}"#}` + withDebugger,
		Check: func(p *Pass) {
			parameters, _ := p.Request.Value("ProfilerConfig", "ProfilingParameters").(map[string]any)
			for _, key := range spec.SortedKeys(parameters) {
				if slices.Contains(profilingKeys[:], key) {
					continue
				}
				help := "the keys are " + strings.Join(profilingKeys[:3], ", ")
				if meant := profilingKey(key); meant != "" {
					help = "did you mean " + meant + "? Its value is JSON, such as {\"StartStep\": 5, \"NumSteps\": 3}"
				}
				_, path := p.member("ProfilerConfig", "ProfilingParameters", key)
				p.Report(path, fmt.Sprintf("the profiler has no parameter %.60q, and ignores it", key), help)
			}
		},
	}
}

// profilingKey returns the documented key that another was meant to be: one that
// is spelt alike, or that stands within it.
func profilingKey(given string) string {
	if near := diag.Suggest(given, profilingKeys[:3]); near != "" {
		return near
	}
	for _, key := range profilingKeys[:3] {
		if strings.Contains(strings.ToLower(given), strings.ToLower(key)) {
			return key
		}
	}
	return ""
}
