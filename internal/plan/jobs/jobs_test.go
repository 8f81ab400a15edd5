package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/plan/jobs"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spectest"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

var options = jobs.Options{
	Place: trace.Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"},
	Now:   time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC),
}

// compiled renders a spec.
func compiled(t testing.TB, cue string) *template.Document {
	t.Helper()
	repository := spectest.Repository(t, map[string]string{
		spectest.Dir + "/" + source.StackFile:  cue,
		spectest.Dir + "/launcher/launcher.py": "def handler(event, context):\n    pass\n",
	})
	var out *template.Document
	_, err := compile.Run(context.Background(), compile.Options{
		Repository: repository, Dirs: []string{spectest.Dir}, Now: options.Now, WithoutRules: true,
	}, func(r *compile.Result) error {
		for _, d := range r.Diags {
			if d.Severity == diag.Error {
				return fmt.Errorf("%s: %s", d.Pos, d.Message)
			}
		}
		var err error
		out, err = template.Parse(r.Template)
		return err
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, cue)
	}
	return out
}

// lines writes changes in few words: the text, then the flags.
func lines(c jobs.Changes) []string {
	var out []string
	for _, j := range c.Jobs {
		for _, l := range j.Lines {
			text := l.Text
			for _, f := range l.Flags {
				text += " !" + string(f)
			}
			out = append(out, text)
		}
	}
	return out
}

// launches are the four ways of launching a job.
var launches = map[jobs.Kind]string{
	jobs.Scheduler:     `launch: scheduler: {}`,
	jobs.Lambda:        `launch: lambda: {}`,
	jobs.StepFunctions: `launch: stepFunctions: {}`,
	jobs.Custom:        `launch: custom: {code: "launcher", handler: "launcher.handler"}`,
}

const at2 = `schedule: expression: "cron(0 2 * * ? *)"`

// TestSameWords: what changes in a spec reads the same whatever launches the job.
func TestSameWords(t *testing.T) {
	for name, test := range map[string]struct {
		before, after string
		want          []string
	}{
		"schedule": {at2, `schedule: expression: "cron(0 3 * * ? *)"`, []string{"schedule every day at 02:00 → 03:00 UTC (next run moves from Fri 2026-11-27 02:00 UTC to Fri 2026-11-27 03:00 UTC)"}},
	} {
		for kind, launch := range launches {
			before := compiled(t, spectest.Complete(launch+"\n"+test.before))
			after := compiled(t, spectest.Complete(launch+"\n"+test.after))
			got := lines(jobs.Compare(before, after, options))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", name, kind, diff)
			}
			if again := lines(jobs.Compare(after, after, options)); len(again) > 0 {
				t.Errorf("%s, %s: no change, and yet: %s", name, kind, strings.Join(again, "\n"))
			}
		}
	}
}
