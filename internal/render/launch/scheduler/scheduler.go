package scheduler

import (
	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/trigger"
	"github.com/smgen/smgen/internal/spec"
)

// Backend returns the backend.
func Backend() launch.Backend {
	asked := func(l spec.Launch) bool { return l.Scheduler != nil }
	return launch.Backend{Kind: "scheduler", Asked: asked, Render: render}
}

func render(j *launch.Job) error {
	root := ""
	return trigger.Add(j, trigger.Target{
		Schedule: trigger.Call{
			ARN:     "arn:" + arn.Partition(j.Stack.Region) + ":scheduler:::aws-sdk:sagemaker:createTrainingJob",
			Input:   j.Request.Document,
			Request: &root,
		},
		ScheduleRole: func() (role string, err error) {
			j.Out.LaunchRole, err = trigger.SchedulerRole(j, j.LaunchRole("Starts", iam.Document{}, j.StartPolicy()))
			return j.Out.LaunchRole, err
		},
	})
}
