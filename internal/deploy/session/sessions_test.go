package session_test

import (
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/session"
)

// TestLocalReadsNothing sets whatever the SDK reads to something hostile, and looks
// for it in each request to the local endpoint.
func TestLocalReadsNothing(t *testing.T) {
	f, endpoint := start(t)
	dir := t.TempDir()
	shared := filepath.Join(dir, "config")
	text := "[default]\naws_access_key_id = hostile\naws_secret_access_key = hostile\nregion = hostile-1\nendpoint_url = http://hostile.example\ncredential_process = /bin/hostile\n[profile hostile]\nrole_arn = arn:aws:iam::210987654321:role/hostile\nsource_profile = default\n"
	if err := os.WriteFile(shared, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
		"AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CA_BUNDLE", "AWS_SDK_UA_APP_ID",
		"AWS_ACCOUNT_ID", "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "AWS_DEFAULTS_MODE", "AWS_RETRY_MODE",
	} {
		t.Setenv(name, "hostile")
	}
	for _, name := range []string{"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_CLOUDFORMATION", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "HTTP_PROXY", "HTTPS_PROXY"} {
		t.Setenv(name, "http://hostile.example")
	}
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE": shared, "AWS_SHARED_CREDENTIALS_FILE": shared, "AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_MAX_ATTEMPTS": "1",
		"AWS_EXECUTION_ENV": "hostile", "AWS_LAMBDA_FUNCTION_NAME": "hostile", "_X_AMZN_TRACE_ID": "hostile",
	} {
		t.Setenv(name, value)
	}
	c := at(t, session.Options{Endpoint: endpoint, Local: true, Rate: 1000, Version: "v1"}, session.Place{Account: account, Region: "us-east-1", Role: "arn:aws:iam::123456789012:role/deploy"})
	f.throttle = 2
	describe(t, c)
	if _, err := c.S3.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("bucket"), Key: aws.String("key"), Body: strings.NewReader("text")}); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"GetCallerIdentity", "DescribeStacks", "DescribeStacks", "DescribeStacks", "PUT /bucket/key"}, f.asked); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	for _, request := range f.texts {
		if strings.Contains(request, "hostile") {
			t.Errorf("a request has something of the environment:\n%s", request)
		}
		if !strings.Contains(request, "Credential=LOCAL"+account+"/") || !strings.Contains(request, "us-east-1") {
			t.Errorf("a request is not from the local account:\n%s", request)
		}
	}
}

