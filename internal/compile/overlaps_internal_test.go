package compile

import (
	"fmt"
	"testing"
	"time"
)

// TestManyOverlaps compares the jobs of very many stacks, of which many are alike
// or reach into each other, in little time.
func TestManyOverlaps(t *testing.T) {
	const stacks = 5000
	var h holds
	for i := range stacks {
		one := hold{holder: &holder{named: named{dir: fmt.Sprintf("stacks/%05d", i), job: "jobs.train"}, prefix: fmt.Sprint(i % 100)}, path: "jobs.train.x"}
		add := func(list *[]hold, text string) {
			one.text = text
			*list = append(*list, one)
		}
		add(&h.prefixes, "us-east-1 123456789012 churn-")
		add(&h.prefixes, fmt.Sprintf("us-east-1 123456789012 churn-%d-", i))
		add(&h.reads, "acme/models/")
		add(&h.reads, "acme/models")
		add(&h.writes, "acme/models/")
		add(&h.writes, fmt.Sprintf("acme/m/%d/", i))
	}
	start := time.Now()
	diags := h.overlaps()
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("the comparison of %d stacks took %s", stacks, took)
	}
	if len(diags) != stacks {
		t.Errorf("%d findings, want %d about the prefix that begins all others", len(diags), stacks)
	}
}
