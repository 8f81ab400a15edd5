package policy

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/diag"
)

func previousGeneration() Rule {
	return Rule{
		ID:       "SM604",
		Title:    "machines are of a generation that AWS recommends",
		Severity: diag.Warning,
		Doc: `AWS lists m4, c4, p2, p3 and others as previous generations: they cost more for the same work than their
successors, there are fewer of them from year to year, and the drivers of new images no longer serve the oldest GPUs
(p2 has a K80, p3 a V100 of 2017). The help names a type of the following generation with about as many processors or
GPUs; try whether the job's memory suffices. Machines of groups, preferences and debugger rules are looked at, too.`,
		Good: `instanceType: "ml.g5.2xlarge"`,
		Bad:  `instanceType: "ml.p3.2xlarge"`,
		Check: func(p *Pass) {
			for _, m := range slices.Concat(p.fleet(), p.fleetOfRules()) {
				if successor := m.successor(); successor != "" {
					p.Report(p.place(p.Request.Path(m.at)), m.name+" is of a previous generation, which AWS phases out", fmt.Sprintf("try %q, and compare time and price of a run", successor))
				}
			}
		},
	}
}

// successor returns the type to try instead of a machine of a previous generation,
// "" for one that is current.
func (m machine) successor() string {
	var to, as string
	size := m.size()
	switch m.family() {
	case "m4":
		to, as = "m7i", map[string]string{"10xlarge": "12xlarge"}[size]
	case "c4":
		to = "c7i"
	case "r4":
		to = "r7i"
	case "t2":
		to = "t3"
	case "p2":
		// Each GPU of a K80 has less memory and speed than one A10G.
		to, as = "g5", map[string]string{"8xlarge": "48xlarge", "16xlarge": "48xlarge"}[size]
	case "p3":
		// One V100 and one A10G are close; eight with fast links between them are p4d's.
		to, as = "g5", map[string]string{"8xlarge": "12xlarge"}[size]
		if size == "16xlarge" {
			to, as = "p4d", "24xlarge"
		}
	case "p3dn":
		to, as = "p4d", "24xlarge"
	case "g3", "g3s":
		to, as = "g5", map[string]string{"8xlarge": "12xlarge", "16xlarge": "24xlarge"}[size]
	default:
		return ""
	}
	if as == "" {
		as = size
	}
	return "ml." + to + "." + as
}
