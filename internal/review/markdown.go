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
	_, err := io.WriteString(w, newDocument(r).String())
	return err
}

// document is Markdown that is being written.
type document struct {
	strings.Builder
	// drawn are the stacks that it has drawings of.
	drawn map[*Stack]string
}

func newDocument(r *Review) *document {
	d := &document{drawn: map[*Stack]string{}}
	d.add(Marker(r.Environment) + "\n### smgen: " + r.headline() + "\n\n")
	d.add(output.Prose(output.Clip(r.From+" → "+r.To, maxText)) + "\n")
	d.head(r)
	groups := r.groups()
	if len(groups) > 0 {
		d.table(groups)
		d.details(groups)
	}
	return d
}

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
