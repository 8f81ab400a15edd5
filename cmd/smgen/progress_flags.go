package main

import (
	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
)

// progressOptions say how the progress of work in AWS is shown.
type progressOptions struct{ logFormat choice }

func (o *progressOptions) addFlags(cmd *cobra.Command) {
	o.logFormat = choice{textFormat, []string{textFormat, "json"}}
	o.logFormat.addTo(cmd, "log-format", "form of the progress on the standard error, json with one event a line")
}

// printer shows the progress of work on stacks on the standard error: live on a
// terminal, else line by line.
func (o *progressOptions) printer(env environment, stacks []*target.Target) progress.Printer {
	places := false
	for _, t := range stacks {
		places = places || t.Account != stacks[0].Account || t.Region != stacks[0].Region
	}
	switch {
	case o.logFormat.value == "json":
		return progress.NewJSON(env.stderr)
	case env.isInteractive(env.stderr):
		return progress.NewLive(progress.LiveOptions{Out: env.stderr, Stacks: len(stacks), Places: places})
	}
	return progress.NewPlain(env.stderr, places)
}
