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

// operators are the comparisons that may stand in a pattern's list.
var operators = [...]string{"prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "cidr", "exists"}

func checkPatternList(j *launch.Job, at, name string, list []any) {
	if len(list) == 0 {
		j.Report(at, "an empty list matches nothing", "give the values to match, or remove it")
	}
	for i, item := range list {
		object, ok := item.(map[string]any)
		switch {
		case !ok:
		case name == "$or":
			checkPatternObject(j, fmt.Sprintf("%s[%d]", at, i), object)
		default:
			for _, operator := range spec.SortedKeys(object) {
				if !slices.Contains(operators[:], operator) {
					j.Report(fmt.Sprintf("%s[%d]", at, i), fmt.Sprintf("EventBridge has no comparison %q", operator), "want one of "+strings.Join(operators[:], ", "))
				}
			}
		}
	}
}

func quoted(value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprint(value)
}
