package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/source"
	specdata "github.com/smgen/smgen/internal/spec"
)

// layered is a stack whose values come from everywhere a value can come from.
// The comment behind a line names the paths whose origin it is, at the column
// where the literal starts; ~ marks a value that the job did not set itself.
var layered = map[string]string{
	"stacks/defaults.cue": `package stacks

stack: owner: *"ml-platform" | string        // owner
stack: defaults: {
	volumeSizeGB:      *50 | _               // ~jobs.train.volumeSizeGB ~defaults.volumeSizeGB
	maxRuntimeSeconds: *7200 | _             //
	instanceType:      "ml.m5.xlarge"        // ~jobs.train.instanceType
	inputMode:         "Pipe"                // ~jobs.train.inputMode
	image:             *"layer:v1" | _       // ~jobs.train.image
	networkIsolation:  true                  // ~jobs.train.networkIsolation
	tags: Company: "acme"                    // ~jobs.train.tags.Company
	environment: LEVEL: *"info" | _          // ~jobs.train.environment.LEVEL
	hyperparameters: epochs: *"5" | _        //
	vpc: subnets: ["subnet-1",               // ~jobs.train.vpc.subnets[0]
		"subnet-2"]                          // ~jobs.train.vpc.subnets[1]
	vpc: securityGroups: ["sg-1"]            // ~jobs.train.vpc.securityGroups[0]
	timezone: "Europe/Berlin"                // ~jobs.train.schedule.timezone
	flexibleWindowMinutes: 5                 // ~jobs.train.schedule.flexibleWindowMinutes
	logRetentionDays: 7                      // ~jobs.train.launch.custom.logRetentionDays
	mlflowArn: "arn:mlflow"                  // ~jobs.train.mlflow.arn
	outputKmsKey: "alias/models"             // ~jobs.train.output.kmsKey
}
stack: jobs: [_]: spot: maxWaitSeconds: 9000 // ~jobs.train.spot.maxWaitSeconds
`,
	"stacks/churn/stack.cue": `package stacks

import (
	"strings"
	"github.com/smgen/smgen/schema"
	"acme.example/specs/shared"
)

_bucket: "acme-ml"
_depth:  4                                   // jobs.train.retryAttempts
let Lanes = ["a", "b"]
_shared: {entrypoint: ["python",             // jobs.train.entrypoint[0]
	"train.py"]}                             // jobs.train.entrypoint[1]

stack: schema.#Stack & {
	project:     "churn"                     // project
	environment: "staging"
	account:     "123456789012"
	region:      "us-east-1"
	jobs: train: _shared
	jobs: train: {
		maxRuntimeSeconds: 3600              // jobs.train.maxRuntimeSeconds
		hyperparameters: {
			epochs: "10"                     // jobs.train.hyperparameters.epochs
			for l in Lanes {(l): "x"}        // jobs.train.hyperparameters.a jobs.train.hyperparameters.b
			name: strings.ToUpper("n")       // jobs.train.hyperparameters.name
		}
		environment: HOME: "/opt/ml"         // jobs.train.environment.HOME
		inputs: a: s3: "s3://\(_bucket)/in/" // jobs.train.inputs.a.s3
		output: s3: shared.models
		retryAttempts: _depth
		arguments: ["--epochs", "3",         // jobs.train.arguments[0]
			for l in Lanes {l},
		]
		schedule: expression: "rate(1 day)"  // jobs.train.schedule.expression
		launch: custom: {code: "x.zip", handler: "x.y"} // jobs.train.launch.custom.code
		request: StoppingCondition: MaxPendingTimeInSeconds: 7200 // jobs.train.request.StoppingCondition.MaxPendingTimeInSeconds
	}
}
`,
	"shared/models.cue": `package shared

models: "s3://acme-ml/models/"               // jobs.train.output.s3
`,
}

// TestOrigins compares the origins of values with the lines that say so.
func TestOrigins(t *testing.T) {
	stack := loadStack(t, writeRepository(t, layered), "stacks/churn")
	want, got := map[string]string{}, map[string]string{}
	for file, text := range layered {
		for i, line := range strings.Split(text, "\n") {
			_, paths, ok := strings.Cut(line, " // ")
			if !ok {
				continue
			}
			for path := range strings.FieldsSeq(paths) {
				name, isDefault := strings.CutPrefix(path, "~")
				if strings.HasPrefix(name, "defaults.") {
					isDefault = false
				}
				origin := stack.Origins.At(name)
				want[name] = fmt.Sprintf("%s:%d default=%t", file, i+1, isDefault)
				got[name] = fmt.Sprintf("%s:%d default=%t", origin.Pos.File, origin.Pos.Line, origin.Default)
			}
		}
	}
	if len(want) < 30 {
		t.Fatalf("the spec names only %d paths", len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("origins (-want +got):\n%s", diff)
	}
}

// TestOriginOfSchemaDefault says where a value stands that nobody wrote.
func TestOriginOfSchemaDefault(t *testing.T) {
	stack := loadStack(t, writeRepository(t, map[string]string{"stacks/churn/stack.cue": spec(`instanceCount: 2, schedule: expression: "rate(1 day)"`)}), "stacks/churn")
	for path, wantDefault := range map[string]bool{
		"jobs.train.volumeSizeGB":     true,
		"jobs.train.schedule.enabled": true,
		"jobs.train.schedule.via":     true,
		"jobs.train.instanceCount":    false,
		"jobs.train.image":            false,
	} {
		origin := stack.Origins.At(path)
		inSchema := strings.HasPrefix(origin.Pos.File, "github.com/smgen/smgen/schema/")
		if origin.Default != wantDefault || inSchema != wantDefault {
			t.Errorf("%s: origin %v, want a default of the schema: %t", path, origin, wantDefault)
		}
	}
}

// TestEveryScalarHasAnOrigin holds the promise that whatever a template shows
// can be traced to a line.
func TestEveryScalarHasAnOrigin(t *testing.T) {
	stack := loadStack(t, writeRepository(t, layered), "stacks/churn")
	for path, origin := range stack.Origins {
		if !origin.Pos.IsValid() || origin.Pos.Line == 0 {
			t.Errorf("%s has no origin", path)
		}
	}
}

func loadStack(t testing.TB, dir, stack string) *specdata.Stack {
	t.Helper()
	repository, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	loaded, diags := repository.NewLoader().Load(stack)
	if len(diags) > 0 {
		t.Fatalf("load %s:\n%s", stack, format(diags))
	}
	return loaded
}
