package session

import (
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// How often a call is made: a throttled one until it is through, as the pace gets
// slower meanwhile; another as long as a short disturbance lasts.
const (
	maxThrottled = 60
	maxAttempts  = 6
	maxBackoff   = 10 * time.Second
)

// retryer is the SDK's standard one without its quota, which is made for single
// calls: among thousands it would be used up by the first hundred throttled ones.
type retryer struct{ aws.RetryerV2 }

func newRetryer() aws.Retryer {
	return retryer{retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxThrottled
		o.MaxBackoff = maxBackoff
		o.RateLimiter = ratelimit.None
	})}
}

// RetryDelay returns how long to wait before the next attempt, or the error that
// ends the call.
func (r retryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	if attempt >= maxAttempts && !IsThrottled(err) {
		return 0, err
	}
	return r.RetryerV2.RetryDelay(attempt, err)
}

// transport gives up on a service that does not answer.
func transport(t *http.Transport) {
	t.ResponseHeaderTimeout = 30 * time.Second
	t.MaxIdleConnsPerHost = 64
}
