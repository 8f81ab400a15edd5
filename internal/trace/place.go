package trace

import (
	"strings"

	"github.com/smgen/smgen/internal/arn"
)

// inferPlace fills in what is unknown of the place from the literal ARNs in the
// roles' policies, if they agree: a template that spells its region out belongs
// to it.
func (t *tracer) inferPlace() {
	if t.place.Region != "" && t.place.Account != "" {
		return
	}
	regions, accounts := map[string]bool{}, map[string]bool{}
	for _, id := range t.ids {
		if r := t.doc.Resources[id]; r.Type == typeRole {
			walkText(r.Properties["Policies"], func(text string) {
				parts := strings.SplitN(text, ":", 6)
				// The service's own ARNs name the place; images and keys may be elsewhere.
				if len(parts) == 6 && parts[0] == "arn" && (parts[2] == "sagemaker" || parts[2] == "logs") {
					regions[parts[3]], accounts[parts[4]] = true, true
				}
			})
		}
	}
	t.place.Region = only(t.place.Region, regions)
	t.place.Account = only(t.place.Account, accounts)
	if t.place.Partition == "" && t.place.Region != "" {
		t.place.Partition = arn.Partition(t.place.Region)
	}
}

// only returns what is known, or else the one candidate.
func only(known string, candidates map[string]bool) string {
	if known != "" || len(candidates) != 1 {
		return known
	}
	for candidate := range candidates {
		if !strings.ContainsAny(candidate, "*?$") {
			known = candidate
		}
	}
	return known
}

// walkText calls visit with every string of a tree.
func walkText(value any, visit func(string)) {
	switch v := value.(type) {
	case string:
		visit(v)
	case map[string]any:
		for _, child := range v {
			walkText(child, visit)
		}
	case []any:
		for _, child := range v {
			walkText(child, visit)
		}
	}
}
