package removal

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/review"
)

// Loss is what the deletion of a stack does. Its texts are those of the template,
// not escaped, with secrets concealed.
type Loss struct {
	// Stops says which jobs are started no more, and how they were.
	Stops []Stop
	// Lost says which data is gone, Stays what is left behind, in sentences.
	Lost, Stays []string
	// Deleted are the logical IDs of the resources that are deleted, by type.
	Deleted map[string][]string
	// Exports are the names of the values that other stacks may import.
	Exports []string
}

// Stop is a job that is started no more.
type Stop struct {
	// Job is what its training jobs are called, without the run.
	Job string
	// How says what started it.
	How string
}

// LossOf returns what the deletion of a stack with the given template does; nil is
// the template of a stack without resources. Now is the time from which next runs
// are counted.
func LossOf(id review.Identity, template []byte, now time.Time) (*Loss, error) {
	l := &Loss{Deleted: map[string][]string{}}
	if template == nil {
		return l, nil
	}
	r, err := review.Build([]*review.Side{{Identity: id, Text: template}}, nil, review.Options{Now: now})
	if err != nil {
		return nil, err
	}
	for _, s := range r.Stacks {
		l.read(s)
	}
	return l, nil
}

// read takes over what a review says of a stack that goes.
func (l *Loss) read(s review.Stack) {
	for _, j := range s.Jobs {
		for _, line := range j.Lines {
			if line.Resource != "" && slices.Contains(j.Triggers, line.Resource) {
				l.Stops = append(l.Stops, Stop{j.Name, line.Text})
			}
		}
	}
	for _, n := range s.Notes {
		switch n.Kind {
		case plan.DataLost:
			l.Lost = append(l.Lost, n.Message)
		case plan.DataRetained:
			l.Stays = append(l.Stays, n.Message)
		}
	}
	for _, c := range s.ChangeSet.Changes {
		if r := c.ResourceChange; r.PolicyAction != "Retain" {
			l.Deleted[r.ResourceType] = append(l.Deleted[r.ResourceType], r.LogicalResourceId)
		}
	}
	for _, o := range s.Outputs {
		if o.BeforeExport != "" {
			l.Exports = append(l.Exports, o.BeforeExport)
		}
	}
}

// types are the types of what is deleted, with their resources, in order.
func (l *Loss) types() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(l.Deleted)) {
		ids := slices.Sorted(slices.Values(l.Deleted[name]))
		list = append(list, name+" "+strings.Join(ids, ", "))
	}
	return list
}

// ids are the logical IDs of what is deleted.
func (l *Loss) ids() []string {
	return slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Values(l.Deleted))...)))
}
