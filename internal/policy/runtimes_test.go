package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// TestRuntimes holds the days on which a runtime ends.
func TestRuntimes(t *testing.T) {
	custom := func(runtime string) string {
		return spectest.Complete(`launch: custom: {code: "a", handler: "a.b", runtime: "` + runtime + `"}`)
	}
	const at = " jobs.train.launch.custom.runtime: "
	for _, test := range []struct {
		cue, day string
		want     []string
	}{
		{custom("python3.9"), "2025-12-14", nil},
		{custom("python3.9"), "2025-12-15", []string{"SM509 warning" + at + "AWS has not supported the runtime python3.9 since 2025-12-15, creates no function with it from 2027-02-01, and changes none from 2027-03-03"}},
		{custom("python3.9"), "2027-01-31", []string{"SM509 warning" + at + "AWS has not supported the runtime python3.9 since 2025-12-15, creates no function with it from 2027-02-01, and changes none from 2027-03-03"}},
		{custom("python3.9"), "2027-02-01", []string{"SM509 error" + at + "AWS creates no function with the runtime python3.9 since 2027-02-01, and changes none from 2027-03-03"}},
		{custom("python3.11"), "2027-06-29", nil},
		{custom("python3.11"), "2027-06-30", []string{"SM509 warning" + at + "AWS no longer supports the runtime python3.11"}},
		{custom("python3.13"), "2027-06-30", nil},
		{custom("nodejs16.x"), "2026-11-01", []string{"SM509 warning" + at + "AWS no longer supports the runtime nodejs16.x"}},
		{custom("no such thing"), "2026-11-01", nil},
		{spectest.Complete(`launch: lambda: runtime: "python3.10"`), "2026-11-01", []string{"SM509 warning jobs.train.launch.lambda.runtime: AWS has not supported the runtime python3.10 since 2026-10-31, creates no function with it from 2027-02-01, and changes none from 2027-03-03"}},
		{spectest.Complete(`launch: custom: {code: "a", handler: "a.b"}`) + `stack: defaults: runtime: "nodejs18.x"`, "2026-11-01", []string{"SM509 warning" + at + "AWS no longer supports the runtime nodejs18.x"}},
		{spectest.Complete("") + `stack: resources: F: {Type: "AWS::Lambda::Function", Properties: Runtime: "dotnet8"}`, "2027-03-01", []string{"SM509 error resources.F.Properties.Runtime: AWS creates no function with the runtime dotnet8 since 2027-02-01, and changes none from 2027-03-03"}},
		{spectest.Complete("") + `stack: resources: F: {Type: "AWS::Lambda::Function", Properties: Runtime: Ref: "R"}`, "2027-03-01", nil},
	} {
		day, err := time.Parse(time.DateOnly, test.day)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, finds(t, test.cue, day, "SM509")); diff != "" {
			t.Errorf("%s, %s\nfindings (-want +got):\n%s", test.day, test.cue, diff)
		}
	}
	if got := finds(t, custom("python3.9"), time.Time{}, "SM509"); got != nil {
		t.Errorf("findings without a date: %v", got)
	}
}
