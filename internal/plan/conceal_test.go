package plan_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
)

func TestSecretKey(t *testing.T) {
	for name, want := range map[string]bool{
		"DB_PASSWORD": true, "dbPassword": true, "DBPassword": true, "apiKey": true, "API_KEY": true, "MasterUserPassword": true,
		"MLFLOW_TRACKING_TOKEN": true, "SecretString": true, "client-secret": true, "AWS_SECRET_ACCESS_KEY": true, "slackWebhook": true,
		"epochs": false, "max_tokens": false, "tokenizer": false, "KmsKeyId": false, "PassRole": false, "Key": false, "compass": false, "": false,
	} {
		if got := plan.SecretKey(plan.Place{Keys: []string{"Environment", name}}); got != want {
			t.Errorf("SecretKey(%s) = %v, want %v", name, got, want)
		}
	}
	for _, keys := range [][]string{{"Tags", "password", "Value"}, {"Passwords", ""}} {
		if !plan.SecretKey(plan.Place{Keys: keys}) {
			t.Errorf("SecretKey(%q) = false, want true", keys)
		}
	}
}

// TestSecretsStayHidden puts a secret wherever one may stand, and changes, adds
// and removes it.
func TestSecretsStayHidden(t *testing.T) {
	files, err := filepath.Glob("testdata/secrets/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		text := read(t, file)
		before := strings.ReplaceAll(text, "SECRET", "hunter1")
		after := strings.ReplaceAll(text, "SECRET", "hunter2")
		without := strings.ReplaceAll(text, "SECRET", "")
		for _, pair := range [][2]string{{before, after}, {before, without}, {without, after}, {before, ""}, {"", after}, {before, bare}, {bare, after}} {
			p := plan.Compare(parse(t, pair[0]), parse(t, pair[1]), plan.Options{Dynamic: true})
			if len(p.Changes) == 0 {
				t.Errorf("%s: no change", file)
			}
			out, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(out), "hunter") {
				t.Errorf("%s: a secret is shown: %s", file, out)
			}
		}
	}
}

// bare has the resources of the files in testdata/secrets, without what differs.
const bare = `
Resources:
  It: {Type: AWS::Lambda::Function}
  Nightly: {Type: AWS::Scheduler::Schedule}
`

func TestConcealIsAsked(t *testing.T) {
	before := parse(t, `{"Resources": {"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {"Input": "{\"a\":[{\"Key\":\"k\",\"Value\":\"x\"}]}"}}}}}`)
	after := parse(t, `{"Resources": {"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {"Input": "{\"a\":[{\"Key\":\"k\",\"Value\":\"y\"}]}"}}}}}`)
	var asked []plan.Place
	p := plan.Compare(before, after, plan.Options{Conceal: func(at plan.Place) bool {
		asked = append(asked, at)
		return true
	}})
	want := []plan.Place{{LogicalResourceId: "Nightly", Type: "AWS::Scheduler::Schedule", Keys: []string{"Target", "Input", "a", "k", "Value"}}}
	if diff := gocmp.Diff(want, asked); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	target := p.Changes[0].ResourceChange.Details[0].Target
	if target.BeforeValue != "(set)" || target.AfterValue != "(changed)" || target.Label != "Target.Input.a[k].Value" {
		t.Errorf("got %+v", target)
	}
}
