package jobs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/plan/jobs"
	"github.com/smgen/smgen/internal/template"
)

// BenchmarkCompare compares 300 stacks of three jobs, in each of which schedule,
// machines, image and hyperparameters of all jobs change.
func BenchmarkCompare(b *testing.B) {
	for kind, launch := range launches {
		b.Run(string(kind), func(b *testing.B) {
			side := func(hour int, machine, tag string) *template.Document {
				fields := map[string]string{}
				for _, name := range []string{"one", "two", "three"} {
					fields[name] = fmt.Sprintf("schedule: expression: \"cron(0 %d * * ? *)\"\ninstanceType: %q\nimage: \"%strain:%s\"\nhyperparameters: {%s}", hour, machine, ecr, tag,
						strings.Join([]string{fmt.Sprintf("epochs: \"%d\"", hour), "lr: \"0.1\"", "layers: \"12\""}, ", "))
				}
				return compiled(b, stackOf(launch, fields))
			}
			before, after := side(2, "ml.m5.large", "v1"), side(3, "ml.g5.2xlarge", "v2")
			for b.Loop() {
				for range 300 {
					if c := jobs.Compare(before, after, options); len(c.Jobs) != 3 {
						b.Fatal(c)
					}
				}
			}
		})
	}
}
