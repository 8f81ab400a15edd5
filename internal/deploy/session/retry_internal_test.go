package session

import (
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
)

// answers is a service that gives the answers one after the other, and the last
// one again and again.
type answers struct {
	list  []string
	asked int
}

// Do answers: "reset" breaks the connection, "500" is an error of the server, "ok" is
// fine, and all else is a code of an error.
func (a *answers) Do(r *http.Request) (*http.Response, error) {
	answer := a.list[min(a.asked, len(a.list)-1)]
	a.asked++
	status, body := http.StatusBadRequest, "<ErrorResponse><Error><Code>"+answer+"</Code><Message>No</Message></Error></ErrorResponse>"
	switch answer {
	case "reset":
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	case "500":
		status, body = http.StatusInternalServerError, "not well"
	case "ok":
		status, body = http.StatusOK, "<DescribeStacksResponse><DescribeStacksResult><Stacks/></DescribeStacksResult></DescribeStacksResponse>"
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// times repeats an answer.
func times(n int, answer string) []string {
	var list []string
	for range n {
		list = append(list, answer)
	}
	return list
}

// TestRetry expects a throttled call to be made until it is through, one that meets
// a disturbance a few times, and any other once.
func TestRetry(t *testing.T) {
	for _, test := range []struct {
		name    string
		answers []string
		asked   int
		reason  string
		most    time.Duration
	}{
		{"fine", []string{"ok"}, 1, "", 0},
		{"throttled for long", append(times(60, "Throttling"), "ok"), 61, "", 2 * time.Minute},
		{"throttled by other words", append(times(9, "RequestLimitExceeded"), "ok"), 10, "", 7 * time.Second},
		{"reset", append(times(maxDisturbed-1, "reset"), "ok"), maxDisturbed, "", 40 * time.Second},
		{"not well", append(times(maxDisturbed-1, "500"), "ok"), maxDisturbed, "", 40 * time.Second},
		{"reset while throttled", append(append(times(20, "Throttling"), times(5, "reset")...), "Throttling", "reset", "ok"), 28, "", 2 * time.Minute},
		{"reset for good", []string{"reset"}, maxDisturbed, "read tcp: connection reset by peer", 40 * time.Second},
		{"refused", []string{"ValidationError"}, 1, "No (ValidationError)", 0},
		{"not allowed", []string{"AccessDenied"}, 1, "No (AccessDenied)", 0},
		{"throttled for ever", []string{"Throttling"}, maxAttempts, "No (Throttling)", 4 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				service := &answers{list: test.answers}
				client := cloudformation.NewFromConfig(aws.Config{
					Region: "us-east-1", Credentials: localCredentials("123456789012"), HTTPClient: service, Retryer: newRetryer,
				}, func(o *cloudformation.Options) { o.APIOptions = append(o.APIOptions, counting) })
				began := time.Now()
				_, err := client.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{})
				if got := Reason(err); got != test.reason {
					t.Errorf("the reason is %q, want %q", got, test.reason)
				}
				if service.asked != test.asked {
					t.Errorf("asked %d times, want %d", service.asked, test.asked)
				}
				if took := time.Since(began); took > test.most {
					t.Errorf("it took %v, want at most %v", took, test.most)
				}
			})
		})
	}
}

func TestDelay(t *testing.T) {
	for attempt := 1; attempt < 200; attempt++ {
		for range 100 {
			if d := delay(attempt, throttledFirst, throttledLast); d < 0 || d > throttledLast || attempt == 1 && d > throttledFirst {
				t.Fatalf("before attempt %d it waits %v", attempt+1, d)
			}
		}
	}
}
