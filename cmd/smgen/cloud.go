package main

import (
	"context"
	"errors"
	"fmt"
	"math"
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
	accounts, regions, owners []string
	profile                   string
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
	f.StringSliceVar(&o.accounts, "account", nil, "only stacks of the account `ID`; may be repeated")
	f.StringSliceVar(&o.regions, "region", nil, "only stacks of the `REGION`; may be repeated")
	f.StringSliceVar(&o.owners, "owner", nil, "only stacks of the `OWNER`; may be repeated")
	f.StringVar(&o.profile, "profile", "", "`NAME` of a profile in the AWS configuration (default the SDK's standard chain)")
	f.Float64Var(&o.rate, "rate", 10, "calls to CloudFormation a second, at most, for each account and region")
	f.BoolVar(&o.local, "local", false, "work without AWS, on an endpoint on this machine that keeps its stacks in .smgen/local")
	f.IntVar(&o.concurrency, "concurrency", 10, "how many stacks are worked on at once")
	o.given = f.Changed
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
	case o.local && o.profile != "":
		return errors.New("--local uses no credentials, and --profile names some; leave one of them out")
	}
	return nil
}

// sessions are the credentials and the pace of the run, until they are closed.
func (o *cloudOptions) sessions(f *found) (*session.Sessions, func(), error) {
	options := session.Options{Profile: o.profile, Endpoint: o.endpoint, Rate: o.rate, Version: version()}
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

// localRate is how many calls a second the local endpoint is asked: there is nobody to
// share it with.
const localRate = 1000

// selects reports whether the selectors mean the target.
func (o *cloudOptions) selects(t *target.Target) bool {
	match := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	return match(o.accounts, t.Account) && match(o.regions, t.Region) && match(o.owners, t.Owner)
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
	var list []*target.Target
	diags, err := o.compile(ctx, f, func(r *compile.Result) error {
		if r.Template == nil {
			return nil
		}
		t, err := target.Of(r)
		if err != nil {
			return fmt.Errorf("read the template of %s: %w", r.Dir, err)
		}
		if o.selects(t) {
			list = append(list, t)
		}
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
	if len(list) == 0 {
		return nil, nil, o.nothingSelected()
	}
	slices.SortFunc(list, target.Compare)
	return f, list, nil
}

func (o *cloudOptions) nothingSelected() error {
	var by []string
	for _, s := range []struct {
		flag   string
		values []string
	}{{"--account", o.accounts}, {"--region", o.regions}, {"--owner", o.owners}} {
		if len(s.values) > 0 {
			by = append(by, s.flag+" "+strings.Join(s.values, ","))
		}
	}
	if len(by) == 0 {
		return errors.New("there are no stacks here; name directories that hold stack.cue")
	}
	return fmt.Errorf("no stack is selected by %s; leave it out to see all", strings.Join(by, " and "))
}
