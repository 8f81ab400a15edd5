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
	// hopeless is the part from which on nothing but fewer calls makes sense.
	hopeless = 0.95
	// A pace that was slowed down to less than enough of what it was is judged by at
	// least so many calls: where still more than noHelp of the part is throttled, it
	// was not the pace. After so many quiet periods there is nothing left to judge.
	enough     = 0.6
	judgeCalls = 10
	noHelp     = 0.5
	quiet      = 3
	// For so many periods a pace is held that was not the reason, and for twice as
	// many each time that this shows again.
	firstHold = 10
	lastHold  = 160
)

// pace is how fast one account and region may be asked, by all stacks together. It
// is what was let through of late: with each period in which AWS throttled it
// becomes slower by the part that was refused, with each other one a little faster.
// Where that does not help, because AWS throttles whatever the pace, it returns to
// what it was: slower and slower it would come to a halt for nothing.
type pace struct {
	line    chan struct{}
	limiter *rate.Limiter
	highest rate.Limit
	now     func() time.Time

	mu             sync.Mutex
	began          time.Time // the period under way
	calls, refused int
	// before is the pace before it was slowed down, and part what was refused then; 0
	// while it is not. held is how many periods it is not slowed down again, and hold
	// how many that were the last time.
	before     rate.Limit
	part       float64
	held, hold int
	clean      int // periods without throttling, of late
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
	if now.Sub(p.began) < period || p.calls < periodCalls || p.isSlowed() && p.calls < judgeCalls {
		return
	}
	p.limiter.SetLimit(p.next(float64(p.refused) / float64(p.calls)))
	p.began, p.calls, p.refused = now, 0, 0
}

// isSlowed reports whether slowing down should have helped by now.
func (p *pace) isSlowed() bool { return p.limiter.Limit() <= enough*p.before }

// next is the pace after a period in which a part of the calls was throttled.
func (p *pace) next(part float64) rate.Limit {
	limit := p.limiter.Limit()
	if part <= tolerated {
		if p.clean++; p.clean >= quiet {
			p.before = 0
		}
		return min(limit*faster, p.highest)
	}
	p.clean = 0
	switch {
	case part < hopeless && p.isSlowed() && part >= noHelp*p.part:
		limit, p.before = p.before, 0
		p.hold = min(max(2*p.hold, firstHold), lastHold)
		p.held = p.hold
		return limit
	case part < hopeless && p.held > 0:
		p.held--
		return limit
	case p.before == 0:
		p.before, p.part = limit, part
	case !p.isSlowed():
		p.part = max(p.part, part)
	}
	return max(limit*rate.Limit(1-part), min(slowest, p.highest))
}
