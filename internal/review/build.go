package review

import (
	"bytes"
	"slices"
	"time"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
)

// Options are what the stacks do not say.
type Options struct {
	// Smgen, From, To, Environment and Notes are as in [Review].
	Smgen       string
	From, To    string
	Environment string
	Notes       []string
	// Now is the time from which next runs are counted.
	Now time.Time
	// Asked says that AWS was asked, so that it has to be told what is predicted all
	// the same.
	Asked bool
}

// Build compares all stacks before with all stacks after. Those that do not change
// are needed, too: they tell who else is concerned. The error says which template
// cannot be read.
func Build(before, after []*Side, o Options) (*Review, error) {
	r := &Review{
		SchemaVersion: SchemaVersion, Smgen: o.Smgen, From: o.From, To: o.To, Environment: o.Environment,
		Notes: append([]string{}, o.Notes...), Stacks: []Stack{}, Reach: []Reach{},
	}
	all := pairs(before, after)
	r.Compared = len(all)
	n := neighbours{sides: after, places: map[*Side][]string{}}
	for _, p := range all {
		if p.isSame() {
			continue
		}
		s, err := compare(p, n, o)
		if err != nil {
			return nil, err
		}
		if s != nil {
			r.Stacks = append(r.Stacks, *s)
		}
	}
	group(r.Stacks)
	r.sort()
	r.Reach = n.files(r.Stacks)
	r.summarize()
	return r, nil
}

// isSame reports whether nothing can have changed, which spares the comparison.
func (p pair) isSame() bool {
	return p.before != nil && p.after != nil && p.after.Answer == nil && p.before.Dir == p.after.Dir && bytes.Equal(p.before.Text, p.after.Text)
}

// compare compares one stack, and returns nil if it does not change.
func compare(p pair, n neighbours, o Options) (*Stack, error) {
	before, err := read(p.before)
	if err != nil {
		return nil, err
	}
	after, err := read(p.after)
	if err != nil {
		return nil, err
	}
	current := p.now()
	s := &Stack{
		Identity: current.Identity, Dir: current.Dir, Owner: current.Owner, Environment: current.Environment,
		RenamedFrom: p.renamedFrom, RenamedTo: p.renamedTo, ends: p,
	}
	if p.before != nil && p.after != nil && p.before.Dir != p.after.Dir {
		s.DirBefore = p.before.Dir
	}
	conceal := newConcealing(p, before, after)
	predicted := plan.Compare(before.template(), after.template(), plan.Options{Conceal: conceal.place})
	changes := jobs.Compare(before.template(), after.template(), jobs.Options{Place: current.place(), Now: o.Now, Conceal: conceal.named})
	s.Access = hideAccess(plan.CompareAccess(before.template(), after.template()))
	s.ChangeSet = ChangeSet{StackName: s.Name}
	switch {
	case p.after != nil && p.after.Answer != nil:
		predicted.Changes, s.ChangeSet.Source = p.after.Answer, FromAWS
	case o.Asked:
		s.ChangeSet.Source = Predicted
	}
	s.ChangeSet.Changes = append([]plan.Change{}, predicted.Changes...)
	s.Outputs = append([]plan.OutputChange{}, predicted.Outputs...)
	s.Notes = append([]plan.Note{}, predicted.Notes...)
	s.Jobs = origins{after}.jobs(changes.Jobs)
	s.hideValues(conceal)
	s.Origins = origins{after}.changes(s.ChangeSet.Changes)
	s.Requests = requests(s.Jobs, before, after)
	s.own = ownNames(before, after)
	s.Reach = n.of(s, before, after)
	s.Verdict = judge(s, predicted.Counts(), p, changes.Flags)
	if p.after == nil {
		s.Gone = gone(s, before)
	}
	if p.before != nil && p.after != nil && p.after.Answer == nil && s.isUnchanged() {
		return nil, nil
	}
	return s, nil
}

// isUnchanged reports whether there is nothing to say about a stack.
func (s *Stack) isUnchanged() bool {
	return s.DirBefore == "" && len(s.Jobs) == 0 && len(s.ChangeSet.Changes) == 0 && len(s.Outputs) == 0 &&
		len(s.Notes) == 0 && len(s.Access.Gained) == 0 && len(s.Access.Lost) == 0
}

// gone says what becomes of a stack that nothing deletes.
func gone(s *Stack, before *end) *Gone {
	g := &Gone{Fires: []string{}, Stays: []string{}}
	for _, l := range before.launches {
		if l.Trigger != "" && !slices.Contains(g.Fires, l.job) {
			g.Fires = append(g.Fires, l.job)
		}
	}
	for _, c := range s.ChangeSet.Changes {
		if c.ResourceChange.PolicyAction != "Delete" {
			g.Stays = append(g.Stays, c.ResourceChange.LogicalResourceId)
		}
	}
	slices.Sort(g.Stays)
	return g
}

// summarize counts over all stacks.
func (r *Review) summarize() {
	r.Summary = Summary{Stacks: len(r.Stacks), Flags: []Flag{}}
	for _, s := range r.Stacks {
		c, v := &r.Summary.Counts, s.Verdict.Counts
		c.Added += v.Added
		c.Changed += v.Changed
		c.Replaced += v.Replaced
		c.MayReplace += v.MayReplace
		c.Removed += v.Removed
	}
	for _, f := range Flags() {
		if slices.ContainsFunc(r.Stacks, func(s Stack) bool { return s.Verdict.Has(f) }) {
			r.Summary.Flags = append(r.Summary.Flags, f)
		}
	}
}

// Has reports whether any stack has a flag.
func (r *Review) Has(f Flag) bool { return slices.Contains(r.Summary.Flags, f) }
