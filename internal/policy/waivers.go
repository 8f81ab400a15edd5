package policy

import (
	"fmt"
	"time"

	"github.com/smgen/smgen/internal/diag"
)

// familyOfWaivers is the family of the rules about waivers and settings, which
// nobody can waive.
const familyOfWaivers = "SM7"

// The rules about waivers and settings.
const (
	ruleExpired = "SM701"
	ruleUnused  = "SM702"
	ruleWaiver  = "SM703"
	ruleSetting = "SM704"
)

// exampleOfWaiver is a job with something to waive: its image can change unseen.
const exampleOfWaiver = "image: \"123456789012.dkr.ecr.us-east-1.amazonaws.com/train:latest\"\n"

func expiredWaiver() Rule {
	return Rule{
		ID:       ruleExpired,
		Title:    "a waiver has not expired",
		Severity: diag.Warning,
		Doc: `A waiver with until holds to the end of that day, in UTC. Then what it let pass is
reported again, and so is the waiver: renew it with a reason that still holds, or remove it.`,
		Good: exampleOfWaiver + `waive: [{rule: "SM503", reason: "the registry keeps tags", until: "2099-12-31"}]`,
		Bad:  `waive: [{rule: "SM503", reason: "until the registry keeps tags", until: "2020-01-31"}]`,
	}
}

func unusedWaiver() Rule {
	return Rule{
		ID:       ruleUnused,
		Title:    "a waiver lets something pass",
		Severity: diag.Warning,
		Doc: `A waiver that nothing needs any more would let the next finding of its rule pass, which
nobody has looked at.`,
		Good: exampleOfWaiver + `waive: [{rule: "SM503", reason: "the registry keeps tags"}]`,
		Bad:  `waive: [{rule: "SM503", reason: "the registry keeps tags"}]`,
	}
}

func wrongWaiver() Rule {
	return Rule{
		ID:    ruleWaiver,
		Title: "a waiver names a rule that can be waived, and a day that exists",
		Doc: `Warnings and notes can be waived, and of the errors those about which smgen can be wrong,
such as an instance type that is newer than its data. What AWS refuses cannot be, nor what the
organisation has made waivable: false.`,
		Good: exampleOfWaiver + `waive: [{rule: "SM503", reason: "the registry keeps tags"}]`,
		Bad:  `waive: [{rule: "SM101", reason: "we know"}]`,
	}
}

// accepts reports whether a waiver can be; if not, a finding says why.
func (r *Ruling) accepts(w *waiver) bool {
	rule, known := r.rules[w.Rule]
	settings := r.stack.Rules[w.Rule]
	switch {
	case !known:
		r.report(ruleWaiver, w.path+".rule", r.unknown(w.Rule), r.unknownHelp(w.Rule))
	case !rule.IsWaivable():
		r.report(ruleWaiver, w.path+".rule", fmt.Sprintf("%s cannot be waived: %s", w.Rule, rule.Title), "mend what it finds, and remove the waiver; smgen rules "+w.Rule+" says more")
	case settings.Waivable != nil && !*settings.Waivable:
		r.report(ruleWaiver, w.path+".rule", fmt.Sprintf("%s cannot be waived here: the organisation's rules say so, at %s", w.Rule, r.stack.Origins.At("rules."+w.Rule+".waivable").Pos), "mend what it finds, and remove the waiver")
	default:
		return true
	}
	return false
}

// isExpired reports whether a waiver holds no longer, or not at all because its
// day does not exist.
func (r *Ruling) isExpired(w *waiver, now time.Time) bool {
	if w.Until == "" {
		return false
	}
	day, err := time.Parse(time.DateOnly, w.Until)
	switch {
	case err != nil:
		r.report(ruleWaiver, w.path+".until", fmt.Sprintf("there is no day %s", w.Until), "write the last day on which the waiver holds as year, month and day")
	case now.IsZero() || now.Before(day.AddDate(0, 0, 1)):
		return false
	default:
		r.report(ruleExpired, w.path+".until", fmt.Sprintf("the waiver of %s has expired on %s", w.Rule, w.Until), "mend what it let pass and remove it, or renew it with a reason that holds")
	}
	return true
}

// Unused returns a finding for each waiver that let nothing pass, once all findings
// of the stack have been through Apply. Whether jobs of several stacks get into each
// other's way depends on the stacks of the run, so that waivers of that are left
// alone.
func (r *Ruling) Unused() []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, w := range r.waivers {
		rule := r.rules[w.Rule]
		if w.used || w.void || rule.acrossStacks {
			continue
		}
		about := "in this stack"
		if w.scope != "" {
			about = "about this job"
		}
		diags = append(diags, r.rules[ruleUnused].finding(r.stack, w.path+".rule", fmt.Sprintf("the waiver of %s lets nothing pass: there is no such finding %s", w.Rule, about), "remove it"))
	}
	return r.Apply(diags)
}
