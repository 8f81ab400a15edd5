package progress_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/progress"
)

// history is a run with one of everything.
func history() []progress.Event {
	begin := time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)
	at := func(seconds int, e progress.Event) progress.Event {
		e.Time = begin.Add(time.Duration(seconds) * time.Second)
		return e
	}
	churn := progress.Event{Stack: "churn-staging", Account: "123456789012", Region: "eu-west-1", Dir: "stacks/staging/churn"}
	of := func(kind progress.Kind, e progress.Event) progress.Event {
		e.Kind, e.Stack, e.Account, e.Region, e.Dir = kind, churn.Stack, churn.Account, churn.Region, churn.Dir
		return e
	}
	return []progress.Event{
		at(0, of(progress.StackBegins, progress.Event{Message: "creating the change set"})),
		at(1, of(progress.Step, progress.Event{Message: "executing the change set"})),
		at(2, progress.Event{Kind: progress.Notice, Message: "AWS answers slowly"}),
		at(3, of(progress.Resource, progress.Event{Resource: "Queue", Type: "AWS::SQS::Queue", Status: "CREATE_IN_PROGRESS", Done: 0, Total: 2})),
		at(4, of(progress.Resource, progress.Event{Resource: "Queue", Type: "AWS::SQS::Queue", Status: "CREATE_COMPLETE", Done: 1, Total: 2})),
		at(65, of(progress.Resource, progress.Event{Resource: "Nightly\x1b[2J", Type: "AWS::Scheduler::Schedule", Status: "CREATE_FAILED", Reason: "no <role>\nat all", Done: 1, Total: 2})),
		at(70, of(progress.StackEnds, progress.Event{Status: string(progress.Failed), Resource: "Nightly", Reason: "no <role>", Message: "after 1m10s", Next: "smgen events stacks/staging/churn", Origin: "stacks/staging/churn/stack.cue:9:3"})),
	}
}

func TestPlain(t *testing.T) {
	const want = `2026-11-26T03:00:00Z churn-staging: creating the change set
2026-11-26T03:00:01Z churn-staging: executing the change set
2026-11-26T03:00:02Z AWS answers slowly
2026-11-26T03:00:03Z churn-staging: Queue (AWS::SQS::Queue) CREATE_IN_PROGRESS 0/2
2026-11-26T03:00:04Z churn-staging: Queue (AWS::SQS::Queue) CREATE_COMPLETE 1/2
2026-11-26T03:01:05Z churn-staging: Nightly\x1b[2J (AWS::Scheduler::Schedule) CREATE_FAILED 1/2: no <role>\nat all
2026-11-26T03:01:10Z churn-staging: failed at Nightly, after 1m10s: no <role>
`
	var out bytes.Buffer
	p := progress.NewPlain(&out, false)
	for _, e := range history() {
		p.Print(e)
	}
	p.Close()
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestLineWithPlaces(t *testing.T) {
	got := history()[0].Line(true)
	if want := "churn-staging (123456789012 eu-west-1): creating the change set"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestJSON reads each line back.
func TestJSON(t *testing.T) {
	var out bytes.Buffer
	p := progress.NewJSON(&out)
	want := history()
	for _, e := range want {
		p.Print(e)
	}
	if n := bytes.Count(out.Bytes(), []byte("\n")); n != len(want) {
		t.Errorf("%d lines, want %d", n, len(want))
	}
	var got []progress.Event
	for decoder := json.NewDecoder(&out); decoder.More(); {
		var e progress.Event
		if err := decoder.Decode(&e); err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
