package spec

import "cmp"

// Schedule is the trigger that starts a job at set times.
type Schedule struct {
	Expression            string `json:"expression"`
	Timezone              string `json:"timezone"`
	Enabled               bool   `json:"enabled"`
	FlexibleWindowMinutes *int64 `json:"flexibleWindowMinutes"`
	Start                 string `json:"start"`
	End                   string `json:"end"`
	// Via is scheduler (EventBridge Scheduler) or rule (an EventBridge rule).
	Via                string `json:"via"`
	RetryAttempts      int64  `json:"retryAttempts"`
	MaxEventAgeSeconds *int64 `json:"maxEventAgeSeconds"`
	Name               string `json:"name"`
	Description        string `json:"description"`
}

// Zone is the name of the time zone whose clock the expression is read on.
func (s *Schedule) Zone() string { return cmp.Or(s.Timezone, "UTC") }

// Event is a trigger that starts a job when something happens.
type Event struct {
	S3                 Text           `json:"s3"`
	Completed          *Completed     `json:"completed"`
	Pattern            map[string]any `json:"pattern"`
	Bus                Text           `json:"bus"`
	Enabled            bool           `json:"enabled"`
	RetryAttempts      int64          `json:"retryAttempts"`
	MaxEventAgeSeconds int64          `json:"maxEventAgeSeconds"`
	Name               string         `json:"name"`
	Description        string         `json:"description"`
}

// Completed is a training job whose completed runs start another.
type Completed struct {
	Job                   string `json:"job"`
	TrainingJobNamePrefix string `json:"trainingJobNamePrefix"`
}

// ScheduleName is the name that the spec gives to the job's schedule or rule, or
// nothing.
func (j *Job) ScheduleName() string {
	if j.Schedule == nil {
		return ""
	}
	return j.Schedule.Name
}

// EventName is the name that the spec gives to the rule of the job's event, or
// nothing.
func (j *Job) EventName() string {
	if j.On == nil {
		return ""
	}
	return j.On.Name
}
