package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/operate/outputs"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/progress"
)

// finish tells how a run went, and decides on the exit code.
func (o *deployOptions) finish(report *deploy.Report) error {
	if len(report.Stacks) == 0 {
		return nil
	}
	o.summary(report)
	if err := o.writeOutputs(report); err != nil {
		return err
	}
	if s := report.FirstFailure(); s != nil && o.logFormat.value == textFormat {
		fmt.Fprint(o.env.stderr, o.failureText(s))
	}
	if code := exitOf(report); code != exitOK {
		return &outcome{code: code}
	}
	return nil
}

// summary counts what became of the stacks.
func (o *deployOptions) summary(report *deploy.Report) {
	e := progress.Event{Time: time.Now(), Kind: progress.Notice, Message: report.Summary()}
	if o.logFormat.value == "json" {
		progress.NewJSON(o.env.stderr).Print(e)
		return
	}
	fmt.Fprintln(o.env.stderr, e.Message)
}

// exitOf is the exit code of a run.
func exitOf(r *deploy.Report) int {
	failed := r.Count(progress.Failed, progress.Skipped)
	switch {
	case r.Interrupted:
		return exitInterrupted
	case failed > 0 && r.Count(progress.Deployed, progress.Unchanged, progress.Planned) > 0:
		return exitSome
	case failed > 0:
		return exitFindings
	case r.Count(progress.Stale) > 0:
		return exitStale
	}
	return exitOK
}

// failureText is what is left to be read last: what failed, why, where it comes
// from, and what to do.
func (o *deployOptions) failureText(s *deploy.Stack) string {
	var text strings.Builder
	line := func(format, value string) {
		if value != "" {
			fmt.Fprintf(&text, format+"\n", output.Printable(value))
		}
	}
	text.WriteByte('\n')
	line("%s", fmt.Sprintf("%s (%s) %s", s.Target.Name, s.Target.Dir, s.Result))
	for message := range strings.SplitSeq(s.Message, "\n") {
		line("  %s", strings.TrimSpace(message))
	}
	if f := s.Failure; f != nil {
		line("  %s", fmt.Sprintf("%s (%s) %s", f.Resource, f.Type, f.Status))
		for reason := range strings.SplitSeq(f.Reason, "\n") {
			line("  %s", strings.TrimSpace(reason))
		}
	}
	line("  at %s", s.Origin)
	if s.Next != "" {
		line("next: %s", s.Next+o.again())
	}
	return text.String()
}

// deployedStack is the outcome of one stack in JSON.
type deployedStack struct {
	Name      string            `json:"name"`
	Account   string            `json:"account"`
	Region    string            `json:"region"`
	Dir       string            `json:"dir"`
	Result    progress.Result   `json:"result"`
	Message   string            `json:"message,omitempty"`
	ChangeSet string            `json:"changeSet,omitempty"`
	Outputs   map[string]string `json:"outputs,omitempty"`
}

// writeOutputs prints the outputs of the stacks to the standard output.
func (o *deployOptions) writeOutputs(r *deploy.Report) error {
	var text strings.Builder
	shown := map[*target.Target]map[string]string{}
	for _, s := range r.Stacks {
		shown[s.Target] = outputs.Conceal(s.Target, s.Outputs)
	}
	if o.format.value == textFormat {
		for _, s := range r.Stacks {
			if s.ChangeSet != "" {
				fmt.Fprintf(&text, "%s\n  %s\n", output.Printable(s.Target.Name), output.Printable(s.ChangeSet))
			} else if len(s.Outputs) > 0 {
				fmt.Fprintf(&text, "%s\n", output.Printable(s.Target.Name))
				for _, name := range slices.Sorted(maps.Keys(s.Outputs)) {
					fmt.Fprintf(&text, "  %s = %s\n", output.Printable(name), output.Printable(shown[s.Target][name]))
				}
			}
		}
	} else {
		list := []deployedStack{}
		for _, s := range r.Stacks {
			list = append(list, deployedStack{s.Target.Name, s.Target.Account, s.Target.Region, s.Target.Dir, s.Result, s.Message, s.ChangeSet, shown[s.Target]})
		}
		if err := output.EncodeJSON(&text, map[string]any{"schemaVersion": 1, "stacks": list}, "  "); err != nil {
			return fmt.Errorf("write the outputs: %w", err)
		}
	}
	if _, err := fmt.Fprint(o.env.stdout, text.String()); err != nil {
		return fmt.Errorf("print the outputs: %w", err)
	}
	return nil
}
