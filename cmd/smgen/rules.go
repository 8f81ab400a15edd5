package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/policy"
)

//go:generate sh -c "go run . rules --format markdown > ../../docs/rules.md"

func newRulesCmd(env environment) *cobra.Command {
	format := choice{"text", []string{"text", "json", "markdown"}}
	cmd := &cobra.Command{
		Use:   "rules [ID…]",
		Short: "List the rules, or explain some",
		Long: `rules lists the rules that specs are held to, with their severities. With an ID it
says what a rule is for, with a good and a bad example.

A finding that is acceptable is waived in the spec, in a job or a stack:

  waive: [{rule: "SM503", reason: "the image is rebuilt each night", until: "2027-06-30"}]

The topmost directory of the specs makes rules stricter:

  stack: rules: SM503: {severity: "error", waivable: false}

Constraints of your own, written in CUE with error("ACME001: message"), are reported
like these rules, and not listed here.`,
		Example: `  smgen rules
  smgen rules SM503
  smgen rules --format json | jq -r '.[] | select(.severity == "error").id'`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var words []string
			for _, r := range policy.Rules() {
				words = append(words, r.ID+"\t"+r.Title)
			}
			return words, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			rules, err := rulesOf(args)
			if err != nil {
				return err
			}
			if err := printRules(env.stdout, format.value, rules, len(args) > 0); err != nil {
				return fmt.Errorf("print the rules: %w", err)
			}
			return nil
		},
	}
	format.addTo(cmd, "format", "form of the list")
	return cmd
}

// rulesOf returns the rules with the given IDs, all without any.
func rulesOf(ids []string) ([]policy.Rule, error) {
	if len(ids) == 0 {
		return policy.Rules(), nil
	}
	var rules []policy.Rule
	for _, id := range ids {
		rule, ok := policy.Lookup(strings.ToUpper(id))
		if !ok {
			return nil, unknownRule(id)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

func unknownRule(id string) error {
	var known []string
	for _, r := range policy.Rules() {
		known = append(known, r.ID)
	}
	if near := diag.Suggest(strings.ToUpper(id), known); near != "" {
		return fmt.Errorf("there is no rule %q (did you mean %s?); smgen rules lists them", id, near)
	}
	return fmt.Errorf("there is no rule %q; smgen rules lists them", id)
}

func printRules(out io.Writer, format string, rules []policy.Rule, explain bool) error {
	switch {
	case format == "json":
		return output.RulesJSON(out, rules)
	case format == "markdown":
		return output.RulesMarkdown(out, rules)
	case !explain:
		return output.ListRules(out, rules)
	}
	for i, r := range rules {
		if i > 0 {
			fmt.Fprint(out, "\n\n")
		}
		if err := output.ExplainRule(out, r); err != nil {
			return err
		}
	}
	return nil
}
