package session_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"testing"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/smgen/smgen/internal/deploy/session"
)

// failed is an error as the SDK returns it.
func failed(err error) error {
	return fmt.Errorf("a step: %w", &smithy.OperationError{ServiceID: "CloudFormation", OperationName: "DescribeStacks", Err: fmt.Errorf("https response error StatusCode: 400, RequestID: 1-2-3, %w", err)})
}

func api(code, message string) error {
	return failed(&smithy.GenericAPIError{Code: code, Message: message})
}

// answered is an error with the status of the answer, as the SDK returns it.
func answered(status int, err error) error {
	return failed(&smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}}, Err: err})
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
		{failed(fmt.Errorf("get credentials: failed to refresh cached credentials, no EC2 IMDS role found, %w", answered(403, errors.New("no")))), "there are no AWS credentials; sign in (aws sso login), choose a profile with --profile, or try it without AWS with --local"},
		{errors.New("disk full"), "disk full"},
		{answered(500, &smithy.GenericAPIError{Code: "UnknownError", Message: "UnknownError"}), "AWS answered 500 Internal Server Error"},
		{answered(403, &smithy.DeserializationError{Err: errors.New("XML syntax error\x1b[31m")}), "AWS answered 403 Forbidden"},
		{answered(599, errors.New("a page")), "AWS answered 599"},
		{answered(400, &smithy.GenericAPIError{Code: "ValidationError", Message: "no"}), "no (ValidationError)"},
		{failed(&smithyhttp.RequestSendError{Err: errors.New("net/http: invalid header field value")}), "net/http: invalid header field value"},
		{&smithy.OperationError{Err: errors.New("Failed to parse uri: http://user:pass word%zz@proxy:1")}, "Failed to parse uri: http://…@proxy:1"},
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
