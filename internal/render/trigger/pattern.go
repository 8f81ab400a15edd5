package trigger

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// maxPattern is EventBridge's quota for an event pattern, in characters.
const maxPattern = 2048

// checkPattern finds what EventBridge would refuse in a user's event pattern, as
// far as its shape goes: every value is a list of what may stand there, see
// "Amazon EventBridge event patterns" in the user guide.
func checkPattern(j *launch.Job, pattern map[string]any) {
	const field = "on.pattern"
	if text, err := j.Template.JSON(pattern); err == nil && utf8.RuneCountInString(text) > maxPattern {
		j.Report(field, fmt.Sprintf("the pattern has %d characters, and EventBridge allows %d", utf8.RuneCountInString(text), maxPattern), "match fewer values, or a common prefix of them")
	}
	if len(pattern) == 0 {
		j.Report(field, "the pattern is empty, and would match every event", `say what to wait for, such as source: ["aws.s3"]`)
	}
	checkPatternObject(j, field, pattern)
	detail, _ := pattern["detail"].(map[string]any)
	if names(pattern["source"], "aws.sagemaker") && names(pattern["detail-type"], "SageMaker Training Job State Change") && !isOthers(j, detail["TrainingJobName"]) {
		j.Report(field, "the pattern matches the job's own runs, too: it would start itself for ever", `name the job to wait for: on: completed, or detail: TrainingJobName: [{prefix: "…"}]`)
	}
}

// names reports whether a list of a pattern has a text.
func names(list any, text string) bool {
	values, _ := list.([]any)
	return slices.Contains(values, any(text))
}

// isOthers reports whether a pattern for names of training jobs leaves out the
// job's own, as far as it is made of prefixes and names.
func isOthers(j *launch.Job, list any) bool {
	values, _ := list.([]any)
	for _, v := range values {
		comparison, _ := v.(map[string]any)
		if prefix, ok := comparison["prefix"].(string); ok && strings.HasPrefix(j.Prefix+"-", prefix) {
			return false
		}
	}
	return len(values) > 0
}

func checkPatternObject(j *launch.Job, field string, pattern map[string]any) {
	for _, name := range spec.SortedKeys(pattern) {
		at := spec.Join(field, name)
		switch v := pattern[name].(type) {
		case map[string]any:
			if len(v) == 0 {
				j.Report(at, "an empty object matches nothing", "give the members to match, or remove it")
			}
			checkPatternObject(j, at, v)
		case []any:
			checkPatternList(j, at, name, v)
		default:
			j.Report(at, "a pattern matches lists of values", fmt.Sprintf("write it in brackets: [%s]", quoted(v)))
		}
	}
}

// comparisons are what may stand in a pattern's list beside plain values, and
// what each compares with.
var comparisons = map[string]struct {
	takes func(any) bool
	want  string
}{
	"prefix":             {isTextOrCase, `a text, or {"equals-ignore-case": "…"}`},
	"suffix":             {isTextOrCase, `a text, or {"equals-ignore-case": "…"}`},
	"equals-ignore-case": {isA[string], "a text"},
	"wildcard":           {isWildcard, "a text, without two asterisks in a row"},
	"anything-but":       {isValueOrMore, "a value, a list of values, or an object such as {prefix: \"…\"}"},
	"numeric":            {isA[[]any], `a list such as [">", 0, "<=", 5]`},
	"cidr":               {isA[string], "a text such as 10.0.0.0/24"},
	"exists":             {isA[bool], "true or false"},
}

func isA[T any](v any) bool { _, ok := v.(T); return ok }

func isTextOrCase(v any) bool {
	object, _ := v.(map[string]any)
	return isA[string](v) || len(object) == 1 && isA[string](object["equals-ignore-case"])
}

func isWildcard(v any) bool {
	text, ok := v.(string)
	return ok && !strings.Contains(text, "**")
}

func isValueOrMore(v any) bool {
	switch v := v.(type) {
	case nil, bool:
		return false
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return true
}

func checkPatternList(j *launch.Job, at, name string, list []any) {
	if len(list) == 0 {
		j.Report(at, "an empty list matches nothing", "give the values to match, or remove it")
	}
	for i, item := range list {
		at := fmt.Sprintf("%s[%d]", at, i)
		switch v := item.(type) {
		case []any:
			j.Report(at, "a list cannot stand in a list", "write its values into the outer one")
		case map[string]any:
			if name == "$or" {
				checkPatternObject(j, at, v)
				continue
			}
			checkComparison(j, at, v)
		}
	}
}

func checkComparison(j *launch.Job, at string, object map[string]any) {
	known := strings.Join(spec.SortedKeys(comparisons), ", ")
	if len(object) != 1 {
		j.Report(at, fmt.Sprintf("a comparison has one member, and this has %d", len(object)), "want one of "+known+"; write each as an item of its own")
	}
	for _, name := range spec.SortedKeys(object) {
		comparison, ok := comparisons[name]
		switch {
		case !ok:
			j.Report(at, fmt.Sprintf("EventBridge has no comparison %q", name), "want one of "+known)
		case !comparison.takes(object[name]):
			j.Report(at, fmt.Sprintf("the comparison %s does not take this value", name), "want "+comparison.want)
		}
	}
}

func quoted(value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprint(value)
}
