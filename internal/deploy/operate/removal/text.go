package removal

import (
	"strings"

	"github.com/smgen/smgen/internal/output"
)

// maxText is how many characters of a line people are shown.
const maxText = 400

// Text says for people what is lost, below a heading of the caller's.
func (l *Loss) Text(t output.Text) string {
	var out strings.Builder
	section := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		out.WriteString("  " + title + "\n")
		for _, line := range lines {
			line = output.Clip(output.Printable(line), maxText)
			out.WriteString(t.Wrap("    ", 4, line, "        "))
		}
	}
	var stops []string
	for _, s := range l.Stops {
		stops = append(stops, s.Job+": "+s.How)
	}
	section(t.Danger("stops"), stops)
	section(t.Danger("lost"), l.Lost)
	section("stays behind", l.Stays)
	section("deleted", l.types())
	section("no longer exported", l.Exports)
	if out.Len() == 0 {
		return "  it has no resources\n"
	}
	return out.String()
}
