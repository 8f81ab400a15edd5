package session

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"
)

// The pace, in calls a second. CloudFormation's limits are not published, and
// other programs of the account take their part of them.
const (
	defaultRate = 10
	slowest     = 1
	// faster is what a period without throttling does to the pace.
	faster = 1.1
	// tolerated is the part of the calls that may be throttled without the pace
	// becoming slower: below, it is noise.
	tolerated = 0.1
	// A period lasts at least so long, and has at least so many calls in it.
	period      = time.Second
	periodCalls = 4
)

// pace is how fast one account and region may be asked, by all stacks together. It
// is what was let through of late: with each period in which AWS throttled it
// becomes slower by the part that was refused, with each other one a little faster.
type pace struct {
	line    chan struct{}
	limiter *rate.Limiter
	highest rate.Limit
	now     func() time.Time

	mu             sync.Mutex
	began          time.Time // the period under way
	calls, refused int
}

func newPace(highest float64, now func() time.Time) *pace {
	if highest <= 0 {
		highest = defaultRate
	}
	return &pace{
		line: make(chan struct{}, 1), limiter: rate.NewLimiter(rate.Limit(highest), 1), highest: rate.Limit(highest),
		now: now, began: now(),
	}
}

// attach lets each attempt of each call wait for its turn.
func (p *pace) attach(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("Pace", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
		if err := p.wait(ctx); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, err
		}
		out, metadata, err := next.HandleFinalize(ctx, in)
		p.learn(IsThrottled(err))
		return out, metadata, err
	}), "Retry", middleware.After)
}

// wait waits for a turn. Who waits stands in line for the limiter, which would
// otherwise have promised turns at a pace that is no longer the pace.
func (p *pace) wait(ctx context.Context) error {
	select {
	case p.line <- struct{}{}:
	case <-ctx.Done():
		return &aws.RequestCanceledError{Err: ctx.Err()}
	}
	defer func() { <-p.line }()
	err := p.limiter.Wait(ctx)
	if err != nil && ctx.Err() == nil {
		// The limiter does not begin to wait where the context ends first.
		err = context.DeadlineExceeded
	}
	if err != nil {
		return &aws.RequestCanceledError{Err: err}
	}
	return nil
}

// learn takes the answer to one call into account.
func (p *pace) learn(throttled bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls++
	if throttled {
		p.refused++
	}
	now := p.now()
	if now.Sub(p.began) < period || p.calls < periodCalls {
		return
	}
	limit := p.limiter.Limit()
	if part := float64(p.refused) / float64(p.calls); part > tolerated {
		limit = max(limit*rate.Limit(1-part), min(slowest, p.highest))
	} else {
		limit = min(limit*faster, p.highest)
	}
	p.limiter.SetLimit(limit)
	p.began, p.calls, p.refused = now, 0, 0
}
