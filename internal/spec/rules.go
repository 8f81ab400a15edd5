package spec

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Waiver lets the findings of one rule pass.
type Waiver struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	// Until is the last day on which it holds, such as 2027-01-31; empty for good.
	Until string `json:"until"`
}

// RuleSettings makes a rule stricter.
type RuleSettings struct {
	// Severity is error, warning, or empty for the rule's own.
	Severity string `json:"severity"`
	Waivable *bool  `json:"waivable"`
}

// TopDir is the topmost directory among those that the stack's files lie in:
// that of the organisation's layer, or the stack's own where it inherits nothing.
func (s *Stack) TopDir() string {
	if len(s.Files) == 0 {
		return s.Dir
	}
	return path.Dir(slices.MinFunc(s.Files, func(a, b string) int {
		return cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/"))
	}))
}
