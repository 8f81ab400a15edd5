package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// verdict is what one judge's findings mean.
type verdict struct {
	judge string
	// errors are findings that fail the run, excepted those that an exception
	// covers, warnings the rest.
	errors, excepted, warnings []finding
	// missed says which broken templates the judge no longer rejects.
	missed []string
}

func (v verdict) agrees() bool { return len(v.errors) == 0 && len(v.missed) == 0 }

// decide sorts a judge's findings. Those on broken templates are expected, and are
// compared with the index only.
func (j judge) decide(findings []finding, broken []brokenTemplate, exceptions *exceptions) verdict {
	v := verdict{judge: j.name}
	rejections := map[string][]string{}
	isBroken := map[string]bool{}
	for _, file := range filesOf(broken) {
		isBroken[file] = true
	}
	for _, f := range findings {
		switch {
		case isBroken[f.File]:
			if j.rejects(f) {
				rejections[f.File] = append(rejections[f.File], f.Rule)
			}
		case !j.rejects(f):
			v.warnings = append(v.warnings, f)
		case exceptions.cover(j.name, f):
			v.excepted = append(v.excepted, f)
		default:
			v.errors = append(v.errors, f)
		}
	}
	for _, b := range broken {
		for _, rule := range b.Rejected[j.name] {
			if !slices.Contains(rejections[b.path], rule) {
				v.missed = append(v.missed, fmt.Sprintf("%s: expected %s, got %v", b.path, rule, rejections[b.path]))
			}
		}
	}
	return v
}

// print writes a line of totals, each error, and each rule that warns with one
// example.
func (v verdict) print(w io.Writer) {
	fmt.Fprintf(w, "%s: %d errors, %d excepted, %d warnings\n", v.judge, len(v.errors), len(v.excepted), len(v.warnings))
	for _, f := range v.errors {
		fmt.Fprintf(w, "  error %s\n", f)
	}
	for _, text := range v.missed {
		fmt.Fprintf(w, "  not rejected %s\n", text)
	}
	rules := map[string][]finding{}
	for _, f := range v.warnings {
		rules[f.Rule] = append(rules[f.Rule], f)
	}
	examples := slices.SortedFunc(firsts(rules), func(a, b finding) int { return cmp.Compare(a.Rule, b.Rule) })
	for _, f := range examples {
		fmt.Fprintf(w, "  warning ×%d %s\n", len(rules[f.Rule]), f)
	}
}

// String formats a finding as file: rule resource (type) at path: message.
func (f finding) String() string {
	where := f.Path
	if f.Resource != "" {
		where = fmt.Sprintf("%s (%s) %s", f.Resource, f.Type, f.Path)
	}
	return fmt.Sprintf("%s: %s %s: %s", f.File, f.Rule, where, f.Message)
}

func firsts(rules map[string][]finding) func(yield func(finding) bool) {
	return func(yield func(finding) bool) {
		for _, findings := range rules {
			if !yield(findings[0]) {
				return
			}
		}
	}
}
