package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/removal"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/source"
)

// everything reads all specs of the repository, without the selectors, and returns
// the owners that were selected: a stack that is left out would look like an orphan.
func (o *pruneOptions) everything(ctx context.Context) (*known, []string, error) {
	dir, err := o.env.getwd()
	if err != nil {
		return nil, nil, fmt.Errorf("find the working directory: %w", err)
	}
	repository, err := o.open(dir)
	if err != nil {
		return nil, nil, err
	}
	all := o.cloudOptions
	all.patterns = []string{repository.Dir + "/..."}
	all.accounts, all.regions, all.owners = nil, nil, nil
	k, err := all.sure(ctx)
	if err != nil {
		return nil, nil, err
	}
	if other, err := otherSpecs(repository.Dir); err != nil || other != "" {
		if err == nil {
			err = fmt.Errorf("there are specs in %s as well, whose stacks would look as if they were gone; prune wants all specs of a repository below one cue.mod", output.Printable(other))
		}
		return nil, nil, err
	}
	return k, o.owners, nil
}

// repositoryOf is what all specs say in repository.
func repositoryOf(k *known) (string, error) {
	values := map[string]string{}
	for _, t := range k.targets {
		values[t.Repository] = t.Dir
	}
	if dir, missing := values[""]; missing {
		return "", fmt.Errorf("%s does not say to which repository it belongs, by which prune knows its stacks; set repository in the specs, best for all of them in a file that they inherit, such as repository: \"acme/ml-specs\", and deploy that", output.Printable(dir))
	}
	if len(values) > 1 {
		var list []string
		for value, dir := range values {
			list = append(list, fmt.Sprintf("%q in %s", value, dir))
		}
		slices.Sort(list)
		return "", fmt.Errorf("the specs name several repositories: %s; prune would take the stacks of another one for its own: set repository once, in a file that all inherit", output.Printable(strings.Join(list, ", ")))
	}
	return k.targets[0].Repository, nil
}

// places are where to look for orphans: where the specs are, or where --account and
// --region say.
func (o *pruneOptions) places(k *known) []session.Place {
	var (
		list   []session.Place
		places = map[session.Place]bool{}
		roles  = map[string]string{} // by account
		add    = func(account, region string) {
			p := session.Place{Account: account, Region: region, Role: roles[account]}
			if !places[p] {
				places[p] = true
				list = append(list, p)
			}
		}
	)
	for _, t := range k.targets {
		roles[t.Account] = cmp.Or(roles[t.Account], t.Settings.Role)
	}
	// regionsOf are those to look in, of an account that may have no specs.
	regionsOf := func(account string) (regions []string) {
		if len(o.regions) > 0 {
			return o.regions
		}
		for _, t := range k.targets {
			if t.Account == account {
				regions = append(regions, t.Region)
			}
		}
		if len(regions) == 0 {
			for _, t := range k.targets {
				regions = append(regions, t.Region)
			}
		}
		return regions
	}
	accounts := o.accounts
	if len(accounts) == 0 {
		for _, t := range k.targets {
			accounts = append(accounts, t.Account)
		}
	}
	for _, account := range accounts {
		for _, region := range regionsOf(account) {
			add(account, region)
		}
	}
	return list
}

// orphans looks at all places.
func (o *pruneOptions) orphans(ctx context.Context, s *session.Sessions, k *known, repository string) ([]*operate.Stack, error) {
	var list []*operate.Stack
	for _, place := range o.places(k) {
		found, err := removal.Orphans(ctx, s, place, repository, k.targets)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// placeWords names places.
func placeWords(places []session.Place) string {
	var words []string
	for _, p := range places {
		words = append(words, p.Account+" "+output.Printable(p.Region))
	}
	return strings.Join(words, ", ")
}

// otherSpecs returns a stack's directory in the same git repository as the specs, and
// not among them: below another cue.mod, or outside of any; empty if there is none.
func otherSpecs(specs string) (string, error) {
	root := output.Worktree(specs)
	other := ""
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.IsDir() || entry.Name() != source.StackFile:
			return nil
		}
		if repository, err := source.Open(filepath.Dir(name)); err == nil && repository.Dir == specs {
			return nil
		}
		other, err = filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		return fs.SkipAll
	})
	if err != nil {
		return "", fmt.Errorf("look for other specs: %w", err)
	}
	return filepath.ToSlash(other), nil
}
