package planning

import (
	"fmt"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/template"
)

// entryOf is what a plan holds of a stack in any case.
func entryOf(t *target.Target) planfile.Stack {
	return planfile.Stack{Identity: planfile.IdentityOf(t), Dir: t.Dir, Template: t.Digest()}
}

// predict looks at a new stack without asking more.
func (l *Look) predict(commit *planfile.Commit) error {
	document, err := template.Parse(l.Target.Template)
	if err != nil {
		return fmt.Errorf("read the template of %s: %w", l.Target.Dir, err)
	}
	predicted := plan.Compare(nil, document, plan.Options{})
	l.Entry = entryOf(l.Target)
	l.Entry.Operation, l.Entry.Digest = changeset.CreateStack, changeset.DigestOfNew(l.Target, commit.Of(l.Target.Dir), predicted.Changes)
	if l.Current != nil {
		l.Notes = append(l.Notes, fmt.Sprintf("%s is %s: somebody has begun to create it, and it is empty; smgen deploy %s creates it, and smgen rollback %s removes it", l.Target.Name, l.Current.Status, l.Target.Dir, l.Target.Dir))
	}
	return nil
}

// compare says where CloudFormation's answer is not what is predicted.
func (l *Look) compare(answered []plan.Change) error {
	after, err := template.Parse(l.Target.Template)
	if err != nil {
		return fmt.Errorf("read the template of %s: %w", l.Target.Dir, err)
	}
	before := &template.Document{}
	if l.Deployed != nil {
		if before, err = template.Parse(l.Deployed); err != nil {
			return fmt.Errorf("read the template that %s was deployed with: %w", l.Target.Name, err)
		}
		if l.Deployed, before, err = artifact.Unpin(l.Deployed, before, after); err != nil {
			return fmt.Errorf("read the template that %s was deployed with: %w", l.Target.Name, err)
		}
	}
	l.Entry.Differences = differences(plan.Compare(before, after, plan.Options{}).Changes, answered)
	return nil
}

// sides are the stack before and after, for a review; before is nil for a new one.
func (l *Look) sides() (before, after *review.Side) {
	t := l.Target
	after = &review.Side{
		Identity: planfile.IdentityOf(t), Dir: t.Dir, Owner: t.Owner, Environment: t.Environment,
		Text: t.Template, Origins: t.Origins, Sensitive: t.Sensitive, Files: t.Files,
	}
	switch {
	case l.ChangeSet == nil:
		return nil, after
	case l.ChangeSet.Empty:
		return after, after // AWS says that nothing differs
	}
	old := *after
	after.Answer = l.ChangeSet.Changes
	if l.Deployed == nil {
		return nil, after
	}
	old.Text, old.Origins, old.Files = l.Deployed, nil, nil
	return &old, after
}

// Review is what people are told of looks.
func Review(looks []*Look, o review.Options) (*review.Review, error) {
	o.Asked = true
	var before, after []*review.Side
	for _, l := range looks {
		old, new := l.sides()
		if old != nil {
			before = append(before, old)
		}
		after = append(after, new)
		o.Notes = append(o.Notes, l.Notes...)
	}
	return review.Build(before, after, o)
}
