package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/spec"
)

// pathHelp is what the commands that look at stacks say of their arguments.
const pathHelp = `A PATH is a stack's directory, a tree such as stacks/..., or a spec file; a file
that stacks inherit means all of them. Without a PATH it is the tree at the
working directory. Specs are read for the names of their stacks: mistakes in them
do not stand in the way, and no rule is applied.`

// known are the stacks of a command that looks at what is deployed.
type known struct {
	*found
	// targets are those that are selected, in order. One with mistakes in its specs
	// has no template.
	targets []*target.Target
	// unnamed are the directories of stacks whose mistakes leave open which stack
	// it is.
	unnamed []string
}

// known reads the names of the stacks, whatever else is wrong with their specs.
func (o *cloudOptions) known(ctx context.Context) (*known, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.withoutRules = true
	f, err := o.find()
	if err != nil {
		return nil, err
	}
	if diag.HasErrors(f.diags) {
		return nil, o.report(f, f.diags)
	}
	k := &known{found: f}
	_, err = o.compile(ctx, f, func(r *compile.Result) error {
		if !isNamed(r.Stack) {
			k.unnamed = append(k.unnamed, r.Dir)
			return nil
		}
		t, err := target.Of(r)
		if err != nil {
			return fmt.Errorf("read the template of %s: %w", r.Dir, err)
		}
		k.targets = append(k.targets, t)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if k.targets, err = o.selected(k.targets); err != nil && len(k.unnamed) == 0 {
		return nil, err
	}
	slices.SortFunc(k.targets, target.Compare)
	slices.Sort(k.unnamed)
	return k, nil
}

// isNamed reports whether a spec says which stack it is of, in spite of its mistakes.
func isNamed(s *spec.Stack) bool {
	return s != nil && regexp.MustCompile(`^[0-9]{12}$`).MatchString(s.Account) && s.Region != "" &&
		s.Project != "" && s.Environment != "" && regexp.MustCompile(`^[a-zA-Z][-a-zA-Z0-9]{0,127}$`).MatchString(s.StackName())
}

// warnUnnamed says which stacks are left out.
func (o *cloudOptions) warnUnnamed(dirs []string) {
	for _, dir := range dirs {
		fmt.Fprintf(o.env.stderr, "smgen: %s is left out: its mistakes leave open which stack it is; smgen vet %[1]s shows them\n", output.Printable(dir))
	}
}

// errUnnamed is the error of a command that needs to know all stacks.
func errUnnamed(dirs []string) error {
	return fmt.Errorf("the mistakes in %s leave open which stack it is; smgen vet %s shows them", output.Printable(strings.Join(dirs, " and in ")), output.Printable(dirs[0]))
}

// sure are the known stacks of a command that changes something: it has to know all
// of them.
func (o *cloudOptions) sure(ctx context.Context) (*known, error) {
	k, err := o.known(ctx)
	if err != nil {
		return nil, err
	}
	if len(k.unnamed) > 0 {
		return nil, errUnnamed(k.unnamed)
	}
	return k, nil
}

// live finds the stacks in CloudFormation, to work with until they are closed. Every
// place has to answer.
func (o *cloudOptions) live(ctx context.Context, k *known) ([]*operate.Stack, func(), error) {
	sessions, closing, err := o.sessions(k.found)
	if err != nil {
		return nil, nil, err
	}
	stacks := operate.Find(ctx, sessions, k.targets)
	for _, s := range stacks {
		err = cmp.Or(err, s.Err)
	}
	if err = cmp.Or(err, ctx.Err()); err != nil {
		closing()
		return nil, nil, err
	}
	return stacks, closing, nil
}

// refuseStrangers is the error of stacks that only have the names of specs.
func refuseStrangers(stacks []*operate.Stack) error {
	for _, s := range stacks {
		if text := s.Stranger(); text != "" {
			return errors.New(output.Printable(text) + "; smgen leaves it alone. If it is yours, deploy its spec first, which gives it the tags")
		}
	}
	return nil
}
