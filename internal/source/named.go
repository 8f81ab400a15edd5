package source

import (
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
)

// ownRulePattern is a message that names the rule of an organisation's own, as in
// error("ACME001: staging runs on small machines").
var ownRulePattern = lazyregexp.New(`^([A-Z][A-Z0-9_-]{0,30}[0-9]): *(.+)$`)

// reserved are the IDs that smgen gives to its own rules.
var reserved = lazyregexp.New(`^SM[0-9]+$`)

// named gives the findings of constraints that organisations wrote, with an ID in
// front of the message, that ID. CUE's own messages start with a small letter.
func named(diags []diag.Diagnostic) []diag.Diagnostic {
	for i, d := range diags {
		if m := ownRulePattern().FindStringSubmatch(d.Message); m != nil && !reserved().MatchString(m[1]) {
			diags[i].Rule, diags[i].Message = m[1], m[2]
		}
	}
	return diags
}
