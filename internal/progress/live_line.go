package progress

import (
	"fmt"
	"strings"
	"time"

	"github.com/vbauerster/mpb/v8"

	"github.com/smgen/smgen/internal/output"
)

// liveLine is one stack that is under way.
type liveLine struct {
	title       string
	begin       time.Time
	bar         *mpb.Bar
	done, total int
	doing       string
}

// draw is the line of one stack.
func (s *liveLine) draw(now time.Time) string {
	return fmt.Sprintf("%s %s %6s  %s", pad(s.title, 24), s.gauge(), elapsed(s.begin, now), s.doing)
}

// gauge is the bar, with the resources in numbers.
func (s *liveLine) gauge() string {
	const width = 12
	if s.total == 0 {
		return "[" + strings.Repeat(" ", width) + "]        "
	}
	full := min(width, width*s.done/s.total)
	return fmt.Sprintf("[%s%s] %7s", strings.Repeat("#", full), strings.Repeat("-", width-full), fmt.Sprintf("%d/%d", s.done, s.total))
}

// elapsed is how long something takes so far, such as 1m2s.
func elapsed(begin, now time.Time) string {
	return max(now.Sub(begin), 0).Round(time.Second).String()
}

// pad fills text up to a width in columns of the terminal.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-output.Columns(text)))
}
