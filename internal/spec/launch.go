package spec

// Launch is how the job starts: one kind, or none for the scheduler.
type Launch struct {
	Scheduler     *struct{}            `json:"scheduler"`
	Lambda        *LaunchLambda        `json:"lambda"`
	StepFunctions *LaunchStepFunctions `json:"stepFunctions"`
	Custom        *LaunchCustom        `json:"custom"`
	// Overlap is allow or skip.
	Overlap string `json:"overlap"`
}

// LaunchLambda is smgen's own launcher, a Lambda function.
type LaunchLambda struct {
	Runtime             string `json:"runtime"`
	TimeoutSeconds      int64  `json:"timeoutSeconds"`
	MemoryMB            int64  `json:"memoryMB"`
	ReservedConcurrency *int64 `json:"reservedConcurrency"`
	LogRetentionDays    int64  `json:"logRetentionDays"`
	Name                string `json:"name"`
}

// LaunchStepFunctions is a state machine that runs the job and waits for its end.
type LaunchStepFunctions struct {
	CapacityRetries int64  `json:"capacityRetries"`
	Name            string `json:"name"`
}

// LaunchCustom is a launcher that the user wrote, as a Lambda function.
type LaunchCustom struct {
	Code             string          `json:"code"`
	Handler          string          `json:"handler"`
	Runtime          string          `json:"runtime"`
	Architecture     string          `json:"architecture"`
	TimeoutSeconds   int64           `json:"timeoutSeconds"`
	MemoryMB         int64           `json:"memoryMB"`
	Environment      map[string]Text `json:"environment"`
	Secrets          map[string]Text `json:"secrets"`
	Access           []Access        `json:"access"`
	LogRetentionDays int64           `json:"logRetentionDays"`
	Name             string          `json:"name"`
}

// Name is the name that the spec gives to the function or state machine that
// starts the job, or nothing.
func (l Launch) Name() string {
	switch {
	case l.Lambda != nil:
		return l.Lambda.Name
	case l.StepFunctions != nil:
		return l.StepFunctions.Name
	case l.Custom != nil:
		return l.Custom.Name
	}
	return ""
}
