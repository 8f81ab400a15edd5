package policy

import (
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

func sharedCheckpoints() Rule {
	return Rule{
		ID:       "SM115",
		Title:    "each run has a place of its own for checkpoints",
		Severity: diag.Warning,
		Doc: `SageMaker copies what it finds at CheckpointConfig.S3Uri into the container before the training,
and removes there what the script removes. With one place for all runs, each run resumes the finished
model of the one before, and two at a time overwrite each other. checkpoints: s3 gives each run a
folder of its own; resume: "previous" says that continuing is meant. A job that nothing starts again,
at a time or after an event, has no run before.`,
		Good: "schedule: expression: \"cron(0 2 * * ? *)\"\ncheckpoints: s3: \"s3://acme-ml/checkpoints/\"",
		Bad:  "schedule: expression: \"cron(0 2 * * ? *)\"\nrequest: CheckpointConfig: S3Uri: \"s3://acme-ml/checkpoints/\"",
		Check: func(p *Pass) {
			uri, path := p.member("CheckpointConfig", "S3Uri")
			if uri == nil || spec.AsText(uri).IsPerRun() || !startsAgain(p.Job) {
				return
			}
			if c := p.Job.Checkpoints; c != nil && c.Resume == "previous" {
				return
			}
			p.Report(path, "every run starts from the checkpoints that the run before left at this place",
				`set checkpoints: s3 instead, which gives each run a place of its own; or say that it is meant: checkpoints: {s3: …, resume: "previous"}`)
		},
	}
}

// startsAgain reports whether something starts the job more than once.
func startsAgain(job *spec.Job) bool {
	return job.On != nil || job.Schedule != nil && !strings.HasPrefix(job.Schedule.Expression, "at(")
}

func chainedSession() Rule {
	return Rule{
		ID:       "SM116",
		Title:    "session tags are chained where a session has some",
		Severity: diag.Warning,
		Doc: `EnableSessionTagChaining hands the session tags of whoever starts the job on to the training
role. The roles that schedules, rules, functions and state machines act in have none.`,
		Good: "request: SessionChainingConfig: EnableSessionTagChaining: true",
		Bad:  "schedule: expression: \"cron(0 2 * * ? *)\"\nrequest: SessionChainingConfig: EnableSessionTagChaining: true",
		Check: func(p *Pass) {
			if p.Job.IsTriggered() && p.turnedOn("SessionChainingConfig", "EnableSessionTagChaining") {
				p.reportAt("/SessionChainingConfig/EnableSessionTagChaining", "whoever starts this job has no session tags that could be handed on", "remove it; what a policy tells apart by tags can be a tag of the job: tags: {…}")
			}
		},
	}
}
