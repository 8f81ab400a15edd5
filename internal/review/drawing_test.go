package review

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/graph"
)

const scheduled = `{"Resources": {
	"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "%s"}},
	"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": "cron(0 %d * * ? *)", "Target": {
		"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob",
		"Input": "{\"TrainingJobName\": \"churn-<aws.scheduler.execution-id>\", \"HyperParameters\": {\"epochs\": \"%d\"}}"}}}}}`

// compared is the review of one template at both ends of a change.
func compared(t *testing.T, before, after string) *Stack {
	t.Helper()
	side := func(text string) []*Side {
		if text == "" {
			return nil
		}
		return []*Side{{Identity: Identity{Name: "churn", Account: "123456789012", Region: "eu-central-1"}, Dir: "churn", Text: []byte(text)}}
	}
	r, err := Build(side(before), side(after), Options{Now: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)})
	if err != nil || len(r.Stacks) != 1 {
		t.Fatalf("%v: %v", r, err)
	}
	return &r.Stacks[0]
}

// TestMarks marks what changes: a resource, and a job whose request does.
func TestMarks(t *testing.T) {
	const job = "/Resources/Nightly/Properties/Target/Input#"
	old := fmt.Sprintf(scheduled, "a", 2, 10)
	for name, test := range map[string]struct {
		before, after string
		want          graph.Marks
	}{
		"the schedule alone": {old, fmt.Sprintf(scheduled, "a", 3, 10), graph.Marks{"Nightly": graph.Changed}},
		"the request":        {old, fmt.Sprintf(scheduled, "a", 2, 20), graph.Marks{"Nightly": graph.Changed, job: graph.Changed}},
		"another name":       {old, fmt.Sprintf(scheduled, "b", 2, 10), graph.Marks{"Queue": graph.Replaced}},
		"a new stack":        {"", old, graph.Marks{"Nightly": graph.Added, "Queue": graph.Added, job: graph.Added}},
		"a stack is gone":    {old, "", graph.Marks{"Nightly": graph.Removed, "Queue": graph.Removed, job: graph.Removed}},
	} {
		if diff := cmp.Diff(test.want, compared(t, test.before, test.after).marks()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestDrawings writes reviews with more drawings than there is room for, and with one
// that is too large: nothing else gives way to them, and what is not drawn is counted.
func TestDrawings(t *testing.T) {
	one := compared(t, fmt.Sprintf(scheduled, "a", 2, 10), fmt.Sprintf(scheduled, "a", 2, 20))
	var queues []string
	for i := range 200 {
		queues = append(queues, fmt.Sprintf(`"%s%d": {"Type": "AWS::SQS::Queue"}`, strings.Repeat("Queue", 10), i))
	}
	large := compared(t, "", `{"Resources": {`+strings.Join(queues, ",")+`}}`)
	gone := compared(t, fmt.Sprintf(scheduled, "a", 2, 10), "")
	for name, test := range map[string]struct {
		stack  *Stack
		stacks int
		want   string // that is in it
	}{
		"one":      {one, 1, "<summary>drawing</summary>\n\n```mermaid\nflowchart LR\n  n1{{\"churn<br/>changed\"}}\n"},
		"gone":     {gone, 1, "<summary>drawing of what deleting it removes</summary>"},
		"large":    {large, 1, "drawings of 1 stack."},
		"many":     {one, 110, "There is no room here for the drawings of "},
		"too many": {one, 300, "left out"},
	} {
		r, bare := &Review{}, &Review{}
		for i := range test.stacks {
			s := *test.stack
			s.Dir, s.Group = fmt.Sprint(i), i
			r.Stacks = append(r.Stacks, s)
			s.ends = pair{}
			bare.Stacks = append(bare.Stacks, s)
		}
		got, without := write(t, r), write(t, bare)
		if !strings.Contains(got, test.want) || len(got) > maxMarkdown {
			t.Errorf("%s: %d bytes, and no %q", name, len(got), test.want)
		}
		rest, drawn, undrawn := strings.Builder{}, 0, 0
		for i, part := range strings.Split(got, "\n<details>\n<summary>drawing") {
			if i > 0 {
				drawn++
				_, part, _ = strings.Cut(part, "```\n\n</details>\n")
			}
			rest.WriteString(part)
		}
		const noRoom = "\nThere is no room here for the drawings"
		told, note, _ := strings.Cut(rest.String(), noRoom)
		without, _, _ = strings.Cut(without, noRoom)
		_, _ = fmt.Sscanf(note, " of %d", &undrawn)
		if diff := cmp.Diff(without, told); diff != "" {
			t.Errorf("%s: the drawings change the rest (-without +with):\n%s", name, diff)
		}
		if whole := strings.Count(without, "**resources**"); drawn+undrawn != whole {
			t.Errorf("%s: %d are drawn and %d counted, of %d", name, drawn, undrawn, whole)
		}
	}
}

func write(t *testing.T, r *Review) string {
	t.Helper()
	var out bytes.Buffer
	if err := (Markdown{}).Write(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
