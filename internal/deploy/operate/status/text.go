package status

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/output"
)

// Grouping is how stacks are put together.
type Grouping string

// The groupings.
const (
	ByPlace Grouping = "place" // account and region
	ByOwner Grouping = "owner"
)

// Text prints one line for each stack, for people, in groups.
func Text(w io.Writer, t output.Text, stacks []*Stack, by Grouping, now time.Time) error {
	var out strings.Builder
	groups := map[string][]*Stack{}
	var titles []string
	for _, s := range slices.SortedFunc(slices.Values(stacks), Compare) {
		title := s.title(by)
		if groups[title] == nil {
			titles = append(titles, title)
		}
		groups[title] = append(groups[title], s)
	}
	slices.Sort(titles)
	for i, title := range titles {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(t.Bold(output.Printable(title)) + "\n")
		for _, row := range rows(groups[title], by, now) {
			out.WriteString("  " + row + "\n")
		}
	}
	if _, err := io.WriteString(w, out.String()); err != nil {
		return fmt.Errorf("print the status: %w", err)
	}
	return nil
}

func (s *Stack) title(by Grouping) string {
	switch {
	case by == ByPlace:
		return "account " + s.Account + ", " + s.Region
	case s.Owner == "":
		return "no owner"
	}
	return "owner " + s.Owner
}

// rows are the stacks in columns. A column that is empty in all of them is left out.
func rows(stacks []*Stack, by Grouping, now time.Time) []string {
	var table [][]string
	for _, s := range stacks {
		place := ""
		if by == ByOwner {
			place = s.Account + " " + s.Region
		}
		cells := []string{s.Name + " (" + s.Dir + ")", place, s.standing(now), s.specs(), s.next(), s.notes(now)}
		for i := range cells {
			cells[i] = output.Printable(cells[i])
		}
		table = append(table, cells)
	}
	lines := make([]string, len(table))
	for column := range table[0] {
		width := 0
		for _, cells := range table {
			width = max(width, output.Columns(cells[column]))
		}
		if width == 0 {
			continue
		}
		for i, cells := range table {
			lines[i] += cells[column] + strings.Repeat(" ", width-output.Columns(cells[column])+2)
		}
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// Summary counts the stacks by what they are, in one line.
func Summary(stacks []*Stack) string {
	noun := "stacks"
	if len(stacks) == 1 {
		noun = "stack"
	}
	var parts []string
	count := func(words string, is func(*Stack) bool) {
		n := 0
		for _, s := range stacks {
			if is(s) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	phase := func(p operate.Phase) func(*Stack) bool {
		return func(s *Stack) bool { return s.Problem == "" && s.Phase == p }
	}
	count("deployed", phase(operate.Deployed))
	count("rolled back", phase(operate.RolledBack))
	count("under way", phase(operate.UnderWay))
	count("waiting for review", phase(operate.Waiting))
	count("stuck", phase(operate.Stuck))
	count("not deployed", phase(operate.NotDeployed))
	count("not known", func(s *Stack) bool { return s.Problem != "" })
	text := fmt.Sprintf("%d %s: %s", len(stacks), noun, strings.Join(parts, ", "))
	parts = nil
	count("not as the specs say", func(s *Stack) bool { return s.Specs == Differs })
	count("drifted", func(s *Stack) bool { return s.Drift == Drifted })
	return strings.Join(append([]string{text}, parts...), "; ")
}
