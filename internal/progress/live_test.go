package progress

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// screen is a terminal as far as the printer uses one: it moves the cursor up and
// clears from there.
type screen struct {
	mu    sync.Mutex
	lines []string
	row   int
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	up := regexp.MustCompile(`^\x1b\[(\d+)A\x1b\[J`)
	for rest := string(b); rest != ""; {
		if m := up.FindStringSubmatch(rest); m != nil {
			n, _ := strconv.Atoi(m[1])
			s.row -= n
			s.lines = s.lines[:s.row]
			rest = rest[len(m[0]):]
			continue
		}
		line, after, ended := strings.Cut(rest, "\n")
		if i := strings.IndexByte(line, '\x1b'); i >= 0 {
			return 0, fmt.Errorf("the terminal does not know %q", line[i:])
		}
		if !ended {
			return 0, fmt.Errorf("a line does not end: %q", line)
		}
		s.lines, s.row = append(s.lines, strings.TrimRight(line, " ")), s.row+1
		rest = after
	}
	return len(b), nil
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.lines, "\n")
}

// live returns a printer on a screen of 80 columns, and what redraws it.
func live(o LiveOptions) (*Live, *screen, func()) {
	s, refresh := &screen{}, make(chan any)
	o.Out, o.refresh = s, refresh
	l := NewLive(o)
	return l, s, func() {
		// A line that ended is drawn a few times more; another request is taken when
		// the one before the last was drawn.
		for range 10 {
			refresh <- time.Time{}
			time.Sleep(time.Millisecond)
		}
	}
}

func event(second int, stack string, kind Kind, e Event) Event {
	e.Time, e.Stack, e.Kind = time.Unix(int64(second), 0), stack, kind
	return e
}

func TestLive(t *testing.T) {
	var now atomic.Int64
	now.Store(62)
	l, s, draw := live(LiveOptions{Stacks: 1, Now: func() time.Time { return time.Unix(now.Load(), 0) }})
	want := func(text string) {
		t.Helper()
		draw()
		if diff := cmp.Diff(strings.TrimSpace(text), s.String()); diff != "" {
			t.Error(diff)
		}
	}
	l.Print(event(0, "churn", StackBegins, Event{Message: "creating the change set"}))
	want(`churn                    [            ]           1m2s  creating the change set`)
	l.Print(event(63, "churn", Resource, Event{Resource: "Queue", Status: "CREATE_COMPLETE", Done: 1, Total: 4}))
	now.Store(63)
	want(`churn                    [###---------]     1/4   1m3s  Queue CREATE_COMPLETE`)
	l.Print(event(64, "churn", Resource, Event{Resource: "NightlyTrainingSchedule", Type: "T", Status: "CREATE_FAILED", Reason: "no \x1b[1mrole", Done: 1, Total: 4}))
	want(`
churn: NightlyTrainingSchedule (T) CREATE_FAILED 1/4: no \x1b[1mrole
churn                    [###---------]     1/4   1m3s  NightlyTrainingSchedule…`)
	l.Print(event(65, "churn", StackEnds, Event{Status: "failed", Message: "after 1m5s"}))
	want(`
churn: NightlyTrainingSchedule (T) CREATE_FAILED 1/4: no \x1b[1mrole
churn: failed, after 1m5s`)
	l.Close()
	l.Print(event(66, "churn", Notice, Event{Message: "too late"}))
	l.Close()
	if strings.Contains(s.String(), "too late") {
		t.Error("something is printed after Close")
	}
}

// TestLiveMany has more stacks under way than lines to show them.
func TestLiveMany(t *testing.T) {
	l, s, draw := live(LiveOptions{Stacks: 5, Lines: 2, Now: func() time.Time { return time.Unix(1, 0) }})
	for _, name := range []string{"a", "b", "c"} {
		l.Print(event(0, name, StackBegins, Event{Message: "begins"}))
	}
	shown := func() (names string) {
		draw()
		for line := range strings.SplitSeq(s.String(), "\n") {
			name, _, _ := strings.Cut(line, " ")
			names += name + " "
		}
		return names
	}
	if got, want := shown(), "a b 0 "; got != want || !strings.HasSuffix(s.String(), "\n0 of 5 stacks, 0s, 1 more under way") {
		t.Errorf("got %q, want %q:\n%s", got, want, s)
	}
	l.Print(event(1, "a", StackEnds, Event{Status: "deployed"}))
	if got, want := shown(), "a: b c 1 "; got != want {
		t.Errorf("got %q, want %q:\n%s", got, want, s)
	}
	l.Print(event(1, "c", StackEnds, Event{Status: "deployed"}))
	l.Print(event(1, "d", StackEnds, Event{Status: "skipped"}))
	l.Print(event(1, "e", StackEnds, Event{Status: "unchanged"}))
	if got, want := shown(), "a: c: d: b 4 "; got != want {
		t.Errorf("got %q, want %q:\n%s", got, want, s)
	}
	l.Close()
}

// TestLiveAtOnce prints from many places while the picture is redrawn.
func TestLiveAtOnce(t *testing.T) {
	s := &screen{}
	l := NewLive(LiveOptions{Out: s, Stacks: 50})
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			name := fmt.Sprintf("stack-%d", i)
			l.Print(event(0, name, StackBegins, Event{}))
			for done := range 20 {
				l.Print(event(0, name, Resource, Event{Resource: "R", Status: "CREATE_COMPLETE", Done: done, Total: 20}))
			}
			l.Print(event(0, name, StackEnds, Event{Status: "deployed"}))
		})
	}
	all.Wait()
	l.Close()
	got := strings.Split(s.String(), "\n")
	if n := strings.Count(s.String(), ": deployed"); n != 50 || len(got) != 50 {
		t.Errorf("%d stacks ended on a screen of %d lines, want 50 and 50:\n%s", n, len(got), s)
	}
}
