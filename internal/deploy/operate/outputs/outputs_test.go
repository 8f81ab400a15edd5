package outputs_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/operate/outputs"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/secret"
)

func stacks() []outputs.Stack {
	return []outputs.Stack{
		{Name: "churn-staging", Account: "123456789012", Region: "us-east-1", Dir: "stacks/churn", Deployed: true, Outputs: outputs.Conceal(&target.Target{}, map[string]string{
			"QueueUrl": "https://sqs/it's", "Role": "arn:aws:iam::123456789012:role/r", "ApiKey": "hunter2", "Hostile": "\x1b[2J\n$(id)",
		})},
		{Name: "new", Account: "123456789012", Region: "us-east-1", Dir: "stacks/new"},
		{Name: "bare", Account: "123456789012", Region: "us-east-1", Dir: "stacks/bare", Deployed: true},
	}
}

func TestText(t *testing.T) {
	var out bytes.Buffer
	if err := outputs.Text(&out, output.Text{}, stacks()); err != nil {
		t.Fatal(err)
	}
	want := `churn-staging (stacks/churn)
  ApiKey    (not shown: it looks like a secret)
  Hostile   \x1b[2J\n$(id)
  QueueUrl  https://sqs/it's
  Role      arn:aws:iam::123456789012:role/r

new (stacks/new): not deployed

bare (stacks/bare): no outputs
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := outputs.JSON(&out, stacks()[:1]); err != nil {
		t.Fatal(err)
	}
	var got struct {
		SchemaVersion int
		Stacks        []outputs.Stack
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stacks()[:1], got.Stacks); diff != "" || got.SchemaVersion != 1 {
		t.Error(diff)
	}
	if strings.Contains(out.String(), "hunter2") {
		t.Error("the JSON shows a secret")
	}
}

func TestEnv(t *testing.T) {
	var one, many bytes.Buffer
	if err := outputs.Env(&one, stacks()[:1]); err != nil {
		t.Fatal(err)
	}
	want := "Hostile='\x1b[2J\n$(id)'\nQueueUrl='https://sqs/it'\\''s'\nRole='arn:aws:iam::123456789012:role/r'\n"
	if diff := cmp.Diff(want, one.String()); diff != "" {
		t.Error(diff)
	}
	if err := outputs.Env(&many, stacks()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(many.String(), "churn_staging_Role='arn:") {
		t.Errorf("names without their stack:\n%s", many.String())
	}
	twice := append(stacks(), stacks()[0])
	twice[3].Region = "eu-west-1"
	if err := outputs.Env(&many, twice); err == nil || !strings.Contains(err.Error(), "eu-west-1") {
		t.Errorf("two stacks of one name: %v", err)
	}
}

// FuzzEnv has a shell read what was printed.
func FuzzEnv(f *testing.F) {
	for _, seed := range []string{"", "'", `\'`, "$(id)", "`id`", "a\nb", "!!", "'\\''", "ü€", "-n"} {
		f.Add(seed)
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		f.Skip("there is no sh")
	}
	f.Fuzz(func(t *testing.T, value string) {
		if strings.ContainsRune(value, 0) {
			t.Skip("AWS sends no such text, and no shell can hold it")
		}
		var script bytes.Buffer
		if err := outputs.Env(&script, []outputs.Stack{{Outputs: map[string]string{"Value": value}}}); err != nil {
			t.Fatal(err)
		}
		got, err := exec.CommandContext(t.Context(), shell, "-c", script.String()+`printf %s "$Value"`).Output()
		if err != nil || string(got) != value {
			t.Errorf("%q arrives as %q (%v)", value, got, err)
		}
	})
}

// TestConcealMarked has outputs of what the specs mark as sensitive.
func TestConcealMarked(t *testing.T) {
	marked := &target.Target{
		Sensitive: secret.Marks{{{Text: "Properties"}, {Text: "DisplayName"}}, {{Text: "Outputs"}, {Text: "Where"}}},
		Template:  []byte(`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "hidden"}}}}`),
	}
	got := outputs.Conceal(marked, map[string]string{"Topic": "the hidden topic", "Where": "there", "Url": "plain"})
	if diff := cmp.Diff(map[string]string{"Topic": outputs.Concealed, "Where": outputs.Concealed, "Url": "plain"}, got); diff != "" {
		t.Error(diff)
	}
}
