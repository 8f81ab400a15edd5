package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

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
		wrong := false
		for _, d := range r.Diags {
			if d.Severity == diag.Error {
				t.Errorf("%s: %s\n%s", d.Pos, d.Message, strings.Split(cue, "\n")[max(0, d.Pos.Line-1)])
				wrong = true
			}
		}
		if wrong {
			return errors.New("the spec is wrong")
		}
		var err error
		out, err = template.Parse(r.Template)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// lines writes changes in few words: the text, then the flags.
func lines(c jobs.Changes) []string {
	var out []string
	for _, j := range c.Jobs {
		for _, l := range j.Lines {
			if strings.Contains(l.Text, " of the launcher ") {
				continue // only functions have it
			}
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

// stackOf is a stack with jobs that all are launched in one way.
func stackOf(launch string, fields map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		fmt.Fprintf(&b, "%q: {\n%s\n}\n", name, fields[name])
	}
	return spectest.Stack("defaults: image: *\"" + spectest.Image + "\" | _\njobs: [_]: {" + launch + "\noutput: s3: *\"s3://acme-ml/models/\" | _\n}\njobs: {\n" + b.String() + "}")
}
