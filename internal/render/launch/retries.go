package launch

import (
	"github.com/awslabs/goformation/v7/cloudformation/lambda"
)

// maxFunctionAge is the longest that Lambda tries an event, in seconds.
const maxFunctionAge = 6 * 60 * 60

// BoundRetries makes the time limit of the job's trigger hold for Lambda, too: it
// takes an event at once, and would try a function that fails or is throttled
// for six hours. Where onFailure is not empty, events that failed for good go
// there with what the function said.
func (j *Job) BoundRetries(functionID, onFailure string) error {
	return j.Shared.AddRetries(functionID, j.Spec.Path(), j.Out.EventAge, onFailure)
}

// AddRetries says for how long, in seconds, Lambda tries an event of a function,
// 0 for as long as it can, and where events go that failed for good.
func (s *Shared) AddRetries(functionID, path string, age int, onFailure string) error {
	config := &lambda.EventInvokeConfig{
		FunctionName:         s.template.Ref(functionID),
		Qualifier:            "$LATEST",
		MaximumRetryAttempts: new(2),
	}
	if age > 0 {
		config.MaximumEventAgeInSeconds = new(min(age, maxFunctionAge))
	}
	if onFailure != "" {
		config.DestinationConfig = &lambda.EventInvokeConfig_DestinationConfig{
			OnFailure: &lambda.EventInvokeConfig_OnFailure{Destination: onFailure},
		}
	}
	id := functionID + "Retries"
	s.Origin(id, "", path)
	return s.template.Add(id, config)
}
