package status

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

func golden(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../../testdata/golden/" + name + "/template.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestStarts reads the schedules of a golden back from its template.
func TestStarts(t *testing.T) {
	document, err := template.Parse(golden(t, "schedules"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 26, 0, 1, 0, 0, time.UTC)
	type row struct {
		Job  string
		Kind Kind
		At   string
	}
	var got []row
	for _, s := range starts(document, trace.Place{}, now) {
		at := ""
		if !s.At.IsZero() {
			at = s.At.Format(time.RFC3339)
		}
		got = append(got, row{s.Job, s.Kind, at})
	}
	want := []row{
		{"schedules-test-often", Timed, "2026-11-26T00:10:00Z"},
		{"schedules-test-zoned", Timed, "2026-11-26T02:30:00-03:00"},
		{"schedules-test-window", Timed, "2026-12-01T06:00:00Z"},
		{"schedules-test-bounded", Timed, "2098-01-31T06:00:00Z"},
		{"schedules-test-once", Timed, "2099-12-24T18:00:00Z"},
		{"schedules-test-disabled", Disabled, ""},
		{"schedules-test-rated", Counted, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestIsSame(t *testing.T) {
	zip := string(golden(t, "zip"))
	for name, test := range map[string]struct {
		a, b string
		want bool
	}{
		"equal":            {zip, zip, true},
		"another layout":   {`{"Resources": {"A": {"Type": "T"}}}`, "Resources:\n  A:\n    Type: T\n", true},
		"a pinned version": {`{"Resources":{"A":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"1"}}}}}`, `{"Resources":{"A":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"S3Bucket":"b","S3Key":"k"}}}}}`, true},
		"a wanted version": {`{"Resources":{"A":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"1"}}}}}`, `{"Resources":{"A":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"2"}}}}}`, false},
		"another key":      {`{"Resources":{"A":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"S3Bucket":"b","S3Key":"l","S3ObjectVersion":"1"}}}}}`, `{"Resources":{"A":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"S3Bucket":"b","S3Key":"k"}}}}}`, false},
		"a version of no artifact": {
			`{"Resources":{"A":{"Type":"T","Properties":{"Body":{"S3ObjectVersion":"1"}}}}}`, `{"Resources":{"A":{"Type":"T","Properties":{"Body":{}}}}}`, false,
		},
		"a longer reference": {`{"Resources":{"A":{"Type":"T","Properties":{"P":{"Fn::GetAtt":["B","Arn"]}}}}}`, `{"Resources":{"A":{"Type":"T","Properties":{"P":{"Fn::GetAtt":"B.Arn"}}}}}`, false},
		"no template":        {"", "", false},
		"not a template":     {"[", "[", false},
	} {
		if got := isSame([]byte(test.a), []byte(test.b)); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
