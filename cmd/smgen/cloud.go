package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/diag"
)

// cloudOptions are what the commands that talk to AWS have in common: which stacks,
// and as whom.
type cloudOptions struct {
	compileOptions
	accounts, regions, owners names
	profile                   name
	endpoint                  string
	rate                      float64
	concurrency               int
	// onlyErrors leaves out what else is found in the specs.
	onlyErrors bool
	// local works on the endpoint within the program, without AWS.
	local bool
}

func (o *cloudOptions) addFlags(cmd *cobra.Command) {
	o.compileOptions.addFlags(cmd)
	f := cmd.Flags()
	f.Var(&o.accounts, "account", "only stacks of the account `ID`; may be repeated")
	f.Var(&o.regions, "region", "only stacks of the `REGION`; may be repeated")
	f.Var(&o.owners, "owner", "only stacks of the `OWNER`; may be repeated")
	f.Var(&o.profile, "profile", "`NAME` of a profile in the AWS configuration (default the SDK's standard chain)")
	f.Float64Var(&o.rate, "rate", 10, "calls to CloudFormation a second, at most, for each account and region")
	f.BoolVar(&o.local, "local", false, "work without AWS, on an endpoint on this machine that keeps its stacks in .smgen/local")
	f.IntVar(&o.concurrency, "concurrency", 10, "how many stacks are worked on at once")
	for _, name := range []string{"account", "region", "owner", "profile", "rate", "concurrency"} {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
	}
}

// check refuses flags that make no sense.
func (o *cloudOptions) check() error {
	switch {
	case !(o.rate > 0) || math.IsInf(o.rate, 1):
		return errors.New("--rate wants a number above 0, such as 10")
	case o.local && o.profile != "":
		return errors.New("--local takes no credentials, so that it needs no --profile; leave one of them out")
	case o.concurrency < 1:
		return errors.New("--concurrency wants a number of at least 1, such as 10")
	}
	return nil
}

// sessions are the credentials and the pace of the run, until they are closed.
func (o *cloudOptions) sessions(f *found) (*session.Sessions, func(), error) {
	options := session.Options{Profile: string(o.profile), Endpoint: o.endpoint, Rate: o.rate, Version: version()}
	if !o.local {
		return session.New(options), func() {}, nil
	}
	dir, err := localDir(f.repository.Dir)
	if err != nil {
		return nil, nil, err
	}
	endpoint, stop, err := startLocal(dir)
	if err != nil {
		return nil, nil, err
	}
	options.Endpoint, options.Local, options.Rate = endpoint, true, localRate
	closing := func() {
		if err := stop(); err != nil {
			fmt.Fprintf(o.env.stderr, "smgen: close the local endpoint: %v\n", err)
		}
	}
	return session.New(options), closing, nil
}

// again are the flags by which a further command works with the same stacks, each
// after a space.
func (o *cloudOptions) again() string {
	switch {
	case o.local:
		return " --local"
	case o.profile != "":
		return " --profile " + string(o.profile)
	}
	return ""
}

// localRate is how many calls a second the local endpoint is asked: there is nobody to
// share it with.
const localRate = 1000

// selector is a flag that selects stacks by something of them.
type selector struct {
	flag, noun string
	values     names
	of         func(*target.Target) string
}

func (o *cloudOptions) selectors() []selector {
	return []selector{
		{"--account", "account", o.accounts, func(t *target.Target) string { return t.Account }},
		{"--region", "region", o.regions, func(t *target.Target) string { return t.Region }},
		{"--owner", "owner", o.owners, func(t *target.Target) string { return t.Owner }},
	}
}

// selected returns those of the targets that the selectors mean. None is an error
// that says which there are.
func (o *cloudOptions) selected(all []*target.Target) ([]*target.Target, error) {
	if len(all) == 0 {
		return nil, errors.New("there are no stacks here; name directories that hold stack.cue")
	}
	list := slices.Clone(all)
	var by, there []string
	for _, s := range o.selectors() {
		if len(s.values) == 0 {
			continue
		}
		list = slices.DeleteFunc(list, func(t *target.Target) bool { return !slices.Contains(s.values, s.of(t)) })
		by = append(by, s.flag+" "+strings.Join(s.values, ","))
		there = append(there, s.noun+" "+strings.Join(valuesOf(all, s.of), ", "))
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no stack is selected by %s; the stacks here are of %s", strings.Join(by, " and "), strings.Join(there, ", and of "))
	}
	return list, nil
}

// valuesOf are what targets have of something, in order and each once.
func valuesOf(targets []*target.Target, of func(*target.Target) string) []string {
	var values []string
	for _, t := range targets {
		values = append(values, of(t))
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// saveMemory has garbage collected sooner than main does for the sake of speed: the
// templates of all stacks stay until the last is deployed, and a deployment waits for
// AWS most of the time.
func (o *cloudOptions) saveMemory() {
	if o.env.getenv("GOGC") == "" {
		debug.SetGCPercent(25)
	}
}

// targets compiles the stacks and returns those that are selected, in order.
// Mistakes are printed; where there are any in what was compiled, nothing is
// deployed.
func (o *cloudOptions) targets(ctx context.Context) (*found, []*target.Target, error) {
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	f, err := o.find()
	if err != nil {
		return nil, nil, err
	}
	o.saveMemory()
	var all []*target.Target
	diags, err := o.compile(ctx, f, func(r *compile.Result) error {
		if r.Template == nil {
			return nil
		}
		t, err := target.Of(r)
		if err != nil {
			return fmt.Errorf("read the template of %s: %w", r.Dir, err)
		}
		all = append(all, t)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	if o.onlyErrors {
		diags = slices.DeleteFunc(diags, func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
	}
	if len(diags) > 0 {
		if err := o.report(f, diags); err != nil {
			return nil, nil, err
		}
	}
	list, err := o.selected(all)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(list, target.Compare)
	return f, list, nil
}
