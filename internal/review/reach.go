package review

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// neighbours are all stacks after the change, among which somebody may be
// concerned by the change of another.
type neighbours struct {
	sides []*Side
	// places are those in S3 that each template names, found when they are needed.
	places map[*Side][]string
}

// placesOf returns the places in S3 that a stack's template names.
func (n neighbours) placesOf(s *Side) []string {
	known, ok := n.places[s]
	if !ok {
		known = s3URI().FindAllString(string(s.Text), -1)
		slices.Sort(known)
		known = slices.Compact(known)
		n.places[s] = known
	}
	return known
}

// of returns what changes in a stack that others have to do with.
func (n neighbours) of(s *Stack, before, after *end) []Reach {
	f := &finder{neighbours: n, stack: s, before: before, after: after, found: []Reach{}}
	for _, c := range s.ChangeSet.Changes {
		r := c.ResourceChange
		if before == nil || r.Action == plan.Add {
			continue
		}
		switch old := before.document.Resources[r.LogicalResourceId]; r.ResourceType {
		case "AWS::IAM::Role":
			f.role(r.LogicalResourceId, old)
		case "AWS::SNS::Topic":
			f.topic(r.LogicalResourceId, old)
		}
	}
	f.accessOnly()
	f.places()
	f.exports()
	order := []ReachKind{ReachRole, ReachTopic, ReachBucket, ReachExport}
	slices.SortFunc(f.found, func(a, b Reach) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), cmp.Compare(a.What, b.What))
	})
	return f.found
}

// finder looks for those that are concerned by the change of one stack.
type finder struct {
	neighbours
	stack         *Stack
	before, after *end
	found         []Reach
}

// add keeps what somebody else has to do with.
func (f *finder) add(kind ReachKind, what string, jobs, stacks []string) {
	alike := func(r Reach) bool { return r.Kind == kind && r.What == what }
	if len(jobs)+len(stacks) == 0 || slices.ContainsFunc(f.found, alike) {
		return
	}
	if jobs == nil {
		jobs = []string{}
	}
	if stacks == nil {
		stacks = []string{}
	}
	f.found = append(f.found, Reach{Kind: kind, What: what, Jobs: jobs, Stacks: stacks})
}

// role: several jobs in one role, and stacks that name it.
func (f *finder) role(id string, old template.Resource) {
	var stacks []string
	if name, ok := old.Properties["RoleName"].(string); ok {
		at, _ := old.Properties["Path"].(string)
		if at == "" {
			at = "/"
		}
		stacks = f.naming(":role"+at+name, "")
	}
	jobs := f.jobs(func(l launch) bool { return l.Role.ID == id || l.TrainingRole.ID == id })
	if len(jobs) < 2 && len(stacks) == 0 {
		return // a job's own role: its own lines say it
	}
	f.add(ReachRole, id, jobs, stacks)
}

// accessOnly: roles that change by policies beside them.
func (f *finder) accessOnly() {
	if f.before == nil {
		return
	}
	for _, g := range slices.Concat(f.stack.Access.Gained, f.stack.Access.Lost) {
		if old, ok := f.before.document.Resources[g.On]; ok && old.Type == "AWS::IAM::Role" && !g.New {
			f.role(g.On, old)
		}
	}
}

// topic: what tells the failures of the stack's jobs does so there.
func (f *finder) topic(id string, old template.Resource) {
	var stacks []string
	if name, ok := old.Properties["TopicName"].(string); ok {
		stacks = f.naming(":"+name, "arn:")
	}
	var jobs []string
	if f.isNamed(id) {
		jobs = f.jobs(func(launch) bool { return true })
	}
	f.add(ReachTopic, id, jobs, stacks)
}

// isNamed reports whether a resource of the stack refers to another.
func (f *finder) isNamed(id string) bool {
	for _, r := range f.before.document.Resources {
		if refers(r.Properties, id) {
			return true
		}
	}
	return false
}

// refers reports whether a tree holds a reference to a resource.
func refers(v any, id string) bool {
	switch v := v.(type) {
	case map[string]any:
		attribute, _ := v["Fn::GetAtt"].([]any)
		if v["Ref"] == id || len(attribute) > 0 && attribute[0] == id {
			return true
		}
		for _, child := range v {
			if refers(child, id) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, func(child any) bool { return refers(child, id) })
	}
	return false
}

// exports: stacks that import an output that changes or goes.
func (f *finder) exports() {
	for _, o := range f.stack.Outputs {
		if o.BeforeExport != "" {
			f.add(ReachExport, o.BeforeExport, nil, f.naming(o.BeforeExport, "ImportValue"))
		}
	}
}

// jobs returns the names of the stack's jobs with such a launch, in order.
func (f *finder) jobs(fits func(launch) bool) []string {
	var names []string
	for _, l := range f.after.allLaunches() {
		if fits(l) {
			names = append(names, l.job)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// naming returns the directories of other stacks whose templates hold a name as a
// whole, and a word somewhere.
func (f *finder) naming(name, word string) []string {
	pattern := regexp.MustCompile(regexp.QuoteMeta(name) + `(?:[^\w+=,.@/-]|$)`)
	return f.others(func(s *Side) bool {
		return bytes.Contains(s.Text, []byte(name)) && bytes.Contains(s.Text, []byte(word)) && pattern.Match(s.Text)
	})
}

// others returns the directories of other stacks that fit, in order.
func (f *finder) others(fits func(*Side) bool) []string {
	var dirs []string
	for _, s := range f.sides {
		if s.Identity != f.stack.Identity && fits(s) {
			dirs = append(dirs, s.Dir)
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}
