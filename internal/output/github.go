package output

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// GitHub is annotations for GitHub Actions: a workflow command a finding, which
// the runner shows at the line of the change. The worst come first, and waived
// findings are left out.
type GitHub struct{}

// What GitHub takes. maxAnnotations is that of each kind and step, by the
// section Limitations of docs/problem-matchers.md in github.com/actions/toolkit;
// the rest would be dropped in silence. A message has at most 64 KB and a title
// 255 characters, by the annotations of docs.github.com/en/rest/checks/runs.
const (
	maxAnnotations       = 10
	maxAnnotationMessage = 16_000 // characters of up to four bytes
	maxAnnotationTitle   = 255
)

// Write writes one line for each annotation. Where there are more findings of a
// kind than GitHub shows, the last annotation of the kind counts the rest.
func (GitHub) Write(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	files, rules := r.open(), r.catalogue()
	defer files.close()
	kinds := map[diag.Severity][]finding{}
	for _, f := range unwaived(r.findings()) {
		kinds[f.Severity] = append(kinds[f.Severity], f)
	}
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		list := kinds[severity]
		shown := len(list)
		if shown > maxAnnotations {
			shown = maxAnnotations - 1
		}
		for _, f := range list[:shown] {
			fmt.Fprintln(out, annotation(r, files, rules, f))
		}
		if more := len(list) - shown; more > 0 {
			fmt.Fprintf(out, "::%s title=smgen::%s\n", command(severity),
				data("and "+count(more, "more "+severity.String())+", which GitHub would not show; smgen vet lists all of them"))
		}
	}
	return out.Flush()
}

// command is what GitHub calls a severity.
func command(s diag.Severity) string {
	if s == diag.Note {
		return "notice"
	}
	return s.String()
}

func annotation(r *Report, files *files, rules catalogue, f finding) string {
	rule := rules.of(f.Diagnostic)
	title := property(Clip(Printable(rule.ID+" "+rule.Title), maxAnnotationTitle))
	properties := []string{"title=" + title}
	// Without a file, the annotation is one of the whole run.
	if at, ok := files.locate(f.Pos); ok {
		properties = append(properties, "file="+property(at.path), fmt.Sprintf("line=%d", at.line))
		if at.column > 0 {
			properties = append(properties, fmt.Sprintf("col=%d", at.column))
		}
	}
	lines := []string{Printable(f.Message)}
	if f.Path != "" {
		lines = append(lines, "field: "+Printable(f.Path))
	}
	for _, related := range f.Related {
		lines = append(lines, Printable(related.Pos.String()+": "+related.Message))
	}
	if f.Help != "" {
		lines = append(lines, "help: "+Printable(f.Help))
	}
	message := Clip(strings.Join(lines, "\n"), maxAnnotationMessage)
	return "::" + command(f.Severity) + " " + strings.Join(properties, ",") + "::" + data(message)
}

// data escapes the message of a workflow command, as packages/core/src/command.ts
// in github.com/actions/toolkit does: the runner reads commands line by line.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property escapes a property of a workflow command, which ends at a comma or a
// colon.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s))
}
