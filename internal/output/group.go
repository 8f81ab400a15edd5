package output

import "github.com/smgen/smgen/internal/diag"

// group is a finding, and others that say the same of other places.
type group struct {
	diag.Diagnostic
	others []diag.Diagnostic
}

// maxOthers is how many of the other places people are shown.
const maxOthers = 3

// grouped puts warnings and notes that are alike together, each group in the
// place of its first. Errors stand alone: each has to be mended.
func grouped(list []diag.Diagnostic) []group {
	type sameness struct {
		severity            diag.Severity
		rule, message, help string
	}
	var groups []group
	known := map[sameness]int{}
	for _, d := range list {
		same := sameness{d.Severity, d.Rule, d.Message, d.Help}
		if i, ok := known[same]; ok && d.Severity != diag.Error {
			groups[i].others = append(groups[i].others, d)
			continue
		}
		known[same] = len(groups)
		groups = append(groups, group{Diagnostic: d})
	}
	return groups
}
