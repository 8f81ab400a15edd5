package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/spectest"
)

// ruled applies a stack's decisions to findings about its jobs a and b, and to
// one about neither, and returns what comes out of it in words.
func ruled(t *testing.T, fields string, now time.Time) []string {
	t.Helper()
	const job = `{image: "x", output: s3: "s3://acme/"}`
	stack := spectest.Load(t, spectest.Stack("jobs: {a: "+job+", \"a-b\": "+job+"}\n"+fields))
	ruling := policy.NewRuling(stack, now)
	diags := ruling.Apply([]diag.Diagnostic{
		{Rule: "SM503", Severity: diag.Warning, Path: "jobs.a.image"},
		{Rule: "SM503", Severity: diag.Warning, Path: `jobs."a-b".image`},
		{Rule: "SM221", Severity: diag.Warning, Path: "notify"},
		{Rule: "SM101", Path: "jobs.a"},
		{Severity: diag.Warning, Path: "jobs.a"},
	})
	var got []string
	diags = append(diags, ruling.Apply(ruling.Findings())...)
	for _, d := range append(diags, ruling.Unused()...) {
		text := d.Rule + " " + d.Severity.String() + " " + d.Path
		if d.Waiver != nil {
			text += ": waived, " + d.Waiver.Reason
			if d.Waiver.Pos.Line == 0 {
				t.Errorf("%s: the waiver has no place", text)
			}
		} else if d.Message != "" {
			text += ": " + d.Message
		}
		got = append(got, text)
	}
	return got
}

