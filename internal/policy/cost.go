package policy

import (
	"fmt"
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/spec"
)

func coldPool() Rule {
	return Rule{
		ID:       "SM601",
		Title:    "a warm pool is kept until the next run",
		Severity: diag.Warning,
		Doc: `KeepAlivePeriodInSeconds keeps the machines of a run, at their full price, for a next run of the same
kind. AWS documents an hour at most. A schedule whose runs are farther apart pays for the pool after every run and
never uses it. The time between two starts is compared, so that a run of some length counts in the rule's favour.`,
		Good: "keepAliveSeconds: 1800\nmaxRuntimeSeconds: 600\nschedule: expression: \"cron(0/15 * * * ? *)\"",
		Bad:  "keepAliveSeconds: 1800\nschedule: expression: \"cron(0 2 * * ? *)\"",
		Check: func(p *Pass) {
			keep, path := p.member("ResourceConfig", "KeepAlivePeriodInSeconds")
			s := p.Job.Schedule
			if number(keep) <= 0 || s == nil || p.Job.On != nil || p.Now.IsZero() || p.Request.Value("EnableManagedSpotTraining") == true {
				return
			}
			e, loc, ok := readSchedule(s)
			if !ok {
				return
			}
			if _, runs := e.Next(p.Now, loc); !runs {
				return
			}
			// The pool begins when a run ends, which is no later than its limit after the start.
			reach := time.Duration(number(keep)+number(p.Request.Value("StoppingCondition", "MaxRuntimeInSeconds"))) * time.Second
			if _, reached := e.IntervalWithin(reach, p.Now, loc); !reached {
				p.Report(path, fmt.Sprintf("the machines are kept for %d seconds after each run, and the next run never comes so soon: they are billed for nothing", number(keep)),
					"remove keepAliveSeconds; the pool is for runs that follow each other within the hour")
			}
		},
	}
}

// readSchedule reads a schedule's expression as the service that gets it does.
// What is wrong with one is said elsewhere.
func readSchedule(s *spec.Schedule) (schedule.Expression, *time.Location, bool) {
	dialect := schedule.Scheduler
	if s.Via == "rule" {
		dialect = schedule.Rule
	}
	e, err := schedule.Parse(s.Expression, dialect)
	if err != nil {
		return schedule.Expression{}, nil, false
	}
	loc, err := schedule.LoadLocation(s.Zone())
	return e, loc, err == nil
}

func spotWithoutCheckpoints() Rule {
	return Rule{
		ID:       "SM602",
		Title:    "spot training keeps checkpoints",
		Severity: diag.Warning,
		Doc: `Spot machines can be taken away at any time. SageMaker starts the job again, and without checkpoints the
training begins anew: what it had done is paid for and lost. The script has to write checkpoints, too, and to look for
them when it starts.`,
		Good: "spot: maxWaitSeconds: 7200\ncheckpoints: s3: \"s3://acme-ml/checkpoints/\"",
		Bad:  "spot: maxWaitSeconds: 7200",
		Check: func(p *Pass) {
			spot, path := p.member("EnableManagedSpotTraining")
			if checkpoints := p.Request.Value("CheckpointConfig"); spot == true && checkpoints == nil && !p.refusedWithoutCheckpoints() {
				p.Report(path, "an interrupted run begins anew, because it keeps no checkpoints",
					`set checkpoints: s3: "s3://bucket/checkpoints/", and have the script write to /opt/ml/checkpoints`)
			}
		},
	}
}

// refusedWithoutCheckpoints reports whether SageMaker may refuse the job for want
// of checkpoints, which is another rule's: algorithms of its own and of the
// Marketplace that keep none may wait for an hour.
func (p *Pass) refusedWithoutCheckpoints() bool {
	algorithm := p.Request.Value("AlgorithmSpecification", "AlgorithmName")
	wait := p.Request.Value("StoppingCondition", "MaxWaitTimeInSeconds")
	return algorithm != nil && number(wait) > 3600
}

func unlimitedRuntime() Rule {
	return Rule{
		ID:       "SM603",
		Title:    "a job that something starts says how long it may run",
		Severity: diag.Note,
		Doc: `Where nobody says when a training job has to end, SageMaker ends it after a day. A run that hangs is
billed until then, for each of its machines, and nobody watches a scheduled run.`,
		Good:    "jobs: train: {maxRuntimeSeconds: 7200, schedule: expression: \"cron(0 2 * * ? *)\"}",
		Bad:     "jobs: train: schedule: expression: \"cron(0 2 * * ? *)\"",
		OfStack: true,
		Check: func(p *Pass) {
			const byDefault = 86400
			runtime, path := p.member("StoppingCondition", "MaxRuntimeInSeconds")
			// A layer's default was chosen by somebody; the schema's was not, and no line
			// of the spec holds it.
			at := p.place(path)
			if p.Job.IsTriggered() && number(runtime) == byDefault && at != path {
				p.Report(at, "a run that hangs is billed for a whole day, which is where smgen's default stops it", "say how long it may take: maxRuntimeSeconds: 7200")
			}
		},
	}
}

func idleServer() Rule {
	return Rule{
		ID:       "SM605",
		Title:    "MLflow costs what it is used for",
		Severity: diag.Note,
		Doc: `A tracking server runs on machines that are billed by the hour, whether somebody logs to it or not, until
the server is stopped or deleted by hand: the stack keeps it when it goes. An MLflow App is serverless, and what AWS
recommends; it has MLflow 3.`,
		Good:    `mlflow: {name: "ml", artifacts: "s3://acme-ml/mlflow/"}`,
		Bad:     `mlflow: {kind: "server", name: "ml", artifacts: "s3://acme-ml/mlflow/"}`,
		OfStack: true,
		CheckStack: func(p *Pass) {
			if m := p.Stack.Mlflow; m != nil && m.Kind == "server" {
				p.Report("mlflow.kind", "the tracking server is billed by the hour, also while nobody uses it", `write kind: "app", unless the scripts need MLflow 2`)
			}
		},
	}
}
