package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// access is the CUE of one permission.
func access(actions, resources string) string {
	return fmt.Sprintf(`access: [{actions: [%s], resources: [%s], reason: "the ticket"}]`, actions, resources)
}

// TestFindings gives fields of a job and expects the findings of rendering it.
func TestFindings(t *testing.T) {
	const scheduled = `schedule: expression: "cron(0 2 * * ? *)"` + "\n"
	for _, test := range []struct {
		name, job string
		want      []string
	}{
		{"unknown action", access(`"s3:GetObjekt"`, `"arn:aws:s3:::a/*"`), []string{`error jobs.train.access[0].actions[0]: "s3:GetObjekt" is not an action of s3`}},
		{"everything", access(`"*"`, `"*"`), []string{`error jobs.train.access[0].actions[0]: "*" allows everything in AWS; the reason given is "the ticket"`}},
		{"a service", access(`"sqs:*"`, `"arn:aws:sqs:us-east-1:123456789012:a"`), nil},
		{"some actions", access(`"s3:Get*"`, `"arn:aws:s3:::a/*"`), nil},
		{"every resource", access(`"s3:GetObject"`, `"*"`), []string{`error jobs.train.access[0].resources[0]: s3:GetObject is allowed on every resource; the reason given is "the ticket"`}},
		{"every resource where AWS knows none", access(`"ecr:GetAuthorizationToken", "ec2:DescribeVpcs"`, `"*"`), nil},
		{"every resource for some actions", access(`"s3:Get*"`, `"*"`), nil},
		{"no ARN", access(`"s3:GetObject"`, `"my-bucket"`), []string{`error jobs.train.access[0].resources[0]: "my-bucket" is not an ARN; want arn:partition:service:region:account:resource`}},
		{"an ARN that IAM cannot write", access(`"s3:GetObject"`, `"arn:aws:s3:::a/日/*"`), []string{`error jobs.train.access[0].resources[0]: "arn:aws:s3:::a/日/*" has the character '日', which IAM does not take in a policy`}},
		{"an ARN of another partition", access(`"s3:GetObject"`, `"arn:aws-cn:s3:::a/*"`) + "\noutput: kmsKey: \"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/a\"\nhyperparameters: a: \"arn:aws-cn:s3:::a\"", []string{
			"error jobs.train.output.kmsKey: the ARN is in the partition aws-us-gov, and us-east-1 is in aws",
			"error jobs.train.access[0].resources[0]: the ARN is in the partition aws-cn, and us-east-1 is in aws",
		}},
		{"a run's own resource", access(`"s3:GetObject"`, `{run: "id"}`), []string{"error jobs.train.access[0].resources[0]: the value cannot differ from run to run"}},
		{"no reason", `access: [{actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"], reason: " "}]`, []string{"error jobs.train.access[0].reason: the permission has no reason"}},

		{"prefix that IAM cannot write", `output: s3: "s3://acme/日本/"`, []string{`error jobs.train.output.s3: "s3://acme/日本/" has the character '日', which IAM does not take in a policy`}},
		{"prefix that IAM can write", `output: s3: "s3://acme/größe/"`, nil},
		{"prefix that IAM need not write", `output: s3: "s3://acme/日本/", trainingRole: arn: "arn:aws:iam::123456789012:role/a"`, nil},
		{"bucket of the request", `output: s3: "s3://acme/a/", request: InputDataConfig: [{ChannelName: "a", DataSource: S3DataSource: {S3Uri: "s3://My_Bucket/a", S3DataType: "S3Prefix"}}]`,
			[]string{`error jobs.train.request.InputDataConfig[0].DataSource.S3DataSource.S3Uri: S3 URI "s3://My_Bucket/a" has the bucket "My_Bucket"; want lower-case letters, digits, dots and dashes, with a letter or digit at both ends`}},
		{"place that nobody knows", `request: InputDataConfig: [{ChannelName: "a", DataSource: S3DataSource: {S3Uri: {import: "place"}, S3DataType: "S3Prefix"}}]`,
			[]string{"warning jobs.train.request.InputDataConfig[0].DataSource.S3DataSource.S3Uri: the bucket of ${import:place} is not known here, so that the training role gets no access to it"}},
		{"bucket of each run", `inputs: a: s3: {bucket: {run: "id"}, prefix: "p/"}`,
			[]string{"error jobs.train.inputs.a.s3: the bucket of s3://${run:id}/p/ differs from run to run, and no role can be granted access to it"}},
		{"place of each run", `request: CheckpointConfig: S3Uri: {run: "id"}`,
			[]string{"error jobs.train.request.CheckpointConfig.S3Uri: the bucket of ${run:id} differs from run to run, and no role can be granted access to it"}},
		{"image of another partition", `request: ProfilerRuleConfigurations: [{RuleConfigurationName: "a", RuleEvaluatorImage: "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/rules:v1"}]`,
			[]string{"error jobs.train.request.ProfilerRuleConfigurations[0].RuleEvaluatorImage: the image is in the partition aws-cn, which us-east-1, in aws, cannot reach"}},
		{"image that nobody knows", `request: ProfilerRuleConfigurations: [{RuleConfigurationName: "a", RuleEvaluatorImage: {ssm: "/image"}}]`,
			[]string{"warning jobs.train.request.ProfilerRuleConfigurations[0].RuleEvaluatorImage: the image ${ssm:/image} is not known here, so that the training role may not pull it"}},
		{"image that nobody knows, for a role that exists", `trainingRole: arn: "arn:aws:iam::123456789012:role/a", request: ProfilerRuleConfigurations: [{RuleConfigurationName: "a", RuleEvaluatorImage: {ssm: "/image"}}]`, nil},

		{"empty texts", `volumeKmsKey: "", instanceType: "", experiment: name: "", inputs: a: {s3: "s3://acme/a", contentType: ""}, environment: A: "", hyperparameters: a: ""`, []string{
			"error jobs.train.instanceType: the text is empty, and sets nothing",
			"error jobs.train.volumeKmsKey: the text is empty, and sets nothing",
			"error jobs.train.inputs.a.contentType: the text is empty, and sets nothing",
			"error jobs.train.experiment.name: the text is empty, and sets nothing",
		}},

		{"manifest", `inputs: a: {s3: "s3://acme/m.json", s3DataType: "ManifestFile"}`,
			[]string{"warning jobs.train.inputs.a: the channel is a manifest: the role may read the manifest, and needs access to what it lists"}},

		{"tags that IAM takes for one", `tags: {project: "a", Cost: "1", COST: "2", Costs: "3"}`, []string{
			"error jobs.train.tags.Cost: the tags COST and Cost differ in letter case only, and IAM takes them for one",
			"error jobs.train.tags.project: the tags Project and project differ in letter case only, and IAM takes them for one",
		}},

		{"existing role that is changed", `trainingRole: {arn: "arn:aws:iam::123456789012:role/a", name: "b"}` + "\n" + access(`"s3:GetObject"`, `"arn:aws:s3:::a/*"`), []string{
			"error jobs.train.trainingRole: the role exists already, and smgen does not change it",
			"error jobs.train.access: the training role exists already, and smgen does not change it",
		}},
		{"training role that is none", `trainingRole: arn: "arn:aws:iam::123456789012:user/a"`, []string{`error jobs.train.trainingRole.arn: RoleArn: got "arn:aws:iam::123456789012:user/a", want the ARN of an IAM role`}},
		{"launch role that is none", scheduled + `launchRole: arn: "arn:aws:iam::123456789012:user/a"`, []string{`error jobs.train.launchRole.arn: "arn:aws:iam::123456789012:user/a" is not the ARN of an IAM role`}},
		{"policies that are none", `trainingRole: managedPolicies: ["ReadOnly", "arn:aws:iam::aws:role/a"]`, []string{
			`error jobs.train.trainingRole.managedPolicies[0]: "ReadOnly" is not an ARN; want arn:partition:service:region:account:resource`,
			`error jobs.train.trainingRole.managedPolicies[1]: "arn:aws:iam::aws:role/a" is not the ARN of an IAM policy`,
		}},
		{"11 policies", `trainingRole: managedPolicies: [` + strings.Repeat(`"arn:aws:iam::aws:policy/a", `, 11) + `]`,
			[]string{"error jobs.train.trainingRole.managedPolicies: 11 policies are attached, and IAM allows 10"}},
		{"role that differs from run to run", `trainingRole: arn: {run: "id"}`, []string{"error jobs.train.trainingRole.arn: the value cannot differ from run to run"}},
		{"empty references", `trainingRole: managedPolicies: [{}], mlflow: {arn: {import: "a"}, artifacts: bucket: {}}`, []string{
			"error jobs.train.mlflow.artifacts: the reference names nothing",
			"error jobs.train.trainingRole.managedPolicies[0]: the reference names nothing",
		}},
		{"a policy that is too long", manyInputs(200), []string{"error jobs.train.inputs: InputDataConfig: got 200 elements, want 1 to 20", "error jobs.train.trainingRole: the role's policy has 16190 characters, and IAM allows 10240"}},

		{"MLflow that is none", `mlflow: arn: "arn:aws:sagemaker:us-east-1:123456789012:domain/d"`, []string{"error jobs.train.mlflow.arn: the ARN is neither a tracking server's nor an MLflow App's"}},
		{"MLflow by address", `mlflow: arn: "https://mlflow.example"`, []string{`error jobs.train.mlflow.arn: "https://mlflow.example" is not an ARN; want arn:partition:service:region:account:resource`}},

		{"two launchers", `launch: {scheduler: {}, custom: {code: "code", handler: "launcher.main"}}`, []string{"error jobs.train.launch: a job starts in one way, and launch names scheduler and custom"}},
		{"a rule for the scheduler", `schedule: {expression: "cron(0 2 * * ? *)", via: "rule"}`, []string{"error jobs.train.schedule.via: an EventBridge rule cannot start a training job by itself"}},
		{"a description that is too long", `schedule: {expression: "cron(0 2 * * ? *)", description: "` + strings.Repeat("ä", 513) + `"}`, []string{"error jobs.train.schedule.description: the description has 513 characters, and EventBridge allows 512"}},
		{"a schedule that is none", `schedule: expression: "cron(0 2 * * * *)"`, []string{"error jobs.train.schedule.expression: day of month is * and day of week is *, exactly one of them must be ?"}},
		{"bounds that do not exist", `schedule: {expression: "cron(0 2 * * ? *)", start: "2027-02-30T00:00:00Z", end: "2027-13-01T00:00:00Z"}`, []string{
			`error jobs.train.schedule.start: "2027-02-30T00:00:00Z" is not a time that exists`,
			`error jobs.train.schedule.end: "2027-13-01T00:00:00Z" is not a time that exists`}},
		{"a start later than the next run", `schedule: {expression: "cron(0 * * * ? *)", maxEventAgeSeconds: 7200}`, []string{"warning jobs.train.schedule.maxEventAgeSeconds: a start may be 7200 seconds late, when the next one is due after 3600"}},
		{"a late start before the next run", `schedule: {expression: "cron(0 * * * ? *)", maxEventAgeSeconds: 1800}`, nil},
		{"a zone that is none", `schedule: {expression: "cron(0 2 * * ? *)", timezone: "Europe/Berlim"}`, []string{`error jobs.train.schedule.timezone: time zone "Europe/Berlim" is not an IANA name`}},
		{"a request that is too large", scheduled + large(), []string{"error jobs.train.request: the request has about 264633 characters as the trigger carries it, and the limit is 262144"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := renderStack(t, spectest.Load(t, spectest.Complete(test.job)), oneAsset).found
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func manyInputs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "inputs: c%d: s3: \"s3://acme/%s%d/\"\n", i, strings.Repeat("x", 20), i)
	}
	return b.String()
}

func manyTags(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "tags: T%d: \"x\"\n", i)
	}
	return b.String()
}