func TestRuling(t *testing.T) {
	now := time.Date(2027, 1, 31, 23, 59, 59, 0, time.UTC)
	plain := []string{
		"SM503 warning jobs.a.image", `SM503 warning jobs."a-b".image`, "SM221 warning notify", "SM101 error jobs.a", " warning jobs.a",
	}
	with := func(changed map[int]string, more ...string) []string {
		list := append([]string{}, plain...)
		for i, text := range changed {
			list[i] = text
		}
		return append(list, more...)
	}
	for _, test := range []struct {
		name, fields string
		want         []string
	}{
		{"nothing decided", "", plain},
		{"waived in the stack", `waive: [{rule: "SM503", reason: "why not"}]`,
			with(map[int]string{0: "SM503 warning jobs.a.image: waived, why not", 1: `SM503 warning jobs."a-b".image: waived, why not`})},
		{"waived in a job", `jobs: a: waive: [{rule: "SM503", reason: "why not"}]`,
			with(map[int]string{0: "SM503 warning jobs.a.image: waived, why not"})},
		{"waived in a job with a quoted name", `jobs: "a-b": waive: [{rule: "SM503", reason: "why not"}]`,
			with(map[int]string{1: `SM503 warning jobs."a-b".image: waived, why not`})},
		{"a job cannot waive for the stack", `jobs: a: waive: [{rule: "SM221", reason: "r"}]`,
			with(nil, "SM702 warning jobs.a.waive[0].rule: the waiver of SM221 lets nothing pass: there is no such finding about this job")},
		{"last day", `waive: [{rule: "SM221", reason: "r", until: "2027-01-31"}]`, with(map[int]string{2: "SM221 warning notify: waived, r"})},
		{"expired", `waive: [{rule: "SM221", reason: "r", until: "2027-01-30"}]`,
			with(nil, "SM701 warning waive[0].until: the waiver of SM221 has expired on 2027-01-30")},
		{"no such day", `waive: [{rule: "SM221", reason: "r", until: "2027-02-30"}]`,
			with(nil, "SM703 error waive[0].until: there is no day 2027-02-30")},
		{"unused", `waive: [{rule: "SM301", reason: "r"}]`,
			with(nil, "SM703 error waive[0].rule: SM301 cannot be waived: a schedule has a next run")},
		{"of an error", `waive: [{rule: "SM101", reason: "r"}]`,
			with(nil, "SM703 error waive[0].rule: SM101 cannot be waived: spot training has a wait limit of at least the runtime")},
		{"of waivers", `waive: [{rule: "SM702", reason: "r"}]`,
			with(nil, "SM703 error waive[0].rule: SM702 cannot be waived: a waiver lets something pass")},
		{"of nothing", `waive: [{rule: "SM999", reason: "r"}, {rule: "ACME001", reason: "r"}]`,
			with(nil, `SM703 error waive[0].rule: there is no rule "SM999"`, `SM703 error waive[1].rule: there is no rule "ACME001"`)},
		{"raised", `rules: SM503: severity: "error"`, with(map[int]string{0: "SM503 error jobs.a.image", 1: `SM503 error jobs."a-b".image`})},
		{"raised and waived", "rules: SM503: severity: \"error\"\nwaive: [{rule: \"SM503\", reason: \"r\"}]",
			with(map[int]string{0: "SM503 error jobs.a.image: waived, r", 1: `SM503 error jobs."a-b".image: waived, r`})},
		{"not waivable", "rules: SM503: waivable: false\nwaive: [{rule: \"SM503\", reason: \"r\"}]",
			with(nil, "SM703 error waive[0].rule: SM503 cannot be waived here: the organisation's rules say so, at stacks/churn/stack.cue:11:25")},
		{"raised about waivers", "rules: SM702: severity: \"error\"\njobs: a: waive: [{rule: \"SM221\", reason: \"r\"}]",
			with(nil, "SM702 error jobs.a.waive[0].rule: the waiver of SM221 lets nothing pass: there is no such finding about this job")},
		{"lowered", `rules: SM101: severity: "warning"`,
			with(nil, "SM704 error rules.SM101.severity: SM101 is an error, and cannot become a warning")},
		{"of no rule", `rules: SM053: severity: "error"`, with(nil, `SM704 error rules.SM053: there is no rule "SM053"`)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, ruled(t, test.fields, now)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("without a date", func(t *testing.T) {
		got := ruled(t, `waive: [{rule: "SM221", reason: "r", until: "1999-12-31"}]`, time.Time{})
		if diff := cmp.Diff(with(map[int]string{2: "SM221 warning notify: waived, r"}), got); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
	})
}

// TestSettingsOfLayers lets the topmost directory set rules, and no other.
func TestSettingsOfLayers(t *testing.T) {
	const severity, waivable = `stack: rules: SM503: severity: *"error" | _`, `stack: rules: SM503: waivable: false`
	for _, test := range []struct {
		top, middle, own string
		want             []string
	}{
		{severity, "", "", nil},
		{severity, waivable, "", []string{"SM704 stacks/eu/layer.cue:2: rules can be set in the topmost directory of the specs only, which is stacks"}},
		{severity, "", waivable, []string{"SM704 stacks/eu/churn/layer.cue:2: rules can be set in the topmost directory of the specs only, which is stacks"}},
		{severity, `stack: rules: SM503: severity: "warning"`, "", []string{"SM704 stacks/eu/layer.cue:2: rules can be set in the topmost directory of the specs only, which is stacks"}},
	} {
		files := map[string]string{
			"stacks/layer.cue":          "package stacks\n" + test.top + "\n",
			"stacks/eu/layer.cue":       "package stacks\n" + test.middle + "\n",
			"stacks/eu/churn/layer.cue": "package stacks\n" + test.own + "\n",
			"stacks/eu/churn/stack.cue": spectest.Complete(""),
		}
		stack, diags := spectest.Repository(t, files).NewLoader().Load("stacks/eu/churn")
		if stack == nil {
			t.Fatalf("the spec does not load: %v", diags)
		}
		var got []string
		for _, d := range policy.NewRuling(stack, now).Findings() {
			got = append(got, fmt.Sprintf("%s %s:%d: %s", d.Rule, d.Pos.File, d.Pos.Line, d.Message))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("findings of %q, %q, %q (-want +got):\n%s", test.top, test.middle, test.own, diff)
		}
	}
}
