package session

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
)

// How often a call is made again: a throttled one until it is through, another as
// long as a short disturbance lasts, about a quarter of a minute.
const (
	maxAttempts  = 100
	maxDisturbed = 8
)

// How long to wait before that, at most: doubled from time to time, up to a limit.
// For a throttled call the pace is what makes the difference.
const (
	throttledFirst = 20 * time.Millisecond
	throttledLast  = 2 * time.Second
	disturbedFirst = 100 * time.Millisecond
	disturbedLast  = 10 * time.Second
)

// retryer is the SDK's standard one without its quota, which is made for single
// calls: among thousands it would be used up by the first hundred throttled ones.
type retryer struct{ aws.RetryerV2 }

func newRetryer() aws.Retryer {
	return retryer{retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.RateLimiter = ratelimit.None
	})}
}

// errDisturbed ends a call that was disturbed too often.
var errDisturbed = errors.New("it was tried again several times")

// GetRetryToken refuses a further attempt of a call that was disturbed too often.
func (r retryer) GetRetryToken(ctx context.Context, err error) (func(error) error, error) {
	if count, ok := ctx.Value(disturbances{}).(*int); ok && !IsThrottled(err) {
		if *count++; *count >= maxDisturbed {
			return nil, errDisturbed
		}
	}
	return r.RetryerV2.GetRetryToken(ctx, err)
}

// RetryDelay returns how long to wait before the next attempt.
func (r retryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	if IsThrottled(err) {
		return delay(attempt, throttledFirst, throttledLast), nil
	}
	return delay(attempt, disturbedFirst, disturbedLast), nil
}

// delay is random, so that what failed together does not come back together.
func delay(attempt int, first, last time.Duration) time.Duration {
	for ; attempt > 1 && first < last; attempt-- {
		first *= 2
	}
	return rand.N(min(first, last))
}

// disturbances is the key by which the context of a call has the number of those
// that it met.
type disturbances struct{}

// counting lets each call count its disturbances.
func counting(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Disturbances", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
		return next.HandleInitialize(context.WithValue(ctx, disturbances{}, new(int)), in)
	}), middleware.Before)
}

// transport gives up on a service that does not answer.
func transport(t *http.Transport) {
	t.ResponseHeaderTimeout = 30 * time.Second
	t.MaxIdleConnsPerHost = 64
}

// patient sends a request's body so that the SDK may close it at any time. The SDK
// does when it has the answer, and calls that the end of a copy that net/http may
// not be done with, which then gives up the connection: a fast endpoint would be
// asked again what it has answered.
type patient struct{ aws.HTTPClient }

// Do sends the request.
func (p patient) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.Body != http.NoBody {
		r = r.Clone(r.Context())
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return p.HTTPClient.Do(r)
}
