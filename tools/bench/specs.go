package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/smgen/smgen/schema"
)

// Each stack is the Terraform module's basic example as a spec, below two layers
// of defaults, as a repository that smgen init starts has them.
const (
	module = `module: "bench.example/specs"
language: version: "v0.17.0"
`
	organisation = `package stacks

stack: {
	repository: "acme/ml-specs"
	account:    "123456789012"
	region:     *"us-east-1" | string
	defaults: volumeSizeGB: *50 | _
	defaults: tags: Company: "acme"
}
`
	environment = `package stacks

stack: {
	environment: "staging"
	notify: topic: "arn:aws:sns:us-east-1:123456789012:oncall"
	defaults: maxRuntimeSeconds: 7200
	jobs: [_]: maxRuntimeSeconds: <=14400
}
`
	// example takes the stack's number, and the minute and hour
	// of its schedule.
	example = `package stacks

import "github.com/smgen/smgen/schema"

stack: schema.#Stack & {
	project: "pipeline-%05[1]d"
	owner:   "ml-engineering"
	jobs: churn: {
		image:             "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-training-image:v3"
		instanceType:      "ml.m5.large"
		maxRuntimeSeconds: 3600

		inputs: training: {s3: "s3://my-ml-bucket/training-data/", contentType: "application/x-parquet"}
		output: s3: "s3://my-ml-bucket/model-artifacts/"
		hyperparameters: {epochs: "10", learning_rate: "0.001"}

		schedule: {expression: "cron(%[2]d %[3]d * * ? *)", timezone: "Europe/Berlin"}
		mlflow: {arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-4XAMPLE", experiment: "churn"}
	}
}
`
)

// stackDir is the directory of the stack with a number.
func stackDir(i int) string { return fmt.Sprintf("stacks/staging/pipeline-%05d", i) }

// writeSpecs writes a repository of n stacks with one job each, a package a
// stack, with the schema where the plain cue command looks for it.
func writeSpecs(dir string, n int) error {
	files := map[string]string{
		"cue.mod/module.cue":          module,
		"stacks/defaults.cue":         organisation,
		"stacks/staging/defaults.cue": environment,
	}
	list, err := schema.Files()
	if err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	for _, f := range list {
		files["cue.mod/pkg/"+schema.ImportPath+"/"+f.Name] = string(f.Source)
	}
	for i := range n {
		files[stackDir(i)+"/stack.cue"] = fmt.Sprintf(example, i, i%60, i/60%24)
	}
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return fmt.Errorf("write specs: %w", err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write specs: %w", err)
		}
	}
	return nil
}
