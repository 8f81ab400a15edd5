package launch

import (
	"github.com/awslabs/goformation/v7/cloudformation/lambda"
)

// maxFunctionAge is the longest that Lambda tries an event, in seconds.
const maxFunctionAge = 6 * 60 * 60

// BoundRetries makes the time limit of the trigger hold for Lambda, too: it
// takes an event at once, and would try a function that fails or is throttled
// for six hours. Where onFailure is not empty, events that failed for good go
// there with what the function said.
func (j *Job) BoundRetries(functionID, onFailure string) error {
	config := &lambda.EventInvokeConfig{
		FunctionName:         j.Template.Ref(functionID),
		Qualifier:            "$LATEST",
		MaximumRetryAttempts: ptr(2),
	}
	if j.Out.EventAge > 0 {
		config.MaximumEventAgeInSeconds = ptr(min(j.Out.EventAge, maxFunctionAge))
	}
	if onFailure != "" {
		config.DestinationConfig = &lambda.EventInvokeConfig_DestinationConfig{
			OnFailure: &lambda.EventInvokeConfig_OnFailure{Destination: onFailure},
		}
	}
	id := functionID + "Retries"
	j.Origin(id, "", j.Spec.Path())
	return j.Template.Add(id, config)
}
