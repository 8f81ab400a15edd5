package status

import (
	"context"
	"time"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// Options say how closely to look.
type Options struct {
	// Quick leaves out what takes a call for each stack: the template that is
	// deployed, and who is deploying.
	Quick bool
	// Now is the time from which next runs are counted.
	Now time.Time
}

// Of says how a stack stands. What cannot be read is the stack's Problem.
func Of(ctx context.Context, s *operate.Stack, o Options) *Stack {
	out := &Stack{
		Name: s.Name, Account: s.Account, Region: s.Region, Dir: s.Dir, Owner: s.Owner, Environment: s.Environment,
		Status: s.Status(), Phase: operate.StandingOf(s.Status()).Phase, Specs: NotCompared, Drift: DriftUnknown,
	}
	if s.Target.Template == nil {
		out.Specs = Mistaken
	}
	if s.Err != nil {
		out.Problem = s.Err.Error()
		return out
	}
	if s.Live == nil {
		return out
	}
	out.Reason, out.Protected, out.Since = s.Live.Reason, s.Live.Protected, s.Live.LastUpdated
	if out.Since.IsZero() {
		out.Since = s.Live.Created
	}
	switch s.Live.Drift {
	case "IN_SYNC":
		out.Drift = InSync
	case "DRIFTED":
		out.Drift = Drifted
	}
	out.DriftChecked = s.Live.DriftChecked
	if !o.Quick {
		if err := out.look(ctx, s, o.Now); err != nil {
			out.Problem = err.Error()
		}
	}
	return out
}

// look reads what is deployed, and who is deploying.
func (out *Stack) look(ctx context.Context, s *operate.Stack, now time.Time) (err error) {
	if out.Phase == operate.UnderWay {
		if out.By, err = changeset.Deploying(ctx, s.Clients, s.Live.ID); err != nil {
			return err
		}
	}
	if out.Phase == operate.Waiting {
		return nil // there is no template
	}
	text, err := changeset.Template(ctx, s.Clients, s.Live.ID)
	if err != nil || text == nil {
		return err
	}
	switch {
	case out.Specs == Mistaken:
	case isSame(text, s.Target.Template):
		out.Specs = Same
	default:
		out.Specs = Differs
	}
	if document, err := template.Parse(text); err == nil {
		out.Starts = starts(document, trace.Place{Partition: arn.Partition(s.Region), Region: s.Region, Account: s.Account}, now)
	}
	return nil
}
