package stepfunctions

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

func TestText(t *testing.T) {
	j := &launch.Job{Template: template.New()}
	run, time := spec.Part{Run: "id"}, spec.Part{Run: "time"}
	for want, given := range map[string]spec.Text{
		"plain":                           spec.Literal("plain"),
		"100 % {of} it":                   spec.Literal("100 % {of} it"),
		`{% "{\u0025 $uuid() \u0025}" %}`: spec.Literal("{% $uuid() %}"),
		`{% "a \u0025} b" %}`:             spec.Literal("a %} b"),
		`{% "{\u0025\"\\" %}`:             spec.Literal(`{%"\`),
		`{% $id %}`:                       {run},
		`{% "churn-" & $id %}`:            {{Literal: "churn-"}, run},
		`{% "s3://a/" & $id & "/" & $time & "'" %}`: {{Literal: "s3://a/"}, run, {Literal: "/"}, time, {Literal: "'"}},
		`{% "{\u0025" & $id & "\u0025}" %}`:         {{Literal: "{%"}, run, {Literal: "%}"}},
	} {
		if got, err := text(j, given, "id"); err != nil || got != want {
			t.Errorf("text of %q is %s, %v; want %s", given, got, err, want)
		}
	}
	if got, err := text(j, spec.Text{{Literal: "churn-"}, run}, "run"); err != nil || got != `{% "churn-" & $run %}` {
		t.Errorf("the name is %s, %v", got, err)
	}
}

// FuzzText holds that no text of a user becomes an expression: it stands as it
// is, or as one string literal that means it.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "{%", "%}", "{% 1 %}", `{% "a" & $id %}`, `" & $uuid() & "`, "{{%%}}", "\\u007b% x %}", "{%\n%}", "😀{%", "\u2028%}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := text(&launch.Job{Template: template.New()}, spec.Literal(s), "id")
		if err != nil {
			return // text that is not UTF-8
		}
		if !strings.Contains(got, "{%") && !strings.Contains(got, "%}") {
			if got != s {
				t.Errorf("text of %q is %q", s, got)
			}
			return
		}
		inner, isExpression := strings.CutPrefix(got, "{% ")
		inner, ends := strings.CutSuffix(inner, " %}")
		var meant string
		if err := json.Unmarshal([]byte(inner), &meant); !isExpression || !ends || err != nil || meant != s {
			t.Errorf("text of %q is %q, which is %q, %v", s, got, meant, err)
		}
		if strings.Contains(inner, "{%") || strings.Contains(inner, "%}") {
			t.Errorf("text of %q is %q, which ends early", s, got)
		}
	})
}
