package events

import (
	"context"
	"time"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/progress"
)

// Follow prints the events of the operation that is under way, from its beginning,
// until it ends. Where none is, it waits for the next one. It returns how the
// operation ended. The error is that of the context, or says why the stack cannot be
// followed.
func Follow(ctx context.Context, s *operate.Stack, print func(progress.Event)) (*execute.End, error) {
	operation := execute.Operation{About: about(s)}
	if operate.StandingOf(s.Status()).Phase == operate.UnderWay {
		last, err := Last(ctx, s)
		if err != nil {
			return nil, err
		}
		operation.StackID, operation.Mark = s.Live.ID, last.Before
		return execute.Follow(ctx, s.Clients, operation, print)
	}
	waiting := about(s)
	waiting.Kind, waiting.Time, waiting.Message = progress.Notice, time.Now(), "nothing is under way; waiting for the next operation"
	print(waiting)
	if s.Live != nil {
		operation.StackID = s.Live.ID
		mark, err := execute.MarkOf(ctx, s.Clients, s.Live.ID)
		if err != nil {
			return nil, err
		}
		operation.Mark = mark
	}
	if err := await(ctx, s, &operation); err != nil {
		return nil, err
	}
	return execute.Follow(ctx, s.Clients, operation, print)
}

// often is how long to wait between two looks for the next operation, which may
// begin in hours.
const often = 2 * time.Second

// await waits until something happens to the stack.
func await(ctx context.Context, s *operate.Stack, o *execute.Operation) error {
	for {
		begun, err := look(ctx, s, o)
		if begun || err != nil && !session.IsPassing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(often):
		}
	}
}

// look reports whether an operation has begun since the mark.
func look(ctx context.Context, s *operate.Stack, o *execute.Operation) (bool, error) {
	live, err := changeset.Get(ctx, s.Clients, s.Name)
	if err != nil {
		return false, err
	}
	if live != nil && live.ID != o.StackID {
		// The stack was created, or deleted and created again.
		o.StackID, o.Mark = live.ID, execute.Mark{}
	}
	if o.StackID == "" || live.IsBusy() {
		return live.IsBusy(), nil
	}
	mark, err := execute.MarkOf(ctx, s.Clients, o.StackID)
	// It may begin and end between two looks. A change set that waits is no operation.
	return err == nil && mark != o.Mark && (live == nil || !live.IsNew()), err
}
