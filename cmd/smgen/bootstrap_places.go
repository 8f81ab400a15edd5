package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/bootstrap"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/source"
)

// target is the stack of a place.
func (o *bootstrapOptions) target(p bootstrap.Place) (*target.Target, error) {
	text, err := bootstrap.Template(p, o.make)
	if err != nil {
		return nil, err
	}
	t := &target.Target{
		Name: bootstrap.StackName, Account: p.Account, Region: p.Region, Dir: bootstrap.StackName, Template: text,
		Command:  "smgen bootstrap --account " + p.Account + " --region " + p.Region,
		Tags:     []target.Tag{{Key: "ManagedBy", Value: "smgen"}},
		Settings: target.Settings{Protected: true, OnFailure: "DELETE"},
	}
	if o.assume != "" {
		t.Settings.Role = "arn:" + p.Partition + ":iam::" + p.Account + ":role/" + o.assume
	}
	return t, nil
}

// places are the accounts and regions that are meant, in order.
func (o *bootstrapOptions) places(ctx context.Context) (*found, []bootstrap.Place, error) {
	if len(o.accounts) == 0 || len(o.regions) == 0 || len(o.patterns) > 0 {
		f, targets, err := o.targets(ctx)
		if err != nil {
			return nil, nil, err
		}
		var places []bootstrap.Place
		for _, t := range targets {
			places = append(places, bootstrap.At(t.Account, t.Region))
		}
		return f, slices.Compact(places), nil
	}
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	f, err := o.anywhere()
	if err != nil {
		return nil, nil, err
	}
	var places []bootstrap.Place
	for _, account := range o.accounts {
		for _, region := range o.regions {
			p := bootstrap.At(account, region)
			if err := p.Check(); err != nil {
				return nil, nil, err
			}
			places = append(places, p)
		}
	}
	return f, places, nil
}

// roleName is the name of a role with its path.
var roleName = lazyregexp.New(`^[A-Za-z0-9_+=,.@-]+(/[A-Za-z0-9_+=,.@-]+)*$`)

// checkAssume refuses what cannot be the name of a role.
func (o *bootstrapOptions) checkAssume() error {
	if o.assume != "" && !roleName().MatchString(o.assume) {
		return fmt.Errorf("--assume %q: want the name of a role, with its path if it has one, such as OrganizationAccountAccessRole", o.assume)
	}
	return nil
}

// anywhere is the repository of the working directory, or else that directory: what
// is made comes from no spec.
func (o *bootstrapOptions) anywhere() (*found, error) {
	dir, err := o.env.getwd()
	if err != nil {
		return nil, fmt.Errorf("find the working directory: %w", err)
	}
	repository, err := source.Open(dir)
	if err != nil {
		repository = &source.Repository{Dir: dir}
	}
	return &found{dir: dir, repository: repository}, nil
}
