package output

import "github.com/smgen/smgen/internal/diag"

// Rule is what a report says about a rule.
type Rule struct {
	// ID is such as SM101.
	ID string
	// Title is the rule in a few words, and Doc says why it is there.
	Title, Doc string
	Severity   diag.Severity
	// Good and Bad are examples in CUE, which may be missing.
	Good, Bad string
}

// generalRule is what formats that want a rule for each finding call the one
// behind mistakes that no rule of its own stands for.
const generalRule = "SM001"

// ruleID is the rule of a finding, in the formats that want one.
func ruleID(d diag.Diagnostic) string {
	if d.Rule == "" {
		return generalRule
	}
	return d.Rule
}

// catalogue is a report's rules with each ID once: those that were applied, then
// those that findings alone name. An organisation's own are among the latter.
type catalogue struct {
	rules []Rule
	index map[string]int
}

func (r *Report) catalogue() catalogue {
	c := catalogue{index: map[string]int{}}
	for _, rule := range r.Rules {
		c.add(rule)
	}
	for _, d := range r.Findings {
		if d.Rule == "" {
			c.add(Rule{
				ID:    generalRule,
				Title: "the spec says what can be read and sent",
				Doc:   "The spec is not valid CUE, does not fit smgen's schema, or asks for what the API would refuse. The message says what is allowed.",
			})
			continue
		}
		c.add(Rule{
			ID:       d.Rule,
			Title:    "a rule of this repository",
			Doc:      "The specs define this rule themselves, as a constraint in CUE. The message says what it demands.",
			Severity: d.Severity,
		})
	}
	return c
}

func (c *catalogue) add(rule Rule) {
	if _, known := c.index[rule.ID]; known {
		return
	}
	c.index[rule.ID] = len(c.rules)
	c.rules = append(c.rules, rule)
}

// of returns the rule behind a finding.
func (c catalogue) of(d diag.Diagnostic) Rule { return c.rules[c.index[ruleID(d)]] }
