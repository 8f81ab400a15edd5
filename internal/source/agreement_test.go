package source_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/load"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smgen/smgen/internal/source"
	specdata "github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/schema"
)

// everyPath is a repository that uses each way in which CUE finds files: layers,
// siblings, and imports from this module, from cue.mod and from CUE itself.
var everyPath = map[string]string{
	"cue.mod/pkg/example.com/kit/kit.cue": `package kit

import "example.com/kit/deep"

image: deep.registry + "/train:v3"
`,
	"cue.mod/pkg/example.com/kit/deep/deep.cue":  "package deep\n\nregistry: \"123456789012.dkr.ecr.us-east-1.amazonaws.com\"\n",
	"cue.mod/usr/example.com/kit/deep/deep.cue":  "package deep\n\nbucket: \"acme-ml\"\n",
	"cue.mod/gen/example.com/kit/deep/other.cue": "package other\n\nbucket: 5\n",
	"shared/root.cue":                     "package sizes\n\nbig: 500\n",
	"shared/sizes/sizes.cue":              "package sizes\n\nsmall: 50\n",
	"shared/sizes/more.cue":               "package more\n\nsmall: 60\n",
	"stacks/defaults.cue":                 "package stacks\n\nstack: account: \"123456789012\"\n",
	"stacks/other.cue":                    "package other\n\nstack: account: \"x\"\n",
	"stacks/plain.cue":                    "stack: account: \"x\"\n",
	"stacks/comments.cue":                 "// package stacks\n",
	"stacks/empty.cue":                    "package stacks\n",
	"stacks/.hidden.cue":                  "package stacks\n\nstack: account: \"x\"\n",
	"stacks/_draft.cue":                   "package stacks\n\nstack: account: \"x\"\n",
	"stacks/run_tool.cue":                 "package stacks\n\nstack: account: \"x\"\n",
	"stacks/run_test.cue":                 "package stacks\n\nstack: account: \"x\"\n",
	"stacks/prod.cue":                     "@if(prod || staging)\n\npackage stacks\n\nstack: account: \"x\"\n",
	"stacks/notprod.cue":                  "// a comment\n\n@if(!prod && !staging)\n\npackage stacks\n\nstack: owner: \"not-prod\"\n",
	"stacks/ignored.cue":                  "@ignore()\n\npackage stacks\n\nstack: account: \"x\"\n",
	"stacks/staging/env.cue":              "package stacks\n\nstack: environment: \"staging\"\n",
	"stacks/staging/churn/below/more.cue": "package stacks\n\nstack: region: \"x\"\n",
	"stacks/staging/churn/region.cue":     "package stacks\n\nstack: region: \"us-east-1\"\n",
	"stacks/staging/churn/stack.cue": `package stacks

import (
	"strings"
	"github.com/smgen/smgen/schema"
	"example.com/kit"
	d "example.com/kit/deep:deep"
	"acme.example/specs/shared/sizes"
)

stack: schema.#Stack & {
	project: strings.ToLower("Churn")
	jobs: train: {
		image:        kit.image
		volumeSizeGB: sizes.small
		output: s3: "s3://\(d.bucket)/models/"
		maxRuntimeSeconds: sizes.big
	}
}
`,
}

// TestAgreesWithCUE compares what the loader yields with what cue itself makes
// of the same directory: the same files, and the same values.
func TestAgreesWithCUE(t *testing.T) {
	withSchema := map[string]string{}
	files, err := schema.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		withSchema["cue.mod/pkg/"+schema.ImportPath+"/"+f.Name] = string(f.Source)
	}
	repositories := map[string]string{"examples": filepath.Join("..", "..")}
	for name, files := range map[string]map[string]string{"layers": layered, "every path": everyPath} {
		all := map[string]string{}
		for _, more := range []map[string]string{files, withSchema} {
			for file, text := range more {
				all[file] = text
			}
		}
		repositories[name] = writeRepository(t, all)
	}
	for name, dir := range repositories {
		repository, err := source.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		stacks, diags := repository.Find(repository.Dir, []string{"stacks/..."})
		if len(diags) > 0 {
			t.Fatal(format(diags))
		}
		for _, stack := range stacks {
			t.Run(name+"/"+stack, func(t *testing.T) {
				got := loadStack(t, repository.Dir, stack)
				want := byCUE(t, repository.Dir, stack)
				slices.Sort(got.Files)
				if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(specdata.Stack{}, "Origins")); diff != "" {
					t.Errorf("stack (-cue +smgen):\n%s", diff)
				}
			})
		}
	}
}

// byCUE loads the stack as the cue command does.
func byCUE(t *testing.T, dir, stack string) *specdata.Stack {
	t.Helper()
	instance := load.Instances([]string{"./" + stack + ":stacks"}, &load.Config{Dir: dir, Env: []string{"CUE_REGISTRY=none"}})[0]
	if instance.Err != nil {
		t.Fatal(instance.Err)
	}
	value := cuecontext.New().BuildInstance(instance).LookupPath(cue.ParsePath("stack"))
	if err := value.Validate(cue.Concrete(true), cue.Final()); err != nil {
		t.Fatal(err)
	}
	text, err := value.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	loaded := &specdata.Stack{Dir: stack}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(loaded); err != nil {
		t.Fatal(err)
	}
	for name, job := range loaded.Jobs {
		job.Name = name
	}
	for _, f := range instance.BuildFiles {
		rel, err := filepath.Rel(dir, f.Filename)
		if err != nil {
			t.Fatal(err)
		}
		loaded.Files = append(loaded.Files, filepath.ToSlash(rel))
	}
	slices.Sort(loaded.Files)
	return loaded
}
