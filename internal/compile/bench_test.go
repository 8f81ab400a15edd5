package compile_test

import (
	"slices"
	"testing"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
)

// BenchmarkRun compiles the basic example as often as a repository of that many
// stacks would. Its profile (go test -bench Run -cpuprofile) says where the time
// of smgen vet goes; tools/bench compares the whole with CUE.
func BenchmarkRun(b *testing.B) {
	repository, err := source.Open(root)
	if err != nil {
		b.Fatal(err)
	}
	const stacks = 200
	dirs := slices.Repeat([]string{"stacks/staging/ml-pipeline"}, stacks)
	b.ReportAllocs()
	for b.Loop() {
		_, err := compile.Run(b.Context(), compile.Options{Repository: repository, Dirs: dirs, Version: "devel", Format: template.JSON}, func(r *compile.Result) error {
			if r.Template == nil {
				b.Fatalf("findings: %v", r.Diags)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*stacks), "µs/stack")
}
