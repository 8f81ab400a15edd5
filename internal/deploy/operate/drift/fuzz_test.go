package drift_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/smgen/smgen/internal/deploy/operate/drift"
	"github.com/smgen/smgen/internal/output"
)

// FuzzExplain reads whatever CloudFormation may answer: what people are shown stays on
// its lines, and a resource that differs is always named.
func FuzzExplain(f *testing.F) {
	for _, path := range []string{"", "/", "/State", "/Target/Input", "/Target/RoleArn/x", "/Tags/0", "//", "~1", "/a~0~1b", "/Target/Input/0"} {
		f.Add(path, "ENABLED", "DISABLED", "{}", `{"State":"DISABLED"}`)
	}
	f.Add("/Target/Input", "{}", `{"TrainingJobName": "x", "RoleArn": []}`, "[]", "null")
	f.Add("/State", "null", "", "", "\x1b[2J")
	f.Add("/Target", `{"Fn::Join": 1}`, `{"Ref": "Nightly"}`, "", "")
	f.Fuzz(func(t *testing.T, path, expected, actual, allExpected, allActual string) {
		s := &drift.Stack{State: drift.Drifted}
		s.Name = "churn"
		err := s.Explain([]byte(nightly), []drift.Resource{{
			ID: "Nightly", Type: "AWS::Scheduler::Schedule", Expected: allExpected, Actual: allActual,
			Differences: []drift.Difference{{Path: path, Expected: expected, Actual: actual}},
		}}, now)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := drift.Text(&out, output.Text{}, []*drift.Stack{s}); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		if !strings.Contains(text, "Nightly") {
			t.Errorf("the resource is not named:\n%s", text)
		}
		if strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), unicode.IsControl) {
			t.Errorf("control characters:\n%q", text)
		}
	})
}
