package policy

import "github.com/smgen/smgen/internal/diag"

func untold() Rule {
	return Rule{
		ID:       "SM221",
		Title:    "somebody is told when a training job fails",
		Severity: diag.Warning,
		Doc: `A job that fails at night, or does not start, is seen by nobody unless it tells
somebody. A topic of SNS can be named in any layer, or be made by the stack.`,
		Good:    `jobs: train: schedule: expression: "cron(0 2 * * ? *)"` + "\n" + `notify: topic: "arn:aws:sns:us-east-1:123456789012:oncall"`,
		Bad:     `jobs: train: schedule: expression: "cron(0 2 * * ? *)"` + "\n" + `notify: topic: ""`,
		OfStack: true,
		Check: func(p *Pass) {
			named := p.Job.Notify.HasTopic() || p.Stack.Notify.HasTopic() || p.Stack.Notify.Creates()
			if p.Job.IsTriggered() && !named {
				// The same for each job of the stack, which is one finding.
				p.Report("notify", "nobody is told when a training job of this stack fails or does not start",
					`name a topic in a layer: notify: topic: "arn:aws:sns:<region>:<account>:<name>"; or have one made: notify: emails: ["team@example.com"]`)
			}
		},
	}
}
