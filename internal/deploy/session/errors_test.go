package session_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/smgen/smgen/internal/deploy/session"
)

// failed is an error as the SDK returns it.
func failed(err error) error {
	return fmt.Errorf("a step: %w", &smithy.OperationError{ServiceID: "CloudFormation", OperationName: "DescribeStacks", Err: fmt.Errorf("https response error StatusCode: 400, RequestID: 1-2-3, %w", err)})
}

func api(code, message string) error {
	return failed(&smithy.GenericAPIError{Code: code, Message: message})
}

func TestExplain(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{api("ValidationError", " Stack [a] does not exist "), "Stack [a] does not exist (ValidationError)"},
		{api("InternalFailure", ""), "InternalFailure"},
		{api("ExpiredToken", "The security token included in the request is expired"), "The security token included in the request is expired (ExpiredToken); get new credentials, and run the same command again: it continues where it stopped"},
		{api("AccessDenied", "User a is not authorized"), "User a is not authorized (AccessDenied); smgen bootstrap --print-policy deploy shows what smgen has to be allowed"},
		{failed(context.DeadlineExceeded), "AWS did not answer in time"},
		{failed(&net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1}, Err: syscall.ECONNREFUSED}), "dial tcp 127.0.0.1:1: connection refused"},
		{failed(errors.New("get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found")), "there are no AWS credentials; sign in (aws sso login), choose a profile with --profile, or try it without AWS with --local"},
		{errors.New("disk full"), "disk full"},
	} {
		got := session.Explain(test.err)
		if got.Error() != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
		if !errors.Is(got, test.err) {
			t.Errorf("%s: the SDK's error is lost", test.want)
		}
	}
	if session.Explain(nil) != nil || session.Reason(nil) != "" {
		t.Error("no error is explained")
	}
	if got := session.Explain(failed(context.Canceled)); !errors.Is(got, context.Canceled) || got.Error() == context.Canceled.Error() {
		t.Errorf("an interrupt becomes %v", got)
	}
}

func TestKinds(t *testing.T) {
	for _, test := range []struct {
		err                          error
		throttled, absent, isExpired bool
	}{
		{nil, false, false, false},
		{api("Throttling", "Rate exceeded"), true, false, false},
		{api("SlowDown", "Please reduce your request rate."), true, false, false},
		{api("ValidationError", "Stack with id a does not exist"), false, true, false},
		{api("ValidationError", "Template error"), false, false, false},
		{api("ChangeSetNotFound", "ChangeSet [a] does not exist"), false, true, false},
		{api("NoSuchKey", ""), false, true, false},
		{api("ExpiredToken", ""), false, false, true},
		{errors.New("does not exist"), false, false, false},
	} {
		if got := session.IsThrottled(test.err); got != test.throttled {
			t.Errorf("%v: throttled %t", test.err, got)
		}
		if got := session.IsAbsent(test.err); got != test.absent {
			t.Errorf("%v: absent %t", test.err, got)
		}
		if got := session.IsExpired(test.err); got != test.isExpired {
			t.Errorf("%v: expired %t", test.err, got)
		}
	}
}
