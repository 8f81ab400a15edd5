package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Spoken writes a duration as people say it, rounded up to whole minutes: 7 days,
// or 25 hours 15 minutes.
func Spoken(d time.Duration) string {
	const day = 24 * time.Hour
	d = (d + time.Minute - 1).Truncate(time.Minute)
	if d > 0 && d%day == 0 {
		return count(int(d/day), "day")
	}
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	var parts []string
	if hours > 0 {
		parts = append(parts, count(hours, "hour"))
	}
	if minutes > 0 {
		parts = append(parts, count(minutes, "minute"))
	}
	return strings.Join(parts, " ")
}

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
