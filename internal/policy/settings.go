package policy

import (
	"fmt"
	"path"
	"slices"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/spec"
)

func wrongSetting() Rule {
	return Rule{
		ID:    ruleSetting,
		Title: "rules are made stricter, by the topmost layer",
		Doc: `The topmost directory of the specs may raise the severity of a rule, or refuse waivers of
it. Directories below may not, so that what holds for the organisation stands in one place; and
nothing makes a rule weaker: that is what waivers are for, one by one and with a reason.`,
		Good:    `rules: SM503: {severity: "error", waivable: false}`,
		Bad:     `rules: SM101: severity: "warning"`,
		OfStack: true,
	}
}

// settings reads how much each rule matters.
func (r *Ruling) settings() {
	for _, id := range spec.SortedKeys(r.stack.Rules) {
		at := spec.Join("rules", id)
		rule, known := r.rules[id]
		if !known {
			r.report(ruleSetting, at, r.unknown(id), r.unknownHelp(id))
			continue
		}
		for _, field := range []string{at + ".severity", at + ".waivable"} {
			r.checkLayer(field)
		}
		if given := r.stack.Rules[id].Severity; given != "" {
			severity := severities()[given]
			if severity > rule.Severity {
				r.report(ruleSetting, at+".severity", fmt.Sprintf("%s is an %s, and cannot become a %s", id, rule.Severity, given), "remove it; single findings can be waived: waive: [{rule: …, reason: …}]")
				continue
			}
			r.severity[id] = severity
		}
	}
}

func severities() map[string]diag.Severity {
	return map[string]diag.Severity{diag.Error.String(): diag.Error, diag.Warning.String(): diag.Warning}
}

// checkLayer refuses a setting that stands in one of the stack's files below the
// topmost directory. What these files import is not a layer.
func (r *Ruling) checkLayer(field string) {
	origin, given := r.stack.Origins[field]
	top := r.stack.TopDir()
	if given && slices.Contains(r.stack.Files, origin.Pos.File) && path.Dir(origin.Pos.File) != top {
		r.report(ruleSetting, field, "rules can be set in the topmost directory of the specs only, which is "+top, "move it there, or remove it")
	}
}

// reservedID is what the IDs of smgen's own rules look like.
var reservedID = lazyregexp.New(`^SM[0-9]+$`)

func (r *Ruling) unknown(id string) string { return fmt.Sprintf("there is no rule %q", id) }

func (r *Ruling) unknownHelp(id string) string {
	if near := diag.Suggest(id, spec.SortedKeys(r.rules)); near != "" {
		return "did you mean " + near + "? smgen rules lists them"
	}
	if !reservedID().MatchString(id) {
		return "a constraint of your own is changed where it stands, in CUE: it can make its own exceptions"
	}
	return "smgen rules lists them"
}
