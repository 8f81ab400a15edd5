package session

import (
	"context"
	"sync"
	"time"

	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"
)

// The pace, in calls a second. CloudFormation's limits are not published, and
// other programs of the account take their part of them.
const (
	defaultRate = 10
	slowest     = 0.5
	// slower and faster are what one throttled call, and a second without any, do
	// to the pace: it settles a little below what AWS allows.
	slower = 0.8
	faster = 1.05
	// settle is how long the pace stays after it was slowed down, as the calls under
	// way are throttled, too.
	settle = time.Second
)

// pace is how fast one account and region may be asked, by all stacks together.
type pace struct {
	limiter *rate.Limiter
	highest rate.Limit
	now     func() time.Time

	mu      sync.Mutex
	changed time.Time
}

func newPace(highest float64, now func() time.Time) *pace {
	if highest <= 0 {
		highest = defaultRate
	}
	return &pace{limiter: rate.NewLimiter(rate.Limit(highest), 1), highest: rate.Limit(highest), now: now}
}

// attach lets each attempt of each call wait for its turn.
func (p *pace) attach(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("Pace", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
		if err := p.limiter.Wait(ctx); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, err
		}
		out, metadata, err := next.HandleFinalize(ctx, in)
		p.learn(IsThrottled(err))
		return out, metadata, err
	}), "Retry", middleware.After)
}

// learn takes the answer to one call into account.
func (p *pace) learn(throttled bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	since := p.now().Sub(p.changed)
	if since < settle {
		return
	}
	limit := p.limiter.Limit()
	switch {
	case throttled:
		limit = max(limit*slower, slowest)
	case limit < p.highest:
		limit = min(limit*faster, p.highest)
	default:
		return
	}
	p.limiter.SetLimit(limit)
	p.changed = p.now()
}
