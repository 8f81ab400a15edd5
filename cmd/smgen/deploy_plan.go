package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/review"
)

// readPlan reads the plan that is to be deployed, nil for none.
func (o *deployOptions) readPlan() (*planfile.Plan, error) {
	if o.plan == "" {
		return nil, nil
	}
	name, err := o.env.absolute(o.plan)
	if err != nil {
		return nil, err
	}
	saved, err := planfile.Read(name)
	if err != nil {
		return nil, err
	}
	if o.digest != "" && o.digest != saved.Digest {
		return nil, &outcome{exitStale, fmt.Sprintf("the plan %s is not the one that was reviewed: its digest is %s, and --digest says %s; nothing was deployed", filepath.ToSlash(o.plan), saved.Digest, output.Printable(o.digest))}
	}
	return saved, nil
}

// plannedOf returns those of the targets that a plan is about: all of its stacks, or
// those of them that the command line selects.
func (o *deployOptions) plannedOf(saved *planfile.Plan, targets []*target.Target, commit *planfile.Commit) ([]*target.Target, error) {
	stale := func(why string) error {
		return &outcome{exitStale, output.Printable(why) + "; nothing was deployed; make a new plan with smgen plan --out, and have it reviewed"}
	}
	if why := saved.Commit.Stale(commit); why != "" {
		return nil, stale(why)
	}
	selective := len(o.patterns)+len(o.accounts)+len(o.regions)+len(o.owners) > 0
	var list []*target.Target
	known := map[review.Identity]bool{}
	for _, t := range targets {
		id := planfile.IdentityOf(t)
		known[id] = true
		switch {
		case saved.Stack(id) != nil:
			list = append(list, t)
		case selective:
			return nil, stale(fmt.Sprintf("the plan has no stack %s in %s, %s (%s)", t.Name, t.Account, t.Region, t.Dir))
		}
	}
	for _, s := range saved.Stacks {
		if !selective && !known[s.Identity] {
			return nil, stale(fmt.Sprintf("no spec makes the stack %s in %s, %s (%s) of the plan", s.Name, s.Account, s.Region, s.Dir))
		}
	}
	return list, nil
}

// knowsAllowed refuses stacks in --allow that are not deployed.
func (o *deployOptions) knowsAllowed(targets []*target.Target) error {
	names := map[string]bool{}
	for _, t := range targets {
		names[t.Name] = true
	}
	for _, name := range o.allowed.Stacks() {
		if !names[name] {
			return fmt.Errorf("--allow names the stack %q, and none of that name is deployed; a stack goes by its name in CloudFormation", name)
		}
	}
	return nil
}

// planNow plans the targets and shows the plan. One that cannot be planned does not
// keep the others from being deployed.
func (o *deployOptions) planNow(ctx context.Context, sessions *session.Sessions, targets []*target.Target, commit *planfile.Commit) (*planfile.Plan, map[*target.Target]error, error) {
	looks, failures, err := o.look(ctx, sessions, targets, commit)
	if err != nil {
		o.tellFailures(failures)
		return nil, nil, err
	}
	failed := map[*target.Target]error{}
	for _, f := range failures {
		failed[f.Target] = f.Err
	}
	plan, err := o.planOf(looks, targets, commit)
	if err != nil {
		return nil, nil, err
	}
	if o.logFormat.value == textFormat || o.env.canAsk() {
		err = o.showPlan(plan)
	}
	return plan, failed, err
}
