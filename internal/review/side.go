package review

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// Side is one stack at one end of the change.
type Side struct {
	Identity
	Dir         string
	Owner       string
	Environment string
	// Text is the template, in JSON or YAML.
	Text []byte
	// Origins are positions in the specs by JSON pointer into the template, as
	// template.Template.Origins returns them; nil where they are not known.
	Origins map[string]string
	// Unread tells of a stack after the change that there was one before, which could
	// not be read.
	Unread bool
	// Sensitive is what the specs mark as sensitive, as far as there are specs.
	Sensitive secret.Marks
	// Files are the spec files that the stack is made of.
	Files []string
	// Answer is what AWS says that changes, of a side after: it stands instead of the
	// prediction. Nil if AWS was not asked.
	Answer []plan.Change
}

// end is a side that was read; nil for no stack.
type end struct {
	*Side
	document *template.Document
	launches []launch
}

// launch is a way in which a job starts.
type launch struct {
	trace.Launch
	job string
}

// anchor is the logical ID of what starts the job, or makes the call.
func (l launch) anchor() string {
	switch {
	case l.Trigger != "":
		return l.Trigger
	case len(l.Via) > 0:
		return l.Via[0]
	}
	return l.At
}

func read(s *Side) (*end, error) {
	if s == nil {
		return nil, nil
	}
	document, err := template.Parse(s.Text)
	if err != nil {
		return nil, fmt.Errorf("read the template of %s: %w", s.title(), err)
	}
	e := &end{Side: s, document: document}
	for _, l := range trace.Launches(document, s.place()) {
		e.launches = append(e.launches, launch{l, jobName(l)})
	}
	return e, nil
}

// jobName is what the training jobs of a launch are called, without the run.
func jobName(l trace.Launch) string {
	name := ""
	switch v := l.Request["TrainingJobName"].(type) {
	case string:
		name = v
	case fmt.Stringer:
		name = v.String()
	}
	name = strings.TrimSuffix(strings.TrimSuffix(trace.AnyRun(name), "*"), "-")
	if name == "" {
		return launch{Launch: l}.anchor()
	}
	return name
}

// title is what the side is called in messages.
func (s *Side) title() string {
	if s.Dir != "" {
		return s.Dir
	}
	return s.Name
}

func (s *Side) place() trace.Place {
	if s.Region == "" {
		return trace.Place{Account: s.Account}
	}
	return trace.Place{Partition: arn.Partition(s.Region), Region: s.Region, Account: s.Account}
}

func (e *end) template() *template.Document {
	if e == nil {
		return nil
	}
	return e.document
}

func (e *end) allLaunches() []launch {
	if e == nil {
		return nil
	}
	return e.launches
}
