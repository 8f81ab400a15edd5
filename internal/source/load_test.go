package source_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/load"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/schema"
)

// TestLoadersInParallel runs loaders side by side, each over several contexts;
// the race detector does the rest.
func TestLoadersInParallel(t *testing.T) {
	const stacks = 60
	files := map[string]string{"stacks/defaults.cue": "package stacks\n\nstack: owner: \"ml\"\n"}
	for i := range stacks {
		files[fmt.Sprintf("stacks/s%02d/stack.cue", i)] = spec(fmt.Sprintf("volumeSizeGB: %d", i))
	}
	repository, err := source.Open(writeRepository(t, files))
	if err != nil {
		t.Fatal(err)
	}
	var done sync.WaitGroup
	for range 3 {
		done.Go(func() {
			loader := repository.NewLoader()
			for i := range stacks {
				stack, diags := loader.Load(fmt.Sprintf("stacks/s%02d", i))
				switch {
				case i == 0 && (len(diags) != 1 || !strings.Contains(diags[0].Message, "got 0")):
					t.Errorf("stack 0: got %v, want one finding on volumeSizeGB", diags)
				case i > 0 && (stack == nil || stack.Jobs["train"].VolumeSizeGB != int64(i) || stack.Owner != "ml"):
					t.Errorf("stack %d: got %v, %v", i, stack, diags)
				}
			}
		})
	}
	done.Wait()
}

// FuzzLoad gives the loader whatever text. It must answer with a stack or with
// findings, each with a message on one line at a file of the repository.
func FuzzLoad(f *testing.F) {
	for _, job := range []string{
		"", "volumeSizeGB: 50", "volumeSizeGB: \"50\"", "schedule: {expression: 5}", "x: y", "inputs: [1]", "request: {A: {B: [1, {C: \"d\"}]}}",
		"if true {spot: null}", "for k, v in {a: 1} {(k): v}", "\"\\(1)\": 2", "a?: 1", "#d: x: 1, d: #d", "let X = 1, y: X", "hyperparameters: [string]: \"x\"",
		"_p: {a: 0 | 1, a, a*0}", "schema.#Job", "tags: {\"a b\": \"c\"}", "volumeSizeGB: *1 | 2 | _", "access: [...]", "image: '\\xff'",
	} {
		f.Add(spec(job))
	}
	f.Add("package stacks\nstack: {")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		// CUE's evaluator takes exponential time on some texts, which is not
		// what is tested here.
		if len(text) > 2000 || strings.Count(text, "for ")+strings.Count(text, "|")+strings.Count(text, "*") > 20 {
			return
		}
		dir := writeRepository(t, map[string]string{"stacks/churn/stack.cue": text})
		repository, err := source.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		stack, diags := repository.NewLoader().Load("stacks/churn")
		if stack == nil && len(diags) == 0 {
			t.Error("neither a stack nor a finding")
		}
		for _, d := range diags {
			if d.Message == "" || strings.ContainsAny(d.Message, "\n\r") || !d.Pos.IsValid() || strings.HasPrefix(d.Pos.File, schema.ImportPath) {
				t.Errorf("bad finding: %+v", d)
			}
		}
	})
}

const example = "stacks/staging/ml-pipeline"

func BenchmarkLoad(b *testing.B) {
	repository, err := source.Open("../..")
	if err != nil {
		b.Fatal(err)
	}
	loader := repository.NewLoader()
	b.ReportAllocs()
	for b.Loop() {
		if _, diags := loader.Load(example); len(diags) > 0 {
			b.Fatal(format(diags))
		}
	}
}

// BenchmarkCUE is the floor under BenchmarkLoad: what CUE itself needs to parse,
// build and validate the same files, with the schema built once a context.
func BenchmarkCUE(b *testing.B) {
	found := load.Instances([]string{"./" + example}, &load.Config{Dir: "../.."})[0]
	if found.Err != nil {
		b.Fatal(found.Err)
	}
	var ctx *cue.Context
	var imports *build.Context
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%50 == 0 {
			ctx = cuecontext.New()
			schema := load.Instances([]string{"./schema"}, &load.Config{Dir: "../.."})[0]
			imports = build.NewContext(build.Loader(func(token.Pos, string) *build.Instance { return schema }))
		}
		instance := imports.NewInstance("", nil)
		for _, f := range found.BuildFiles {
			file, err := parser.ParseFile(f.Filename, nil)
			if err != nil {
				b.Fatal(err)
			}
			if err := instance.AddSyntax(file); err != nil {
				b.Fatal(err)
			}
		}
		if err := instance.Complete(); err != nil {
			b.Fatal(err)
		}
		stack := ctx.BuildInstance(instance).LookupPath(cue.ParsePath("stack"))
		if err := stack.Validate(cue.Concrete(true), cue.Final()); err != nil {
			b.Fatal(err)
		}
	}
}
