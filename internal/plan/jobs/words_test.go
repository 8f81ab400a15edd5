package jobs_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan/jobs"
)

const (
	digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	ecr    = "123456789012.dkr.ecr.us-east-1.amazonaws.com/"
	at2    = `schedule: expression: "cron(0 2 * * ? *)"`
)

// changes are what becomes of one job, by the job's name.
var changes = map[string]struct {
	before, after string
	want          []string
}{
	"none":     {at2, at2, nil},
	"hour":     {at2, `schedule: expression: "cron(0 3 * * ? *)"`, []string{"schedule every day at 02:00 → 03:00 UTC (next run moves from Fri 2026-11-27 02:00 UTC to Fri 2026-11-27 03:00 UTC)"}},
	"weekly":   {`schedule: expression: "cron(0 2 ? * SUN *)"`, at2, []string{"schedule every Sunday at 02:00 → every day at 02:00 UTC, more often (next run moves from Sun 2026-11-29 02:00 UTC to Fri 2026-11-27 02:00 UTC) !costRelevant"}},
	"spelling": {at2, `schedule: expression: "cron(0 2 ? * * *)"`, []string{"schedule every day at 02:00 UTC, written cron(0 2 * * ? *) → cron(0 2 ? * * *) (next run stays Fri 2026-11-27 02:00 UTC)"}},
	"zone":     {at2, at2 + `, schedule: timezone: "Europe/Berlin"`, []string{"time zone UTC → Europe/Berlin (next run moves from Fri 2026-11-27 02:00 UTC to Fri 2026-11-27 02:00 Europe/Berlin)"}},
	"off":      {at2, at2 + `, schedule: enabled: false`, []string{"schedule disabled (nothing starts the job in its place; the next run would have been Fri 2026-11-27 02:00 UTC) !scheduleStops"}},
	"on":       {at2 + `, schedule: enabled: false`, at2, []string{"schedule enabled (next run Fri 2026-11-27 02:00 UTC) !costRelevant"}},
	"ended":    {at2, at2 + `, schedule: end: "2026-11-01T00:00:00Z"`, []string{"end of the schedule 2026-11-01T00:00:00Z added (its end has passed; the next run would have been Fri 2026-11-27 02:00 UTC) !scheduleStops"}},
	"started":  {at2, at2 + `, schedule: start: "2027-01-01T00:00:00Z"`, []string{"start of the schedule 2027-01-01T00:00:00Z added (next run moves from Fri 2026-11-27 02:00 UTC to Fri 2027-01-01 02:00 UTC)"}},
	"rated":    {at2, `schedule: expression: "rate(12 hours)"`, []string{"schedule every day at 02:00 → every 12 hours, counted from its first run, more often (a run starts as soon as this is deployed) !runsOnDeploy !costRelevant"}},
	"window":   {at2, at2 + `, schedule: flexibleWindowMinutes: 90`, []string{"flexible window 90 min added"}},
	"retries":  {at2, at2 + `, schedule: {retryAttempts: 5, maxEventAgeSeconds: 7200}`, []string{"longest delay of a start 1 h → 2 h", "further attempts to start 3 → 5"}},
	"byhand":   {at2, ``, []string{"schedule removed: every day at 02:00 UTC (the next run would have been Fri 2026-11-27 02:00 UTC) !scheduleStops", "tag ScheduledTime removed (was <run time>)"}},
	"sched":    {``, at2, []string{"schedule added: every day at 02:00 UTC (first run Fri 2026-11-27 02:00 UTC) !costRelevant", "tag ScheduledTime <run time> added"}},

	"machines": {at2, at2 + `, instanceType: "ml.g5.2xlarge", instanceCount: 2`, []string{"instance ml.m5.large ×1 → ml.g5.2xlarge ×2 !costRelevant"}},
	"volume":   {at2, at2 + `, volumeSizeGB: 50`, []string{"volume 30 GB → 50 GB !costRelevant"}},
	"warm":     {at2, at2 + `, keepAliveSeconds: 1800`, []string{"warm pool 30 min added !costRelevant"}},
	"groups": {at2 + `, instanceGroups: cpu: {instanceType: "ml.m5.large", instanceCount: 1}`, at2 + `, instanceGroups: {cpu: {instanceType: "ml.m5.xlarge", instanceCount: 1}, gpu: {instanceType: "ml.g5.xlarge", instanceCount: 2}}`,
		[]string{"instance group cpu ml.m5.large ×1 → ml.m5.xlarge ×1 !costRelevant", "instance group gpu ml.g5.xlarge ×2 added !costRelevant"}},
	"spot":     {at2 + `, maxRuntimeSeconds: 3600`, at2 + `, maxRuntimeSeconds: 3600, spot: maxWaitSeconds: 7200`, []string{"spot on, wait limit 2 h !costRelevant"}},
	"nospot":   {at2 + `, maxRuntimeSeconds: 3600, spot: maxWaitSeconds: 7200`, at2 + `, maxRuntimeSeconds: 3600`, []string{"spot off !costRelevant"}},
	"wait":     {at2 + `, maxRuntimeSeconds: 3600, spot: maxWaitSeconds: 7200`, at2 + `, maxRuntimeSeconds: 3600, spot: maxWaitSeconds: 5400`, []string{"spot wait limit 2 h → 90 min !costRelevant"}},
	"runtime":  {at2 + `, maxRuntimeSeconds: 3600`, at2 + `, maxRuntimeSeconds: 7200`, []string{"maximum runtime 1 h → 2 h !costRelevant"}},
	"internal": {at2, at2 + `, retryAttempts: 2`, []string{"attempts after an internal error 2 added"}},

	"tag":     {at2, at2 + `, image: "` + ecr + `train:v4"`, []string{"image tag v3 → v4 !imageChanged"}},
	"digest":  {at2, at2 + `, image: "` + ecr + `train@` + digest + `"`, []string{"image tag v3 → digest " + digest + " !imageChanged"}},
	"repo":    {at2, at2 + `, image: "` + ecr + `team/train:v3"`, []string{"image repository train → team/train (tag v3) !imageChanged"}},
	"foreign": {at2, at2 + `, image: "210987654321.dkr.ecr.eu-west-1.amazonaws.com/train:v3"`, []string{"image " + ecr + "train:v3 → 210987654321.dkr.ecr.eu-west-1.amazonaws.com/train:v3 !imageChanged"}},
	"command": {at2, at2 + `, entrypoint: ["python", "train.py"], arguments: ["--db-password", "hunter2", "--token=abc", "-v"]`,
		[]string{`arguments ["--db-password","(set)","--token=(set)","-v"] added`, `entrypoint ["python","train.py"] added`}},

	"params": {at2 + `, hyperparameters: {epochs: "10", gone: "x"}`, at2 + `, hyperparameters: {epochs: "20", lr: "0.1"}`,
		[]string{"hyperparameter epochs 10 → 20", "hyperparameter gone removed (was x)", "hyperparameter lr 0.1 added"}},
	"secrets": {at2 + `, hyperparameters: {api_key: "one", url: "postgres://u:pw@db/x", json: "{\"password\":\"one\",\"a\":1}"}, environment: HF_TOKEN: "one"`,
		at2 + `, hyperparameters: {api_key: "two", url: "postgres://u:pv@db/x", json: "{\"password\":\"two\",\"a\":1}"}, environment: NEW_SECRET: "two"`,
		[]string{"environment HF_TOKEN removed", "environment NEW_SECRET (set) added", "hyperparameter api_key (changed)", "hyperparameter json (changed)", "hyperparameter url (changed)"}},
	"hostile": {at2, at2 + `, hyperparameters: "a b\u2028": " x → y\u202e"`, []string{`hyperparameter "a b\u2028" " x → y\u202e" added`}},
	"env":     {at2 + `, environment: LEVEL: "info"`, at2 + `, environment: LEVEL: "debug"`, []string{"environment LEVEL info → debug"}},
	"tags":    {at2 + `, tags: Owner: "a"`, at2 + `, tags: {Owner: "b", New: "c"}`, []string{"tag New c added", "tag Owner a → b"}},
	"metrics": {at2 + `, metrics: {loss: "loss=(.*)", gone: "x"}`, at2 + `, metrics: {loss: "loss: (.*)", acc: "acc=(.*)"}`,
		[]string{"metric acc acc=(.*) added", "metric loss loss=(.*) → loss: (.*)", "metric gone removed (was x)"}},

	"inputs": {at2 + `, inputs: {train: s3: "s3://acme/a/", old: s3: "s3://acme/old/"}`, at2 + `, inputs: {train: {s3: "s3://acme/b/", inputMode: "FastFile"}, new: {s3: "s3://acme/new/", distribution: "ShardedByS3Key"}}`,
		[]string{"input new s3://acme/new/ added (distribution ShardedByS3Key)", "input train s3://acme/a/ → s3://acme/b/", "input train input mode FastFile added", "input old removed (was s3://acme/old/)"}},
	"moved": {at2 + `, vpc: {subnets: ["subnet-1"], securityGroups: ["sg-1"]}, inputs: train: s3: "s3://acme/a/"`, at2 + `, vpc: {subnets: ["subnet-1"], securityGroups: ["sg-1"]}, inputs: train: fsx: {id: "fs-0123456789abcdef0", path: "/fsx/a"}`,
		[]string{"input train s3://acme/a/ → fs-0123456789abcdef0:/fsx/a"}},
	"output":      {at2, at2 + `, output: s3: "s3://acme-ml/other/"`, []string{"output s3://acme-ml/models/ → s3://acme-ml/other/"}},
	"checkpoints": {at2, at2 + `, checkpoints: s3: "s3://acme-ml/c/"`, []string{"checkpoints s3://acme-ml/c/* added"}},
	"vpc": {at2 + `, vpc: {subnets: ["subnet-1", "subnet-2"], securityGroups: ["sg-1"]}`, at2 + `, vpc: {subnets: ["subnet-1", "subnet-3"], securityGroups: ["sg-1"]}`,
		[]string{"subnets with subnet-3, without subnet-2"}},
	"isolated": {at2, at2 + `, networkIsolation: true, interContainerEncryption: true`, []string{"encryption between containers on", "network isolation on"}},
	"role":     {at2 + `, trainingRole: arn: "arn:aws:iam::123456789012:role/a"`, at2 + `, trainingRole: arn: "arn:aws:iam::123456789012:role/b"`, []string{"training role arn:aws:iam::123456789012:role/a → arn:aws:iam::123456789012:role/b"}},
	"mlflow": {at2 + `, mlflow: {arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1", experiment: "a"}`, at2 + `, mlflow: {arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-2", experiment: "b"}`,
		[]string{"MLflow experiment a → b", "MLflow arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1 → arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-2"}},
	"renamed": {at2 + `, trainingJobNamePrefix: "old"`, at2 + `, trainingJobNamePrefix: "new"`, []string{"name of the runs old-* → new-*"}},
	"api":     {at2, at2 + `, request: TensorBoardOutputConfig: S3OutputPath: "s3://acme-ml/board/"`, []string{"TensorBoardOutputConfig.S3OutputPath s3://acme-ml/board/ added"}},
}

// TestSameWords: what changes in a spec reads the same whatever launches the job.
func TestSameWords(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for kind, launch := range launches {
		got := map[string][]string{}
		for names := range slices.Chunk(slices.Sorted(maps.Keys(changes)), 20) { // a template has 200 outputs at most
			before, after := map[string]string{}, map[string]string{}
			for _, name := range names {
				before[name], after[name] = changes[name].before, changes[name].after
			}
			for _, j := range jobs.Compare(compiled(t, stackOf(launch, before)), compiled(t, stackOf(launch, after)), options).Jobs {
				got[cmp.Or(j.NameBefore, j.Name)] = lines(jobs.Changes{Jobs: []jobs.Job{j}})
			}
		}
		want := map[string][]string{}
		for name, change := range changes {
			if change.want != nil {
				want["churn-staging-"+name] = change.want
			}
		}
		want["old"] = changes["renamed"].want
		delete(want, "churn-staging-renamed")
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
}
