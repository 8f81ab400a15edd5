package preview_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/preview"
	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/spec"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := schedule.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// stack is one with a job of each schedule, called a, b and so on.
func stack(schedules ...spec.Schedule) *spec.Stack {
	jobs := map[string]*spec.Job{}
	for i := range schedules {
		name := string(rune('a' + i))
		jobs[name] = &spec.Job{Name: name, Schedule: &schedules[i]}
	}
	return &spec.Stack{Dir: "stacks/churn", Project: "churn", Environment: "prod", Jobs: jobs}
}

func TestSince(t *testing.T) {
	day := preview.Since{Time: time.Date(2027, 3, 28, 0, 0, 0, 0, time.UTC), Day: true}
	instant := preview.Since{Time: time.Date(2027, 3, 28, 2, 0, 0, 0, zone(t, "Europe/Moscow"))}
	for _, test := range []struct {
		since      preview.Since
		zone, want string
	}{
		{day, "UTC", "2027-03-28T00:00:00Z"},
		{day, "Asia/Tokyo", "2027-03-28T00:00:00+09:00"},
		{day, "America/New_York", "2027-03-28T00:00:00-04:00"},
		{instant, "Asia/Tokyo", "2027-03-28T02:00:00+03:00"},
	} {
		if got := test.since.In(zone(t, test.zone)).Format(time.RFC3339); got != test.want {
			t.Errorf("%s in %s begins at %s, want %s", test.since, test.zone, got, test.want)
		}
	}
	if got := day.String() + " " + instant.String(); got != "2027-03-28 2027-03-27T23:00:00Z" {
		t.Errorf("as text: %s", got)
	}
}

// TestOf counts runs and not the times between them that no clock shows, and
// leaves out jobs that nothing starts.
func TestOf(t *testing.T) {
	s := stack(
		spec.Schedule{Expression: "cron(30 2 * * ? *)", Timezone: "Europe/Berlin"},
		spec.Schedule{Expression: "cron(30 2 ? MAR SUNL *)", Timezone: "Europe/Berlin"},
		spec.Schedule{Expression: "daily"},
	)
	s.Jobs["manual"] = &spec.Job{Name: "manual"}
	s.Jobs["report"] = &spec.Job{Name: "report", On: &spec.Event{}}
	type summary struct {
		Name, Problem string
		Runs, Skipped int
		Event         bool
	}
	var got []summary
	for _, j := range preview.Of(s, preview.Options{Since: preview.Since{Time: time.Date(2027, 3, 26, 12, 0, 0, 0, time.UTC)}, Next: 4}) {
		sum := summary{Name: j.Name, Event: j.Event != nil}
		if j.Schedule != nil {
			sum.Problem = j.Schedule.Problem
			for _, due := range j.Schedule.Due {
				if due.Clock == schedule.Skipped {
					sum.Skipped++
				} else {
					sum.Runs++
				}
			}
		}
		got = append(got, sum)
	}
	want := []summary{
		{Name: "a", Runs: 4, Skipped: 1},
		{Name: "b", Skipped: 20},
		{Name: "c", Problem: `"daily" is not a schedule expression; use cron(0 2 * * ? *) or rate(1 day)`},
		{Name: "report", Event: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("jobs (-want +got):\n%s", diff)
	}
}

// FuzzPrint prints what a spec may hold in any field: as text in lines of their
// own without control characters, and as JSON that holds the same.
func FuzzPrint(f *testing.F) {
	f.Add("cron(0 2 * * ? *)", "Europe/Berlin", "2027-01-01T00:00:00Z", "stacks/churn")
	f.Add("rate(1 day)\x1b[2J", "UTC\r\nUTC", "\u202e", "stacks/\n: x (y)")
	f.Add("at(2027-01-01T00:00:00)", "\xff", "never", "</script>")
	f.Fuzz(func(t *testing.T, expression, zone, start, dir string) {
		s := stack(spec.Schedule{Expression: expression, Timezone: zone, Start: start, Enabled: true})
		s.Dir = dir
		o := preview.Options{Since: preview.Since{Time: time.Date(2027, 3, 26, 0, 0, 0, 0, time.UTC)}, Next: 2}
		jobs := preview.Of(s, o)
		var text, document bytes.Buffer
		if err := preview.Text(&text, jobs); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n") {
			if strings.ContainsFunc(line, unicode.IsControl) || i > 0 && !strings.HasPrefix(line, "  ") {
				t.Errorf("line %d is %q", i, line)
			}
		}
		if err := preview.JSON(&document, jobs, o); err != nil {
			t.Fatal(err)
		}
		var back struct{ Jobs []struct{ Dir string } }
		if err := json.Unmarshal(document.Bytes(), &back); err != nil || len(back.Jobs) != 1 || utf8.ValidString(dir) && back.Jobs[0].Dir != dir {
			t.Errorf("JSON %s: %v", &document, err)
		}
	})
}
