package review

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/output"
)

// Markdown is for a comment on a pull request, or the summary of a pipeline. It has
// at most 60,000 bytes, whatever changes: GitHub takes 65,536 characters for a
// comment, and who posts it may add to it. What has no room is counted.
type Markdown struct{}

const (
	maxMarkdown = 60_000
	// maxTable is how much of it the table of verdicts may take, where there is also
	// something to tell in detail.
	maxTable = 40_000
	// footer is kept free for what is said at the end.
	footer = 1_000
	// maxTries is after how many stacks without room none is tried any more.
	maxTries = 20
	// maxHead is how much notes and inherited files may take.
	maxHead = 6_000
)

// Marker is the hidden first line by which a comment about an environment is found
// again, to be replaced.
func Marker(environment string) string {
	name := regexp.MustCompile(`[^A-Za-z0-9._]+`).ReplaceAllString(environment, "-")
	return "<!-- smgen review: " + output.Clip(name, 100) + " -->"
}

// Write writes the review.
func (Markdown) Write(w io.Writer, r *Review) error {
	d := &document{}
	d.add(Marker(r.Environment) + "\n### smgen: " + r.headline() + "\n\n")
	d.add(output.Prose(output.Clip(r.From+" → "+r.To, maxText)) + "\n")
	d.head(r)
	groups := r.groups()
	if len(groups) > 0 {
		d.table(groups)
		d.details(groups)
	}
	_, err := io.WriteString(w, d.String())
	return err
}

// document is Markdown that is being written.
type document struct{ strings.Builder }

func (d *document) add(text string) { d.WriteString(text) }

// left is how many bytes there is room for.
func (d *document) left() int { return maxMarkdown - footer - d.Len() }

// head writes what is about the review as a whole.
func (d *document) head(r *Review) {
	lines := slices.Clone(r.Notes)
	for _, reach := range r.Reach {
		lines = append(lines, reach.words()+" "+listed("stack", reach.Stacks))
	}
	for i, line := range lines {
		text := "- " + output.Prose(output.Clip(line, maxText)) + "\n"
		if i == 0 {
			d.add("\n")
		}
		if d.Len()+len(text) > maxHead {
			d.add(fmt.Sprintf("- and %s\n", count(len(lines)-i, "more note")))
			return
		}
		d.add(text)
	}
}

// details writes the parts that unfold: as a whole, or where there is no room the
// changes of the jobs alone.
func (d *document) details(groups []alike) {
	opened := ""
	if len(groups) <= 3 {
		opened = " open"
	}
	shortened, missing := 0, 0
	for i, g := range groups {
		if missing == maxTries {
			missing += len(groups) - i
			break
		}
		sections := g.sections(g.dirs())
		whole, brief := detail(g, sections, opened), detail(g, g.summary(), "")
		switch {
		case len(whole) <= d.left():
			d.add(whole)
		case len(brief) <= d.left():
			d.add(brief)
			shortened++
		default:
			missing++
		}
	}
	if shortened+missing > 0 {
		d.add(fmt.Sprintf("\nThere is no room here for all details (%s shortened, %d left out). The full report has them: `smgen diff`, or `smgen diff --format json`.\n", count(shortened, "stack"), missing))
	}
}

// maxSummary is how many lines the summary of a stack has.
const maxSummary = 10

// summary is what is told of a stack where there is no room for more: the changes
// of its jobs.
func (s *Stack) summary() []section {
	var list []section
	left := maxSummary
	for _, j := range s.Jobs {
		part := j.section()
		if left == 0 {
			break
		}
		part.items = part.items[:min(left, len(part.items))]
		left -= len(part.items)
		list = append(list, part)
	}
	return list
}

// detail is the part of a stack that unfolds.
func detail(g alike, sections []section, opened string) string {
	var b strings.Builder
	name, where := g.heading()
	if where != "" {
		where = " (" + output.HTML(output.Clip(where, maxName)) + ")"
	}
	fmt.Fprintf(&b, "\n<details%s>\n<summary><b>%s</b>%s: %s</summary>\n", opened, output.HTML(output.Clip(name, maxName)), where, g.counts())
	if len(g.others) > 0 {
		b.WriteString("\nIn the same way, but for their names: " + output.Prose(output.Clip(listed("stack", g.dirs()[1:]), maxText)) + "\n")
	}
	for _, s := range sections {
		b.WriteString("\n**" + bold(s.title) + "**\n\n")
		for i, it := range s.items {
			if i == maxItems {
				fmt.Fprintf(&b, "- and %d more\n", len(s.items)-i)
				break
			}
			writeItem(&b, it)
		}
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// bold writes text between the signs of bold text, next to which Markdown wants no
// spaces.
func bold(text string) string { return strings.TrimSpace(output.Prose(output.Clip(text, maxText))) }

func writeItem(b *strings.Builder, it item) {
	b.WriteString("- ")
	if it.mark != "" {
		b.WriteString("`" + it.mark + "` ")
	}
	b.WriteString(output.Prose(output.Clip(it.text, maxText)))
	if it.at != "" {
		b.WriteString(" (" + output.Code(output.Clip(it.at, maxName)) + ")")
	}
	b.WriteString("\n")
	for i, m := range it.more {
		if i == maxMore {
			fmt.Fprintf(b, "  - and %d more\n", len(it.more)-i)
			break
		}
		b.WriteString("  - " + output.Prose(output.Clip(m, maxText)) + "\n")
	}
}
