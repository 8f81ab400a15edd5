package session

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// AccountError says that the credentials are those of another account.
type AccountError struct {
	// Want is the spec's account, Got that of Caller, an ARN.
	Want, Got, Caller string
	// Role is the role that was assumed; empty for none.
	Role string
}

// Error says what to do.
func (e *AccountError) Error() string {
	next := "choose others with --profile, or set deploy.role in the spec to a role of that account"
	if e.Role != "" {
		next = "correct deploy.role in the spec, " + e.Role
	}
	return fmt.Sprintf("the credentials belong to account %s (%s), and the spec says %s; %s", e.Got, e.Caller, e.Want, next)
}

// Code returns AWS's code of an error, such as ValidationError; empty for an error
// that AWS did not give.
func Code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// IsThrottled reports whether AWS refused a call because there were too many.
func IsThrottled(err error) bool {
	if err == nil {
		return false
	}
	return retry.ThrottleErrorCode{Codes: retry.DefaultThrottleErrorCodes}.IsErrorThrottle(err) == aws.TrueTernary
}

// IsAbsent reports whether the stack, or the change set, that a call names does
// not exist. For a stack AWS has no code of its own, only the text.
func IsAbsent(err error) bool {
	switch Code(err) {
	case "ChangeSetNotFound", "ChangeSetNotFoundException", "StackNotFoundException", "NoSuchKey", "NoSuchBucket", "NotFound":
		return true
	case "ValidationError":
		return strings.Contains(Reason(err), "does not exist")
	}
	return false
}

// IsExpired reports whether the credentials are no longer valid.
func IsExpired(err error) bool {
	switch Code(err) {
	case "ExpiredToken", "ExpiredTokenException", "RequestExpired":
		return true
	}
	return false
}

// Reason is what went wrong, for people: AWS's own message with its code, without
// the names of the SDK's layers and the request's ID.
func Reason(err error) string {
	var (
		api     smithy.APIError
		answer  *smithyhttp.ResponseError
		send    *smithyhttp.RequestSendError
		network *net.OpError
	)
	// Who has no credentials learns nothing from what the SDK has asked for them.
	known := errors.As(err, &api) && api.ErrorCode() != unknown || isWithoutCredentials(err)
	switch {
	case err == nil:
		return ""
	case !known && errors.As(err, &answer) && answer.Response != nil && answer.HTTPStatusCode() >= http.StatusBadRequest:
		// What it answered besides is not AWS's: a proxy's page, perhaps.
		return strings.TrimSpace(fmt.Sprintf("AWS answered %d %s", answer.HTTPStatusCode(), http.StatusText(answer.HTTPStatusCode())))
	case api != nil:
		if api.ErrorMessage() == "" {
			return api.ErrorCode()
		}
		return fmt.Sprintf("%s (%s)", strings.TrimSpace(api.ErrorMessage()), api.ErrorCode())
	case errors.Is(err, context.DeadlineExceeded):
		return "AWS did not answer in time"
	case errors.As(err, &network) && !isWithoutCredentials(err):
		return network.Error()
	case errors.As(err, &send):
		return withoutPasswords(send.Err.Error())
	}
	var operation *smithy.OperationError
	if errors.As(err, &operation) {
		err = operation.Err
	}
	return withoutPasswords(err.Error())
}

// isWithoutCredentials reports whether nothing has credentials, and the SDK has asked
// the machine for them last, which perhaps is none of EC2.
func isWithoutCredentials(err error) bool {
	return err != nil && strings.Contains(err.Error(), "no EC2 IMDS role found")
}

// unknown is the SDK's code of an answer that is no error as AWS writes them.
const unknown = "UnknownError"

// withoutPasswords takes what stands before the host out of the addresses in a text: the
// environment may name endpoints and proxies with passwords.
func withoutPasswords(text string) string { return userinfo().ReplaceAllString(text, "://…@") }

var userinfo = lazyregexp.New(`://[^/]*@`)

// Explained is an error of the SDK in words.
type Explained struct {
	text string
	err  error
}

// Error returns the reason and, where there is one, the next step.
func (e *Explained) Error() string { return e.text }

// Unwrap returns the SDK's error.
func (e *Explained) Unwrap() error { return e.err }

// Explain puts an error of the SDK into words, with the next step where smgen knows
// one. The SDK's error stays within.
func Explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	text := Reason(err)
	switch {
	case IsExpired(err):
		text += "; get new credentials, and run the same command again: it continues where it stopped"
	case strings.Contains(text, "failed to refresh cached credentials"), strings.Contains(text, "get credentials"):
		text = "there are no AWS credentials; sign in (aws sso login), choose a profile with --profile, or try it without AWS with --local"
	case Code(err) == "AccessDenied", Code(err) == "AccessDeniedException":
		text += "; smgen bootstrap --print-policy deploy shows what smgen has to be allowed"
	}
	return &Explained{text, err}
}
