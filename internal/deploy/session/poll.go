package session

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// How often AWS is asked whether something is done: seldom enough for what takes
// minutes, and often enough for what takes milliseconds.
const (
	firstPoll = 200 * time.Millisecond
	pollMore  = 1.5
	lastPoll  = 5 * time.Second
	// disturbed is how long nothing but disturbances may be answered.
	disturbed = 10 * time.Minute
)

// Poll asks until the answer is that it is done, and waits longer from question to
// question, 0.2 to 5 seconds. Throttling and disturbances that pass are no answer;
// any other error ends it, as does the context.
func Poll(ctx context.Context, ask func() (done bool, err error)) error {
	answered := time.Now()
	for wait := firstPoll; ; wait = min(time.Duration(float64(wait)*pollMore), lastPoll) {
		done, err := ask()
		switch {
		case ctx.Err() != nil && err != nil:
			return ctx.Err()
		case err == nil && done:
			return nil
		case err == nil:
			answered = time.Now()
		case !IsPassing(err), time.Since(answered) > disturbed:
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// IsPassing reports whether an error says nothing about what was asked, and may be
// gone a moment later: AWS throttles, is not well, or cannot be reached.
func IsPassing(err error) bool {
	var (
		status  *smithyhttp.ResponseError
		send    *smithyhttp.RequestSendError
		network net.Error
		api     smithy.APIError
	)
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return false
	case IsThrottled(err), errors.As(err, &send), errors.As(err, &network):
		return true
	case errors.As(err, &status) && status.HTTPStatusCode() >= 500:
		return true
	}
	return errors.As(err, &api) && api.ErrorFault() == smithy.FaultServer
}
