package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/planning"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/review"
)

// makePlan asks AWS what deploying the targets would do. What cannot be planned is
// told, and then there is no plan.
func (o *cloudOptions) makePlan(ctx context.Context, f *found, sessions *session.Sessions, targets []*target.Target, commit *planfile.Commit) (*planfile.Plan, error) {
	looks, failures, err := o.look(ctx, sessions, targets, commit)
	o.tellFailures(failures)
	switch {
	case err != nil:
		return nil, err
	case len(failures) == len(targets):
		return nil, errFindings
	case len(failures) > 0:
		return nil, &outcome{exitSome, fmt.Sprintf("%d of %s cannot be planned, and there is no plan without them; mend that, or name the others", len(failures), plural(len(targets), "stack"))}
	}
	return o.planOf(looks, targets, commit)
}

// look asks AWS what deploying each target would do.
func (o *cloudOptions) look(ctx context.Context, sessions *session.Sessions, targets []*target.Target, commit *planfile.Commit) ([]*planning.Look, []planning.Failure, error) {
	planner := planning.New(planning.Options{
		Sessions: sessions, Targets: targets, Commit: commit,
		By: func(caller string) string { return changeset.Author(caller, o.env.getenv) },
	})
	var line *counter
	if o.env.isInteractive(o.env.stderr) {
		line = watch(o.env.stderr, "planned", len(targets))
	}
	defer line.clear()
	return planner.All(ctx, o.concurrency, line.step)
}

// planOf puts together what was found out.
func (o *cloudOptions) planOf(looks []*planning.Look, targets []*target.Target, commit *planfile.Commit) (*planfile.Plan, error) {
	now := o.now.Time
	if now.IsZero() {
		now = time.Now().UTC().Truncate(time.Second)
	}
	return planning.Plan(looks, commit, review.Options{
		Smgen: version(), From: "what is deployed", To: specsOf(commit), Environment: environmentOf(targets), Now: now,
	})
}

// specsOf says for people which specs a plan is of.
func specsOf(c *planfile.Commit) string {
	switch {
	case c == nil:
		return "the specs"
	case len(c.Changed) > 0:
		return "the specs, which differ from those of " + c.ID[:12]
	}
	return "the specs of " + c.ID[:12]
}

// environmentOf is the environment that a comment about stacks is known by.
func environmentOf(targets []*target.Target) string {
	for _, t := range targets {
		if t.Environment != targets[0].Environment {
			return "all"
		}
	}
	if targets[0].Environment == "" {
		return "all"
	}
	return targets[0].Environment
}

// tellFailures says what could not be planned, and why; a reason that many stacks
// share, once.
func (o *cloudOptions) tellFailures(failures []planning.Failure) {
	dirs := map[string][]string{}
	var reasons []string
	for _, failure := range failures {
		reason := failure.Err.Error()
		if failure.Err == context.Canceled || errors.Is(failure.Err, context.Canceled) && !strings.Contains(reason, "left over") {
			continue
		}
		if dirs[reason] == nil {
			reasons = append(reasons, reason)
		}
		dirs[reason] = append(dirs[reason], failure.Target.Dir)
	}
	for _, reason := range reasons {
		list := dirs[reason]
		where := list[0]
		if n := len(list) - 1; n > 0 {
			where += fmt.Sprintf(" and %s more", plural(n, "stack"))
		}
		lines := strings.Split(reason, "\n")
		for i, line := range lines {
			lines[i] = output.Printable(line)
		}
		fmt.Fprintf(o.env.stderr, "%s: %s\n", output.Printable(where), strings.Join(lines, "\n"))
	}
}
