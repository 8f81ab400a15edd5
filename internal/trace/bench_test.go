package trace_test

import (
	"testing"

	"github.com/smgen/smgen/internal/trace"
)

// BenchmarkProve proves a template with one job, as every vet of a stack does:
// it has to stay well below 0.3 ms.
func BenchmarkProve(b *testing.B) {
	const name = "stacks/staging/ml-pipeline/template.json"
	d := goldenTemplates(b)[name]
	place := placeOf(name)
	b.ReportAllocs()
	for b.Loop() {
		if findings := trace.Prove(d, place); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}
