package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/output"
)

// gate lets a run go on if all that is dangerous about it is allowed, and if what
// was not reviewed before is confirmed.
func (o *deployOptions) gate(ctx context.Context, run *deploy.Run, what deploy.Options) error {
	changing := what.Plan.Changing()
	if changing == 0 || o.noExecute {
		return nil
	}
	findings, err := run.Dangers(ctx)
	if err != nil {
		return err
	}
	left := o.allowed.Left(findings)
	if o.yes || !o.env.canAsk() {
		return blocked(left)
	}
	if !what.Fresh && len(left) == 0 {
		return nil
	}
	for _, f := range left {
		fmt.Fprintf(o.env.stderr, "%s %s\n", o.text(o.env.stderr).Danger("!"), output.Printable(f.String()))
	}
	question := "Deploy " + plural(changing, "stack") + "? Type yes:"
	if len(left) > 0 {
		question = "Deploy " + plural(changing, "stack") + ", and do what is marked with an exclamation mark? Type yes:"
	}
	sure, err := o.env.ask(ctx, question, "yes")
	switch {
	case err != nil:
		return err
	case !sure:
		return &outcome{exitFindings, "not confirmed; nothing was deployed"}
	}
	return nil
}

// blocked is the error of dangers that are not allowed, nil if there are none.
func blocked(left []deploy.Finding) error {
	if len(left) == 0 {
		return nil
	}
	var text strings.Builder
	text.WriteString("this has to be allowed, and nothing was deployed:\n")
	for _, f := range left {
		text.WriteString("  " + output.Printable(f.String()) + "\n")
	}
	text.WriteString("if it is meant, add: " + output.Printable(deploy.Flag(left)))
	return &outcome{exitBlocked, text.String()}
}

// goesOn says what a program that leaves at once leaves behind.
func goesOn(running []string) string {
	if len(running) == 0 {
		return "left at once; nothing goes on in AWS"
	}
	return fmt.Sprintf("left at once; CloudFormation goes on with %s; smgen status tells how it ends", output.Printable(strings.Join(running, ", ")))
}
