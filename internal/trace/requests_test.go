package trace_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/trace"
)

// TestRequests compares the request of each launch of the goldens with the one
// that its spec asks for, as smgen prints it beside the template: what is
// followed through schedules, functions and state machines is what was meant.
func TestRequests(t *testing.T) {
	compared := 0
	for name, d := range goldenTemplates(t) {
		meant := meantRequests(t, filepath.Join(goldens, filepath.Dir(name)))
		sent := map[string]bool{}
		for _, l := range trace.Launches(d, placeOf(name)) {
			if l.TrainingRole.ID != "" {
				l.Request["RoleArn"] = "${" + l.TrainingRole.ID + ".Arn}" // as it is printed
			}
			text, err := json.MarshalIndent(l.Request, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			jobName, _ := l.Request["TrainingJobName"].(string)
			want, ok := meant[runID.ReplaceAllString(jobName, "*")]
			if !ok && !strings.HasPrefix(name, "testdata/") {
				t.Errorf("%s: no spec asks for %s", name, jobName)
			}
			if !ok {
				continue
			}
			compared++
			sent[want] = true
			if diff := cmp.Diff(want, normal(string(text))); diff != "" {
				t.Errorf("%s: the request of %s %v (-meant +sent):\n%s", name, l.Trigger, l.Via, diff)
			}
		}
		for job, want := range meant {
			if !sent[want] {
				t.Errorf("%s: no launch of %s was found", name, job)
			}
		}
	}
	if compared < 60 {
		t.Errorf("compared %d requests; want those of all goldens", compared)
	}
}

// runID is the ID of the sample run in any of its forms, or its time.
var runID = regexp.MustCompile(`5f0c7a1e-[0-9a-f-]{27}|20261125-020000|2026-11-25T02:00:00Z`)

// meantRequests reads the requests beside a template by the name of the job.
func meantRequests(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "request.*.json"))
	if err != nil {
		t.Fatal(err)
	}
	meant := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := normal(string(text))
		var named struct{ TrainingJobName string }
		if err := json.Unmarshal([]byte(want), &named); err != nil {
			t.Fatal(err)
		}
		meant[named.TrainingJobName] = want
	}
	return meant
}

var printed = regexp.MustCompile(`\$\{(import|ssm|importList|run|resource):?([^}]*)\}`)

// lists are whole lists that are exports, which the two write differently: as
// the reference alone, as each of its parts, or as a list of one.
var lists = regexp.MustCompile(`\[\s*"\$\{(?:each of )?Fn::ImportValue ([A-Za-z-]+)\}"\s*\]`)

// resources are those of the goldens whose ARN is spelled out on the way.
var resources = strings.NewReplacer(
	"arn:aws:sagemaker:eu-central-1:123456789012:mlflow-tracking-server/tracking", "${Mlflow.TrackingServerArn}",
	"arn:aws:sagemaker:eu-central-1:123456789012:mlflow-app/${Mlflow}", "${Mlflow.Arn}",
)

// normal writes what differs between a printed and a followed request in one
// way.
func normal(text string) string {
	text = printed.ReplaceAllStringFunc(text, func(hole string) string {
		parts := printed.FindStringSubmatch(hole)
		switch parts[1] {
		case "import":
			return "${Fn::ImportValue " + parts[2] + "}"
		case "ssm":
			return "{{resolve:ssm:" + parts[2] + "}}"
		case "run":
			return "*"
		}
		return hole
	})
	text = lists.ReplaceAllString(resources.Replace(text), `"$${Fn::ImportValue $1}"`)
	var tree any
	decoder := json.NewDecoder(strings.NewReader(runID.ReplaceAllString(text, "*")))
	decoder.UseNumber()
	if decoder.Decode(&tree) != nil {
		return text
	}
	out, _ := json.MarshalIndent(tree, "", "  ")
	return string(out)
}