// large are as many hyperparameters and variables as the API takes, about as
// long as it takes them.
func large() string {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "hyperparameters: p%d: \"%s\"\n", i, strings.Repeat("x", 2500))
		fmt.Fprintf(&b, "environment: V%d: \"%s\"\n", i, strings.Repeat("<", 20))
	}
	return b.String()
}

// TestStackName holds the name that follows from the project to its limit.
func TestStackName(t *testing.T) {
	const job = `jobs: a: {image: "` + spectest.Image + `", output: s3: "s3://acme/"}`
	for _, test := range []struct {
		project int
		more    string
		want    []string
	}{
		{120, "", nil},
		{121, "", []string{"error project: the stack's name, <project>-<environment>, has 129 characters, and CloudFormation allows 128"}},
		{121, `name: "short"`, nil},
	} {
		cue := strings.Replace(spectest.Stack(test.more+"\n"+job), `"churn"`, `"`+strings.Repeat("a", test.project)+`"`, 1)
		got := renderStack(t, spectest.Load(t, cue), noAssets).found
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%d %s: findings (-want +got):\n%s", test.project, test.more, diff)
		}
	}
}

// TestStackFindings is about what is not one job's.
func TestStackFindings(t *testing.T) {
	const job = `{image: "` + spectest.Image + `", output: s3: "s3://acme/"}`
	for _, test := range []struct {
		name, stack string
		want        []string
	}{
		{"no jobs", "", []string{"error jobs: the stack has no jobs and no resources"}},
		{"jobs with one ID", `jobs: {"a-1": ` + job + `, a1: ` + job + `}`, []string{"error jobs.a1: the jobs a-1 and a1 would have the same logical IDs, A1…"}},
		{"a name that is too long", `jobs: "` + strings.Repeat("a", 201) + `": ` + job, []string{
			"error jobs." + strings.Repeat("a", 201) + ": the job's name has 201 characters, and the resources named after it allow 200",
			"error jobs: the stack has no jobs and no resources",
		}},
		{"roles and policies of another account", `permissionsBoundary: "arn:aws:iam::210987654321:policy/a"` + `
			jobs: a: {launch: lambda: {}, launchRole: arn: "arn:aws:iam::210987654321:role/a", trainingRole: arn: "arn:aws:iam::210987654321:role/b"} & ` + job + `
			jobs: b: trainingRole: managedPolicies: ["arn:aws:iam::210987654321:policy/a", "arn:aws:iam::aws:policy/b"]
			jobs: b: ` + job, []string{
			"error permissionsBoundary: the policy is in account 210987654321, and the stack in 123456789012, where it cannot be used",
			"error jobs.a.trainingRole.arn: the role is in account 210987654321, and the stack in 123456789012, where it cannot be used",
			"error jobs.a.launchRole.arn: the role is in account 210987654321, and the stack in 123456789012, where it cannot be used",
			"error jobs.b.trainingRole.managedPolicies[0]: the policy is in account 210987654321, and the stack in 123456789012, where it cannot be used",
		}},
		{"a job's rule with the ID of another's", `notify: emails: ["a@b.c"], jobs: [_]: launch: lambda: {}, jobs: {a: {on: s3: "s3://acme-in/"} & ` + job + `, "a-event": {schedule: {expression: "cron(0 2 * * ? *)", via: "rule"}} & ` + job + "}", []string{
			"note jobs.a.on.s3: the bucket of s3://acme-in/ has to send its events to EventBridge, which is off in a new bucket",
			"error jobs.\"a-event\": the stack would have the resource AEventRule twice, for the job a-event and for something else",
		}},
		{"a job's rule with the ID of the stack's", `notify: emails: ["a@b.c"], jobs: {f: ` + job + `, failure: {launch: lambda: {}, schedule: {expression: "cron(0 2 * * ? *)", via: "rule"}} & ` + job + "}",
			[]string{"error jobs.failure: the stack would have the resource FailureRule twice, for the job failure and for something else"}},
		{"a resource without a type", `resources: Thing: {Type: ""}`, []string{"error resources.Thing.Type: the resource has no type"}},
		{"a resource with a job's ID", `jobs: a: ` + job + "\nresources: ATrainingRole: {Type: \"AWS::SQS::Queue\"}",
			[]string{"error resources.ATrainingRole: smgen makes a resource with the logical ID ATrainingRole itself"}},
		{"two roles of one name", `jobs: [_]: trainingRole: name: "Same"` + "\njobs: {a: " + job + ", b: " + job + "}",
			[]string{"error jobs.b.trainingRole.name: the stack has two roles named Same"}},
		{"two schedules of one name", `jobs: [_]: schedule: {expression: "cron(0 2 * * ? *)", name: "Same"}` + "\njobs: {a: " + job + ", b: " + job + "}",
			[]string{"error jobs.b.schedule.name: the stack has two schedules named Same"}},
		{"a boundary that is none", `permissionsBoundary: "arn:aws:iam::123456789012:role/a"` + "\njobs: a: " + job,
			[]string{`error permissionsBoundary: "arn:aws:iam::123456789012:role/a" is not the ARN of an IAM policy`}},
		{"empty texts of a stack and its layers", `owner: "", defaults: {image: "", outputKmsKey: "a"}` + "\njobs: a: {output: kmsKey: \"\"} & " + job,
			[]string{"error defaults.image: the text is empty, and sets nothing", "error owner: the text is empty, and sets nothing"}},
		{"an artifact bucket that is none", `artifactBucket: "s3://acme"` + "\njobs: a: " + job,
			[]string{"error artifactBucket: the artifact bucket is not the name of a bucket"}},
		{"an artifact bucket that names nothing", `artifactBucket: {}` + "\njobs: a: " + job, []string{"error artifactBucket: the reference names nothing"}},
		{"an artifact bucket of each run", `artifactBucket: {run: "id"}` + "\njobs: a: " + job, []string{"error artifactBucket: the value cannot differ from run to run"}},
		{"a path that is too long", `rolePath: "/` + strings.Repeat("a", 511) + `/"` + "\njobs: a: " + job, []string{"error rolePath: the path has 513 characters, and IAM allows 512"}},
		{"roles and topics of a deployment", `deploy: {
				role:      "arn:aws:iam::210987654321:role/deploy"
				stackRole: "arn:aws:iam::123456789012:user/a"
				notifications: ["arn:aws:sns:eu-west-1:123456789012:a", "arn:aws:sqs:us-east-1:123456789012:a", "arn:aws-cn:sns:us-east-1:210987654321:b", "a", "arn:aws:sns:us-east-1:210987654321:ok", "arn:aws:sns:us-east-1:210987654321:ok"]
			}` + "\njobs: a: " + job, []string{
			"error deploy.role: the role is in account 210987654321, and the stack in 123456789012, where it cannot be used",
			`error deploy.stackRole: "arn:aws:iam::123456789012:user/a" is not the ARN of an IAM role`,
			"error deploy.notifications: the stack has 6 topics, and CloudFormation allows 5",
			"error deploy.notifications[0]: the topic is in eu-west-1, and CloudFormation tells topics of the stack's own region only",
			`error deploy.notifications[1]: "arn:aws:sqs:us-east-1:123456789012:a" is not the ARN of an SNS topic`,
			"error deploy.notifications[2]: the ARN is in the partition aws-cn, and us-east-1 is in aws",
			`error deploy.notifications[3]: "a" is not an ARN; want arn:partition:service:region:account:resource`,
			`error deploy.notifications[5]: "arn:aws:sns:us-east-1:210987654321:ok" is listed twice`,
		}},
		{"roles of another partition", `deploy: {role: "arn:aws-cn:iam::123456789012:role/a", stackRole: "arn:aws-us-gov:iam::123456789012:role/a"}` + "\njobs: a: " + job, []string{
			"error deploy.role: the ARN is in the partition aws-cn, and us-east-1 is in aws",
			"error deploy.stackRole: the ARN is in the partition aws-us-gov, and us-east-1 is in aws",
		}},
		{"empty texts of a deployment", `deploy: {role: "", stackRole: "", notifications: [""]}` + "\njobs: a: " + job, []string{
			`error deploy.notifications[0]: "" is not an ARN; want arn:partition:service:region:account:resource`,
			"error deploy.role: the text is empty, and sets nothing",
			"error deploy.stackRole: the text is empty, and sets nothing",
		}},
		{"a stack policy that allows nothing", `deploy: stackPolicy: Statement: [{Effect: "Deny", Action: "Update:Replace", Resource: "*"}]` + "\njobs: a: " + job,
			[]string{"error deploy.stackPolicy: the stack policy allows nothing, and what is not allowed is denied: no resource could be updated"}},
		{"a stack policy of halves", `deploy: stackPolicy: Statement: [{Effect: "Allow", Resource: "*"}, {Effect: "Deny", Action: "Update:*", NotAction: "Update:Modify", NotResource: "*"}, {Effect: "Deny", Action: "Update:*"}]` + "\njobs: a: " + job, []string{
			"error deploy.stackPolicy.Statement[0]: a statement of a stack policy has one of Action and NotAction",
			"error deploy.stackPolicy.Statement[1]: a statement of a stack policy has one of Action and NotAction",
			"error deploy.stackPolicy.Statement[2]: a statement of a stack policy has one of Resource and NotResource",
		}},
		{"a stack policy that is too long", `deploy: stackPolicy: Statement: [{Effect: "Allow", Action: "Update:*", Resource: [` + strings.Repeat(`"LogicalResourceId/`+strings.Repeat("a", 200)+`*", `, 75) + `]}]` + "\njobs: a: " + job,
			[]string{"error deploy.stackPolicy: the stack policy has 16733 bytes, and CloudFormation allows 16384"}},
		{"tags for a stack", manyTags(47) + "resources: Q: Type: \"AWS::SQS::Queue\"", []string{"error tags: the stack has 51 tags, with those that smgen adds, and CloudFormation allows 50"}},
		{"not too many tags for a stack", manyTags(46) + "resources: Q: Type: \"AWS::SQS::Queue\"", nil},
		{"a resource that is wrong", `resources: Queue: {Type: "AWS::SQS::Queue", Properties: {DelaySecond: 3}}`,
			[]string{`error resources.Queue.Properties.DelaySecond: AWS::SQS::Queue: unknown property "DelaySecond"`}},
		{"a resource that nobody knows", `resources: Thing: {Type: "AWS::New::Thing"}`,
			[]string{"note resources.Thing: smgen does not know the properties of AWS::New::Thing, and leaves their check to AWS"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := renderStack(t, spectest.Load(t, spectest.Stack(test.stack)), noAssets).found
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
