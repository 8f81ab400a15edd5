package output

import (
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
)

// ruleID is the rule of a finding, in the formats that want one.
func ruleID(d diag.Diagnostic) string {
	if d.Rule == "" {
		return policy.General
	}
	return d.Rule
}

// catalogue is a report's rules with each ID once: those that were applied, then
// those that findings alone name. An organisation's own are among the latter.
type catalogue struct {
	rules []policy.Rule
	index map[string]int
}

func (r *Report) catalogue() catalogue {
	c := catalogue{index: map[string]int{}}
	for _, rule := range r.Rules {
		c.add(rule)
	}
	for _, d := range r.Findings {
		if d.Rule == "" {
			general, _ := policy.Lookup(policy.General)
			c.add(general)
			continue
		}
		c.add(policy.Rule{
			ID:       d.Rule,
			Title:    "a rule of this repository",
			Doc:      "The specs define this rule themselves, as a constraint in CUE. The message says what it demands.",
			Severity: d.Severity,
		})
	}
	return c
}

func (c *catalogue) add(rule policy.Rule) {
	if _, known := c.index[rule.ID]; known {
		return
	}
	c.index[rule.ID] = len(c.rules)
	c.rules = append(c.rules, rule)
}

// of returns the rule behind a finding.
func (c catalogue) of(d diag.Diagnostic) policy.Rule { return c.rules[c.index[ruleID(d)]] }
