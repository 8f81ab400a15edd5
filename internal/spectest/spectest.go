package spectest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spec"
)

// Dir is the directory of the stacks that this package makes, relative to the
// repository's root.
const Dir = "stacks/churn"

// Image is the image of a job that names none.
const Image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:v3"

// Complete returns the CUE of a stack whose one job, train, has the given fields
// beside the least that a job needs.
func Complete(fields string) string {
	return Stack("defaults: image: \"" + Image + "\"\n\tjobs: train: output: s3: *\"s3://acme-ml/models/\" | _\n\tjobs: train: {\n" + fields + "\n}")
}

// Example returns the CUE of a stack about which no rule has anything to say until
// it gets the given fields, which are those of its one job, train, or of the stack.
// A stack of its own may be in another region, and limits no runtime.
func Example(fields string, ofStack bool) string {
	limit := ""
	if !ofStack {
		fields = "jobs: train: {\n" + fields + "\n}"
		limit = "maxRuntimeSeconds: *3600 | _"
	}
	stack := Stack(`notify: topic: *"arn:aws:sns:us-east-1:123456789012:oncall" | _
	defaults: {
		image:             *"` + Image + `" | _
		` + limit + `
		outputKmsKey:      *"` + key + `" | _
	}
	jobs: [_]: output: s3: *"s3://acme-ml/models/" | _
	jobs: train: {}
` + fields)
	return strings.Replace(stack, `region:      "us-east-1"`, `region: *"us-east-1" | _`, 1)
}

const key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

// Job returns the CUE of a stack whose one job, train, has the given fields alone.
func Job(fields string) string { return Stack("jobs: train: {\n" + fields + "\n}") }

// Stack returns the CUE of a stack with the given fields beside those that every
// stack needs.
func Stack(fields string) string {
	return `package stacks

import "github.com/smgen/smgen/schema"

stack: schema.#Stack & {
	project:     "churn"
	environment: "staging"
	account:     "123456789012"
	region:      "us-east-1"
	` + fields + `
}
`
}

// Repository writes files by their slash-separated names, and a module file if
// there is none, to a new directory and opens it.
func Repository(t testing.TB, files map[string]string) *source.Repository {
	t.Helper()
	dir := t.TempDir()
	write := func(name, content string) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("cue.mod/module.cue", "module: \"acme.example/specs\"\nlanguage: version: \"v0.17.0\"\n")
	for name, content := range files {
		write(name, content)
	}
	repository, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return repository
}

// Load reads a stack from its CUE, which must be right.
func Load(t testing.TB, cue string) *spec.Stack {
	t.Helper()
	stack, diags := Repository(t, map[string]string{Dir + "/" + source.StackFile: cue}).NewLoader().Load(Dir)
	if stack == nil {
		var all []string
		for _, d := range diags {
			all = append(all, d.Pos.String()+": "+d.Message)
		}
		t.Fatalf("the spec does not load:\n%s\n%s", strings.Join(all, "\n"), cue)
	}
	return stack
}
