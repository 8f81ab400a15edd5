package stepfunctions

import (
	"github.com/smgen/smgen/internal/render/launch"
)

// listRunning finds the job's runs in progress. The names of another job may
// start with this one's prefix, so that what follows has to be a run's ID. One
// page of names is enough: a job that gives way has one run in progress.
func listRunning(j *launch.Job) object {
	state := task(j, "aws-sdk:sagemaker:listTrainingJobs", object{
		"NameContains": j.Prefix + "-",
		"StatusEquals": "InProgress",
		"MaxResults":   100,
	})
	state["Assign"] = object{
		"running": "{% [$states.result.TrainingJobSummaries.TrainingJobName[$contains($, /^" + j.Prefix + "-(" + launch.RunID + ")$/)]] %}",
	}
	state["Retry"] = []any{throttled()}
	state["Next"] = "IsRunning"
	return state
}

func isRunning() object {
	return object{
		"Type":    "Choice",
		"Choices": []any{object{"Condition": "{% $count($running) > 0 %}", "Next": "Skipped"}},
		"Default": "Train",
	}
}

// skipped ends the execution with the name of the run that it gave way to.
func skipped() object {
	return object{"Type": "Succeed", "Output": object{"Skipped": "{% $running[0] %}"}}
}
