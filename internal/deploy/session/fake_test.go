package session_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/session"
)

const account = "123456789012"

// fake is an AWS that knows one account, and remembers what it was asked.
type fake struct {
	mu sync.Mutex
	// asked are the actions of the Query protocol, and method and path of all else;
	// texts are the requests as they came.
	asked, texts []string
	// throttle is how many calls are refused before one is answered.
	throttle int
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s %s%s\n", r.Method, r.Host, r.URL)
	r.Header.Write(&text)
	text.Write(body)
	action := r.FormValue("Action")
	if action == "" {
		action = r.Method + " " + r.URL.Path
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked, f.texts = append(f.asked, action), append(f.texts, text.String())
	switch {
	case f.throttle > 0 && action != "GetCallerIdentity":
		f.throttle--
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>")
	case action == "GetCallerIdentity":
		fmt.Fprintf(w, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::%s:user/me</Arn><Account>%s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>", account, account)
	case action == "AssumeRole":
		fmt.Fprintf(w, "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>OFROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>", time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	case action == "DescribeStacks":
		io.WriteString(w, "<DescribeStacksResponse><DescribeStacksResult><Stacks/></DescribeStacksResult></DescribeStacksResponse>")
	}
}

// count returns how often an action was asked for.
func (f *fake) count(action string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(slices.DeleteFunc(slices.Clone(f.asked), func(a string) bool { return a != action }))
}

func start(t *testing.T) (*fake, string) {
	t.Helper()
	f := &fake{}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return f, server.URL
}

// alone gives the test an environment with credentials, and nothing else of AWS.
func alone(t *testing.T) {
	t.Helper()
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value) // so that it comes back
			os.Unsetenv(name)
		}
	}
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(dir, "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(dir, "credentials"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
}

func at(t *testing.T, o session.Options, p session.Place) *session.Clients {
	t.Helper()
	c, err := session.New(o).At(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func describe(t *testing.T, c *session.Clients) {
	t.Helper()
	if _, err := c.CloudFormation.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{}); err != nil {
		t.Error(err)
	}
}
