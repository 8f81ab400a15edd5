package review

import (
	"cmp"
	"slices"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
)

// Flag says why a change deserves a look.
type Flag string

// The flags.
const (
	// WouldFail: CloudFormation would refuse the change, or fail on it.
	WouldFail Flag = "wouldFail"
	// Destructive: a resource is removed and not retained, or loses what it holds.
	Destructive Flag = "destructive"
	// AccessBroadened: somebody may do more than before. Of a new stack that is no news:
	// there it means that a tripwire says so (plan.Access).
	AccessBroadened Flag = "accessBroadened"
	// ScheduleStops: something that started a job does so no more.
	ScheduleStops Flag = "scheduleStops"
	// RunsOnDeploy: a run starts, or may start, with the deployment.
	RunsOnDeploy Flag = "runsOnDeploy"
	// CostRelevant: runs cost more or less, or there are more of them.
	CostRelevant Flag = "costRelevant"
	// ImageChanged: other code is run.
	ImageChanged Flag = "imageChanged"
	// RemovedStack: the stack is gone from git, or wherever the templates come from.
	RemovedStack Flag = "removedStack"
	// Renamed: the spec makes a new stack, and leaves one behind.
	Renamed Flag = "renamed"
	// NewStack: the stack is not in the base.
	NewStack Flag = "newStack"
	// Moved: the stack lies in another directory; to CloudFormation it is the same.
	Moved Flag = "moved"
)

// Flags returns all flags, the most dangerous first.
func Flags() []Flag {
	return []Flag{
		WouldFail, Destructive, AccessBroadened, ScheduleStops, RunsOnDeploy, CostRelevant, ImageChanged,
		RemovedStack, Renamed, NewStack, Moved,
	}
}

// words is the flag for people. One that is not known, of a review that was read, is
// text like any other.
func (f Flag) words() string {
	switch f {
	case WouldFail:
		return "would fail"
	case Destructive:
		return "destructive"
	case AccessBroadened:
		return "access broadened"
	case ScheduleStops:
		return "schedule stops"
	case RunsOnDeploy:
		return "will run on deploy"
	case CostRelevant:
		return "cost-relevant"
	case ImageChanged:
		return "other image"
	case RemovedStack:
		return "stack removed"
	case Renamed:
		return "renamed"
	case NewStack:
		return "new stack"
	case Moved:
		return "moved"
	}
	return string(f)
}

// isDanger reports whether nothing may hide the flag, however long a report gets.
func (f Flag) isDanger() bool {
	return slices.Contains([]Flag{WouldFail, Destructive, AccessBroadened, ScheduleStops, RunsOnDeploy, RemovedStack}, f)
}

// Has reports whether the verdict has a flag.
func (v Verdict) Has(f Flag) bool { return slices.Contains(v.Flags, f) }

func (v Verdict) isDangerous() bool { return slices.ContainsFunc(v.Flags, Flag.isDanger) }

// judge returns the verdict on a stack whose other members are known.
func judge(s *Stack, counts plan.Counts, p pair, changed []jobs.Flag) Verdict {
	v := Verdict{Counts: Counts(counts), Flags: []Flag{}}
	holds := map[Flag]bool{
		WouldFail:       wouldFail(s),
		Destructive:     isDestructive(s),
		AccessBroadened: s.Access.Broadened() && (!p.isNew() || len(s.Access.Tripwires) > 0),
		ScheduleStops:   slices.Contains(changed, jobs.ScheduleStops),
		RunsOnDeploy:    slices.Contains(changed, jobs.RunsOnDeploy),
		CostRelevant:    slices.Contains(changed, jobs.CostRelevant),
		ImageChanged:    slices.Contains(changed, jobs.ImageChanged),
		RemovedStack:    p.after == nil,
		Renamed:         p.renamedFrom != nil || p.renamedTo != nil,
		NewStack:        p.before == nil,
		Moved:           s.DirBefore != "",
	}
	for _, f := range Flags() {
		if holds[f] {
			v.Flags = append(v.Flags, f)
		}
	}
	return v
}

// isNew reports whether there was no stack before. One that could not be read may have
// been anything.
func (p pair) isNew() bool { return p.before == nil && !p.after.Unread }

// wouldFail looks for what CloudFormation is sure to refuse. What only may be
// replaced may not clash, and an export may go that no stack is known to import.
func wouldFail(s *Stack) bool {
	mayReplace := map[string]bool{}
	for _, c := range s.ChangeSet.Changes {
		r := c.ResourceChange
		mayReplace[r.LogicalResourceId] = r.Replacement == plan.ReplacementConditional
	}
	return slices.ContainsFunc(s.Notes, func(n plan.Note) bool {
		return n.Kind == plan.TypeChange || n.Kind == plan.NameClash && !mayReplace[n.LogicalResourceId]
	}) || slices.ContainsFunc(s.Reach, func(r Reach) bool { return r.Kind == ReachExport })
}

// isDestructive looks for what is deleted for good: a resource that leaves the
// stack and is not retained, or what a replaced one holds.
func isDestructive(s *Stack) bool {
	return slices.ContainsFunc(s.Notes, func(n plan.Note) bool { return n.Kind == plan.DataLost }) ||
		slices.ContainsFunc(s.ChangeSet.Changes, func(c plan.Change) bool {
			return c.ResourceChange.Action == plan.Remove && c.ResourceChange.PolicyAction == "Delete"
		})
}

// byDanger compares stacks, the more dangerous first: by the first flag that only
// one of them has, then by how much is removed and replaced.
func byDanger(a, b *Stack) int {
	for _, f := range Flags() {
		if is, other := a.Verdict.Has(f), b.Verdict.Has(f); is != other {
			if is {
				return -1
			}
			return 1
		}
	}
	return cmp.Or(
		cmp.Compare(b.Verdict.Removed+b.Verdict.Replaced, a.Verdict.Removed+a.Verdict.Replaced),
		cmp.Compare(b.Verdict.MayReplace, a.Verdict.MayReplace),
		cmp.Compare(a.Dir, b.Dir), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Region, b.Region),
	)
}