// TestStandardChain expects what people set for AWS's own tools to hold for smgen.
func TestStandardChain(t *testing.T) {
	place := session.Place{Account: account, Region: "eu-central-1"}
	t.Run("endpoint and keys", func(t *testing.T) {
		alone(t)
		f, endpoint := start(t)
		// A name, before which the SDK would write that of a bucket.
		t.Setenv("AWS_ENDPOINT_URL", strings.Replace(endpoint, "127.0.0.1", "localhost", 1))
		c := at(t, session.Options{}, place)
		if c.Caller != "arn:aws:iam::123456789012:user/me" {
			t.Errorf("the caller is %s", c.Caller)
		}
		if _, err := c.S3.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("bucket"), Key: aws.String("key")}); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"GetCallerIdentity", "HEAD /bucket/key"}, f.asked); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
		if !strings.Contains(f.texts[0], "AKIAEXAMPLE/") || !strings.Contains(f.texts[0], "/eu-central-1/") {
			t.Errorf("the request is not signed as told:\n%s", f.texts[0])
		}
	})
	t.Run("endpoint of one service", func(t *testing.T) {
		alone(t)
		f, endpoint := start(t)
		other, elsewhere := start(t)
		t.Setenv("AWS_ENDPOINT_URL", endpoint)
		t.Setenv("AWS_ENDPOINT_URL_S3", elsewhere)
		c := at(t, session.Options{}, place)
		if _, err := c.S3.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("bucket"), Key: aws.String("key")}); err != nil {
			t.Error(err)
		}
		if len(f.asked) != 1 || len(other.asked) != 1 {
			t.Errorf("calls are %v and %v, want one each", f.asked, other.asked)
		}
	})
	t.Run("profile", func(t *testing.T) {
		alone(t)
		f, endpoint := start(t)
		t.Setenv("AWS_ENDPOINT_URL", endpoint)
		if err := os.WriteFile(os.Getenv("AWS_CONFIG_FILE"), []byte("[profile ml]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		at(t, session.Options{Profile: "ml"}, place)
		if !strings.Contains(f.texts[0], "AKIAPROFILE/") {
			t.Errorf("the request is not signed with the profile's key:\n%s", f.texts[0])
		}
	})
	t.Run("role", func(t *testing.T) {
		alone(t)
		f, endpoint := start(t)
		t.Setenv("AWS_ENDPOINT_URL", endpoint)
		place := session.Place{Account: account, Region: "eu-central-1", Role: "arn:aws:iam::123456789012:role/deploy"}
		at(t, session.Options{}, place)
		if diff := cmp.Diff([]string{"AssumeRole", "GetCallerIdentity"}, f.asked); diff != "" || !strings.Contains(f.texts[1], "OFROLE/") {
			t.Errorf("calls (-want +got):\n%s\n%s", diff, f.texts)
		}
	})
	t.Run("attempts", func(t *testing.T) {
		alone(t)
		f, endpoint := start(t)
		t.Setenv("AWS_ENDPOINT_URL", endpoint)
		t.Setenv("AWS_MAX_ATTEMPTS", "1")
		c := at(t, session.Options{Rate: 1000}, place)
		f.throttle = 3
		describe(t, c)
	})
	t.Run("certificates", func(t *testing.T) {
		alone(t)
		server := httptest.NewTLSServer(&fake{})
		t.Cleanup(server.Close)
		bundle := filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("AWS_ENDPOINT_URL", server.URL)
		t.Setenv("AWS_CA_BUNDLE", bundle)
		describe(t, at(t, session.Options{}, place))
	})
}

// TestAccount expects nothing to be asked of another account than the spec's.
func TestAccount(t *testing.T) {
	alone(t)
	f, endpoint := start(t)
	sessions := session.New(session.Options{Endpoint: endpoint})
	for role, want := range map[string]string{
		"":                                      "the credentials belong to account 123456789012 (arn:aws:iam::123456789012:user/me), and the spec says 210987654321; choose others with --profile, or set deploy.role in the spec to a role of that account",
		"arn:aws:iam::210987654321:role/deploy": "the credentials belong to account 123456789012 (arn:aws:iam::123456789012:user/me), and the spec says 210987654321; correct deploy.role in the spec, arn:aws:iam::210987654321:role/deploy",
	} {
		c, err := sessions.At(t.Context(), session.Place{Account: "210987654321", Region: "us-east-1", Role: role})
		var other *session.AccountError
		if c != nil || !errors.As(err, &other) || err.Error() != want {
			t.Errorf("with the role %q: %v\nwant %s", role, err, want)
		}
	}
	if n := f.count("DescribeStacks"); n > 0 {
		t.Errorf("stacks were asked for %d times", n)
	}
}

// TestOncePerPlace opens two places many times at once, and expects STS to be asked
// once for each.
func TestOncePerPlace(t *testing.T) {
	f, endpoint := start(t)
	sessions := session.New(session.Options{Endpoint: endpoint, Local: true})
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			place := session.Place{Account: account, Region: []string{"us-east-1", "eu-west-1"}[i%2]}
			if _, err := sessions.At(t.Context(), place); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := f.count("GetCallerIdentity"); n != 2 {
		t.Errorf("STS was asked %d times, want 2", n)
	}
}

// TestPaceIsShared expects the calls of two roles in one account and region to
// stand in one line, and those of another region in another.
func TestPaceIsShared(t *testing.T) {
	_, endpoint := start(t)
	sessions := session.New(session.Options{Endpoint: endpoint, Local: true, Rate: 100})
	took := func(places ...session.Place) time.Duration {
		var group sync.WaitGroup
		began := time.Now()
		for i := range 60 {
			group.Go(func() {
				c, err := sessions.At(t.Context(), places[i%len(places)])
				if err != nil {
					t.Error(err)
					return
				}
				describe(t, c)
			})
		}
		group.Wait()
		return time.Since(began)
	}
	one := session.Place{Account: account, Region: "us-east-1", Role: "arn:aws:iam::123456789012:role/a"}
	same := session.Place{Account: account, Region: "us-east-1", Role: "arn:aws:iam::123456789012:role/b"}
	other := session.Place{Account: account, Region: "us-west-2"}
	if d := took(one, same); d < 590*time.Millisecond || d > 780*time.Millisecond {
		t.Errorf("60 calls in one region took %v, want calls ÷ rate, 0.6 s", d)
	}
	if d := took(one, other); d < 290*time.Millisecond || d > 390*time.Millisecond {
		t.Errorf("60 calls in two regions took %v, want 0.3 s", d)
	}
}

// TestLogsNothing expects the SDK to write nothing to the standard error, which is a
// log of smgen's.
func TestLogsNothing(t *testing.T) {
	alone(t)
	_, endpoint := start(t)
	for _, local := range []bool{false, true} {
		c := at(t, session.Options{Endpoint: endpoint, Local: local}, session.Place{Account: account, Region: "us-east-1"})
		for _, logger := range []logging.Logger{c.CloudFormation.Options().Logger, c.S3.Options().Logger} {
			if logger != (logging.Nop{}) {
				t.Errorf("local %t: it logs to %T", local, logger)
			}
		}
	}
}
