package operate

import (
	"fmt"
	"time"
)

// Ago says how long before now something was, in its largest unit: 3 days ago.
func Ago(at, now time.Time) string {
	const day = 24 * time.Hour
	passed := now.Sub(at)
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{365 * day, "year"}, {30 * day, "month"}, {day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		switch n := passed / unit.length; {
		case n == 1:
			return "1 " + unit.name + " ago"
		case n > 1:
			return fmt.Sprintf("%d %ss ago", n, unit.name)
		}
	}
	return "just now"
}
