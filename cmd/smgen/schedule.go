package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/preview"
	"github.com/smgen/smgen/internal/schedule"
)

// scheduleOptions are what the command takes beside what compiling does.
type scheduleOptions struct {
	compileOptions
	next  howMany
	zone  zone
	since since
	form  choice
}

func newScheduleCmd(env environment) *cobra.Command {
	o := &scheduleOptions{compileOptions: compileOptions{env: env}, next: 5, form: choice{"text", []string{"text", "json"}}}
	cmd := &cobra.Command{
		Use:   "schedule [PATH…]",
		Short: "Show when jobs run next",
		Long: `schedule shows the schedule of each job: its expression, the same in plain
English, and its next runs, in local time and in UTC. Where a clock change takes
a run away or makes an hour come twice, it says so. Nothing is asked of AWS.

Local time is that of the schedule's own time zone. With --timezone it is the
given one instead; the expressions are read in their own zones all the same.
Runs before a schedule's start and after its end are not listed. A rate counts
from the deployment, and is shown as if that were at --from.

Specs are checked as vet does: findings go to the standard error, what can be
shown is shown, and it exits with 1 if there are mistakes.

A PATH is a stack's directory, a tree such as stacks/..., or a spec file; a file
that stacks inherit means all of them. Without a PATH it is the tree at the
working directory.`,
		Example: `  smgen schedule
  smgen schedule stacks/prod/churn --next 20
  smgen schedule --from 2027-03-27 --timezone America/New_York
  smgen schedule --format json | jq -r '.jobs[].schedule.runs[]?.utc'`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runSchedule(cmd.Context(), o)
		},
	}
	o.addFlags(cmd)
	cmd.Flags().Var(&o.next, "next", "how many runs of each schedule to show, 1 to 1000")
	cmd.Flags().Var(&o.zone, "timezone", "time zone for local times, such as Europe/Berlin (default each schedule's own)")
	cmd.Flags().Var(&o.since, "from", "time from which runs are shown, such as 2027-01-31T00:00:00Z, or a day such as 2027-01-31 (default --now)")
	o.form.addTo(cmd, "format", "form of the output")
	words := func(list []string) cobra.CompletionFunc {
		return cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp)
	}
	_ = cmd.RegisterFlagCompletionFunc("timezone", words(schedule.Zones()))
	_ = cmd.RegisterFlagCompletionFunc("next", words(nil))
	_ = cmd.RegisterFlagCompletionFunc("from", words(nil))
	return cmd
}

func runSchedule(ctx context.Context, o *scheduleOptions) error {
	f, err := o.find()
	if err != nil {
		return err
	}
	list := o.preview()
	var jobs []preview.Job
	diags, err := o.compile(ctx, f, func(r *compile.Result) error {
		if r.Stack != nil {
			jobs = append(jobs, preview.Of(r.Stack, list)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	// Stacks come as they are ready, the jobs of each in order.
	slices.SortStableFunc(jobs, func(a, b preview.Job) int { return cmp.Compare(a.Dir, b.Dir) })
	if err := o.print(jobs, list); err != nil {
		return err
	}
	if len(jobs) == 0 && !diag.HasErrors(diags) {
		fmt.Fprintf(o.env.stderr, "no job of %s has a schedule; give one a schedule: expression: \"cron(0 2 * * ? *)\"\n", plural(len(f.stacks), "stack"))
	}
	return o.report(f, diags)
}

// preview decides on one present for the runs and for the checks.
func (o *scheduleOptions) preview() preview.Options {
	if o.since.Time.IsZero() {
		o.since.Time = cmp.Or(o.now.Time, time.Now().UTC().Truncate(time.Second))
	}
	if o.now.IsZero() {
		o.now.Time = o.since.Time
	}
	return preview.Options{Since: o.since.Since, Next: int(o.next), Viewer: o.zone.Location}
}

func (o *scheduleOptions) print(jobs []preview.Job, list preview.Options) error {
	if o.form.value == "json" {
		return preview.JSON(o.env.stdout, jobs, list)
	}
	return preview.Text(o.env.stdout, jobs)
}
