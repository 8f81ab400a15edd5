package request

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// checkMetrics refuses regular expressions that are broken in every dialect: which
// one SageMaker speaks is not documented, and what one knows the next may not.
func (b *builder) checkMetrics(r *Request) {
	algorithm, _ := r.Document["AlgorithmSpecification"].(map[string]any)
	metrics, _ := algorithm["MetricDefinitions"].([]any)
	for i, m := range metrics {
		metric, _ := m.(map[string]any)
		pattern, ok := spec.AsText(metric["Regex"]).Literal()
		if !ok {
			continue
		}
		if what := broken(pattern); what != "" {
			b.report(r.Path(fmt.Sprintf("/AlgorithmSpecification/MetricDefinitions/%d/Regex", i)),
				fmt.Sprintf("%q is no regular expression: %s", pattern, what), `write one with the value in parentheses, such as "loss=([0-9.]+)"; a sign that stands for itself has a backslash before it`)
		}
	}
}

// broken says what is wrong with a regular expression whatever its dialect, or "".
func broken(pattern string) string {
	if strings.Contains(pattern, `\Q`) || strings.Contains(pattern, "(?x") {
		return "" // quotations and comments, in the dialects that know them
	}
	open, repeatable := 0, false
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch c {
		case '\\':
			if i++; i == len(pattern) {
				return "it ends with a backslash"
			}
		case '[':
			end := endOfClass(pattern[i:])
			if end < 0 {
				return "a bracket is not closed"
			}
			i += end
		case '(':
			open++
		case ')':
			if open--; open < 0 {
				return "a parenthesis is closed that was not opened"
			}
		case '*', '+', '?':
			if group := i > 0 && pattern[i-1] == '('; !repeatable && !(c == '?' && group) {
				return fmt.Sprintf("%c has nothing before it to repeat", c)
			}
		}
		repeatable = c != '(' && c != '|'
	}
	if open > 0 {
		return "a parenthesis is not closed"
	}
	return ""
}

// endOfClass returns where the class closes that starts with the bracket at the
// beginning, or -1. A bracket that closes stands for itself in the first place.
func endOfClass(s string) int {
	i := 1
	if strings.HasPrefix(s[i:], "^") {
		i++
	}
	if strings.HasPrefix(s[i:], "]") {
		i++
	}
	for ; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ']':
			return i
		}
	}
	return -1
}
