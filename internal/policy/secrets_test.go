package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
)

// Parts of made-up secrets, joined here so that nobody's scanner takes this file
// for a leak.
var (
	digits  = strings.Repeat("0a1B2c3D", 6)
	aKey    = "AKIA" + "ABCDEFGHIJ234567"
	gitHub  = "ghp" + "_" + digits[:36]
	slack   = "xoxb" + "-123456789012-abcdefghijkl"
	openAI  = "sk" + "-proj-" + digits
	webJSON = "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0NTYifQ" + ".c2lnbmF0dXJl"
	private = "-----BEGIN " + "RSA PRIVATE KEY-----"
)

// TestSecrets holds what is taken for a secret, by name and by form, and what is
// not.
func TestSecrets(t *testing.T) {
	for _, test := range []struct {
		name, value string
		want        string // what the finding says; empty for none
	}{
		{"HF_TOKEN", "abcdefgh12", "a secret by its name"},
		{"WANDB_API_KEY", "0123456789abcdef", "a secret by its name"},
		{"wandbApiKey", "0123456789abcdef", "a secret by its name"},
		{"APIKEY", "0123456789abcdef", "a secret by its name"},
		{"DB_PASSWORD", "hunter2", "a secret by its name"},
		{"DB_PASSWORD_2", "hunter2", "a secret by its name"},
		{"db_pwd", "x", "a secret by its name"},
		{"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCY", "a secret by its name"},
		{"CLIENT_SECRET", "s3cr3t", "a secret by its name"},
		{"SLACK_WEBHOOK_URL", "https://hooks.example.com/x", "a secret by its name"},
		{"DB_PASSWORD", "123456789012345678", "a secret by its name"},
		{"A", aKey, "an access key of AWS"},
		{"A", "key=" + gitHub, "a token of GitHub"},
		{"A", slack, "a token of Slack"},
		{"A", openAI, "a key of an API"},
		{"A", webJSON, "a signed web token"},
		{"A", private, "a private key"},
		{"A", "https://hooks.slack.com/services/T0/B0/x", "a webhook of Slack"},
		{"DATABASE_URL", "postgres://me:pass@db.example/x", "an address with a password"},

		{"max_tokens", "512", ""},
		{"num_tokens", "123456789", ""},
		{"max_token", "512", ""},
		{"tokenizer", "bert-base-uncased", ""},
		{"tokenizer_name_or_path", "bert-base-uncased", ""},
		{"pad_token", "<|endoftext|>", ""},
		{"stop_token", "ENDOFTEXT", ""},
		{"use_auth_token", "true", ""},
		{"TOKEN", "<redacted>", ""},
		{"token", "word", ""},
		{"AUTH_TOKEN", "1234567890", ""},
		{"password", "1234", ""},
		{"SECRET", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf", ""},
		{"SECRET_ARN", "anything-that-is-long", ""},
		{"SECRET_NAME", "prod/slack-webhook", ""},
		{"DB_SECRET", "prod/slack-webhook", ""},
		{"API_KEY_PATH", "/opt/ml/input/data/key", ""},
		{"PRIVATE_KEY", "/opt/ml/input/data/key", ""},
		{"password_min_length", "12", ""},
		{"PASSWORD", "", ""},
		{"USE_PASSWORD", "False", ""},
		{"partition_key", "customer_identifier", ""},
		{"WEBHOOK_URL", "alerts", ""},
		{"DATABASE_URL", "postgres://me@db.example/x", ""},
		{"DATABASE_URL", "postgres://me:${PASSWORD}@db.example/x", ""},
		{"URL", "https://example.com:8080/a@b", ""},
		{"MODEL", "sk-learn-random-forest-2024-baseline-model", ""},
		{"MODEL", "risk-ABC123-abcdefghijklmnopqrst", ""},
		{"TEXT", "eyJust a text.eyJ", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var want string
			if test.want != "" {
				want = fmt.Sprintf("%q looks like %s, and everybody who may describe the training job can read it\n", test.name, test.want)
			}
			if diff := cmp.Diff(want, secretFindings(test.name, test.value)); diff != "" {
				t.Errorf("findings about %q (-want +got):\n%s", test.value, diff)
			}
		})
	}
}

// TestPlacesOfSecrets looks wherever a value reaches what others can read.
func TestPlacesOfSecrets(t *testing.T) {
	const request = ` looks like a secret by its name, and everybody who may describe the training job can read it`
	const function = ` looks like a secret by its name, and everybody who may look at the function can read it`
	expects(t, map[string][]string{
		spectest.Complete(`environment: HF_TOKEN: "abcdefgh12"`):                                                  {`SM501 warning jobs.train.environment.HF_TOKEN: "HF_TOKEN"` + request},
		spectest.Complete(`environment: HF_TOKEN: {ssm: "/hf"}`):                                                  nil,
		spectest.Complete(`request: Environment: HF_TOKEN: "abcdefgh12"`):                                         {`SM501 warning jobs.train.request.Environment.HF_TOKEN: "HF_TOKEN"` + request},
		spectest.Complete(`tags: ApiKey: "abcdefgh12"`):                                                           {`SM501 warning jobs.train.tags.ApiKey: "ApiKey"` + request},
		spectest.Complete("") + `stack: defaults: environment: HF_TOKEN: "abcdefgh12"`:                            {`SM501 warning jobs.train.environment.HF_TOKEN: "HF_TOKEN"` + request},
		spectest.Complete(`launch: custom: {code: "a", handler: "a.b", environment: DB_PASSWORD: "x"}`):           {`SM502 warning jobs.train.launch.custom.environment.DB_PASSWORD: "DB_PASSWORD"` + function},
		spectest.Complete(`launch: custom: {code: "a", handler: "a.b", environment: DB_PASSWORD: {import: "x"}}`): nil,
		spectest.Complete("") + `stack: resources: F: {Type: "AWS::Lambda::Function", Properties: Environment: Variables: {DB_PASSWORD: "x", OTHER_PASSWORD: Ref: "P"}}`: {
			`SM502 warning resources.F.Properties.Environment.Variables.DB_PASSWORD: "DB_PASSWORD"` + function},
	}, "SM501", "SM502")
}

// FuzzSecrets shows that no value of a secret, however long, gets into a finding.
func FuzzSecrets(f *testing.F) {
	f.Add("HF_TOKEN", "abcdefgh12")
	f.Add("A", aKey)
	f.Fuzz(func(t *testing.T, name, value string) {
		if len(value) < 6 || strings.Contains(name, value) || strings.ContainsAny(name+value, "\x00\n") {
			return
		}
		found := secretFindings(name, value)
		if strings.Contains(found, value) {
			t.Errorf("the finding repeats the value: %s", found)
		}
	})
}

// secretFindings returns all that is said about one variable.
func secretFindings(name, value string) string {
	stack := &spec.Stack{Jobs: map[string]*spec.Job{"train": {Name: "train"}}}
	r := &request.Request{Document: map[string]any{"Environment": map[string]any{name: value}}}
	var text strings.Builder
	for _, d := range policy.Check(policy.Input{Stack: stack, Requests: map[string]*request.Request{"train": r}}) {
		if d.Rule == "SM501" {
			text.WriteString(d.Message + "\n")
		}
	}
	return text.String()
}
