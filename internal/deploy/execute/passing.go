package execute

import (
	"context"
	"errors"
	"net/http"
	"time"

	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/smgen/smgen/internal/deploy/session"
)

// isPassing reports whether the same call may succeed later: AWS throttles or has a
// disturbance, or the network does. What AWS refuses, it refuses again.
func isPassing(err error) bool {
	var response *smithyhttp.ResponseError
	switch {
	case err == nil, errors.Is(err, context.Canceled), session.IsExpired(err):
		return false
	case session.IsThrottled(err):
		return true
	case errors.As(err, &response):
		return response.HTTPStatusCode() >= http.StatusInternalServerError
	}
	return session.Code(err) == ""
}

// The pause between two polls grows from the first to the last.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 5 * time.Second
)

// pauses are the pauses between polls.
type pauses struct{ next time.Duration }

// wait waits a little longer than the last time.
func (p *pauses) wait(ctx context.Context) error {
	p.next = min(max(p.next*3/2, firstPause), lastPause)
	timer := time.NewTimer(p.next)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
