package schedule_test

import (
	"testing"
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

func TestSpoken(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 minute", 90 * time.Second: "2 minutes", time.Hour: "1 hour", 61 * time.Minute: "1 hour 1 minute",
		day: "1 day", 7 * day: "7 days", 25*time.Hour + 15*time.Minute: "25 hours 15 minutes",
	} {
		if got := schedule.Spoken(d); got != want {
			t.Errorf("Spoken(%s) = %q, want %q", d, got, want)
		}
	}
}
