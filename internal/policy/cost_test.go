package policy_test

import (
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/spectest"
)

func TestWarmPools(t *testing.T) {
	pool := func(expression, more string) string {
		return spectest.Complete("keepAliveSeconds: 600\nmaxRuntimeSeconds: 600\nschedule: {expression: \"" + expression + "\", " + more + "}")
	}
	cold := []string{"SM601 warning jobs.train.keepAliveSeconds: the machines are kept for 600 seconds after each run, and the next run never comes so soon: they are billed for nothing"}
	expects(t, map[string][]string{
		pool("cron(0 2 * * ? *)", ""):                                                 cold,
		pool("cron(0/20 * * * ? *)", ""):                                              nil,
		pool("cron(0/21 * * * ? *)", ""):                                              nil, // 18 minutes to the full hour
		pool("cron(0/30 * * * ? *)", ""):                                              cold,
		pool("rate(20 minutes)", ""):                                                  nil,
		pool("rate(21 minutes)", ""):                                                  cold,
		pool("at(2027-06-01T00:00:00)", ""):                                           cold,
		pool("at(2026-06-01T00:00:00)", ""):                                           nil, // it never runs, which another rule says
		pool("daily", ""):                                                             nil,
		pool("cron(0 2 * * ? *)", `timezone: "Nowhere/Here"`):                         nil,
		pool("cron(0 2 * * ? *)", `via: "rule"`):                                      cold,
		spectest.Complete(`keepAliveSeconds: 600`):                                    nil,
		spectest.Complete(`keepAliveSeconds: 0, schedule: expression: "rate(1 day)"`): nil,
		pool("cron(0 2 * * ? *)", "") + `stack: jobs: train: {on: s3: "s3://acme/a/", launch: lambda: {}}`: nil,
		spectest.Complete("request: ResourceConfig: KeepAlivePeriodInSeconds: 600\nschedule: expression: \"rate(2 days)\""): {
			strings.Replace(cold[0], "keepAliveSeconds", "request.ResourceConfig.KeepAlivePeriodInSeconds", 1)},
	}, "SM601")
}

func TestSpotWithoutCheckpoints(t *testing.T) {
	const lost = "an interrupted run begins anew, because it keeps no checkpoints"
	expects(t, map[string][]string{
		spectest.Complete(`spot: maxWaitSeconds: 86400`):                                                 {"SM602 warning jobs.train.spot: " + lost},
		spectest.Complete(`request: EnableManagedSpotTraining: true`):                                    {"SM602 warning jobs.train.request.EnableManagedSpotTraining: " + lost},
		spectest.Complete(`spot: maxWaitSeconds: 86400, checkpoints: s3: "s3://acme/c/"`):                nil,
		spectest.Complete(`spot: maxWaitSeconds: 86400, request: CheckpointConfig: S3Uri: "s3://acme/"`): nil,
		spectest.Complete(``): nil,
		spectest.Complete(`algorithm: "a", maxRuntimeSeconds: 60, spot: maxWaitSeconds: 3600`): {"SM602 warning jobs.train.spot: " + lost},
		spectest.Complete(`algorithm: "a", spot: maxWaitSeconds: 86400`):                       nil,
	}, "SM602")
}

func TestUnlimitedRuntime(t *testing.T) {
	const daily = `schedule: expression: "cron(0 2 * * ? *)"` + "\n"
	day := []string{"SM603 note jobs.train: a run that hangs is billed for a whole day, which is where smgen's default stops it"}
	expects(t, map[string][]string{
		spectest.Complete(daily): day,
		spectest.Complete(`on: s3: "s3://acme/a/", launch: lambda: {}`): day,
		spectest.Complete(""): nil,
		spectest.Complete(daily + "maxRuntimeSeconds: 86400"):                               nil,
		spectest.Complete(daily + "request: StoppingCondition: MaxRuntimeInSeconds: 86400"): nil,
		spectest.Complete(daily) + "stack: defaults: maxRuntimeSeconds: 86400":              nil,
		spectest.Complete(daily) + "stack: jobs: [_]: maxRuntimeSeconds: *86400 | _":        nil,
	}, "SM603")
}

func TestPreviousGenerations(t *testing.T) {
	old := func(path, name string) string {
		return "SM604 warning jobs.train." + path + ": " + name + " is of a previous generation, which AWS phases out"
	}
	expects(t, map[string][]string{
		spectest.Complete(""):                                                                                   nil,
		spectest.Complete(`instanceType: "ml.p3.2xlarge"`):                                                      {old("instanceType", "ml.p3.2xlarge")},
		spectest.Complete("") + `stack: defaults: instanceType: "ml.m4.xlarge"`:                                 {old("instanceType", "ml.m4.xlarge")},
		spectest.Complete(`request: ResourceConfig: InstanceType: "ml.c4.xlarge"`):                              {old("request.ResourceConfig.InstanceType", "ml.c4.xlarge")},
		spectest.Complete(`instanceGroups: {a: instanceType: "ml.p2.xlarge", b: instanceType: "ml.g5.xlarge"}`): {old("instanceGroups.a.instanceType", "ml.p2.xlarge")},
		spectest.Complete(`request: ResourceConfig: InstancePreferences: [{InstanceType: "ml.g5.xlarge"}, {InstanceType: "ml.p3.2xlarge"}]`): {
			old("request.ResourceConfig.InstancePreferences[1].InstanceType", "ml.p3.2xlarge")},
		spectest.Complete(`profiler: {s3: "s3://acme/p/", rules: r: {image: "503895931360.dkr.ecr.us-east-1.amazonaws.com/a:b", instanceType: "ml.c4.xlarge"}}`): {
			old("profiler.rules.r.instanceType", "ml.c4.xlarge")},
	}, "SM604")
}

func TestIdleServer(t *testing.T) {
	const mlflow = `stack: mlflow: {name: "a", artifacts: "s3://acme-mlflow/"`
	expects(t, map[string][]string{
		spectest.Complete(""):                nil,
		spectest.Complete("") + mlflow + "}": nil,
		spectest.Complete("") + mlflow + `, kind: "server"}`: {
			"SM605 note mlflow.kind: the tracking server is billed by the hour, also while nobody uses it"},
	}, "SM605")
}
