package lifecycle

// Operation is what somebody asks of a stack.
type Operation string

// The operations.
const (
	// Create deploys a stack that is absent or in review.
	Create Operation = "create"
	// Update deploys another template.
	Update Operation = "update"
	// UpdateFailing is an update that keeps what it got if it fails: the one that a
	// stack takes whose last operation was left in the middle.
	UpdateFailing Operation = "update with disabled rollback"
	Delete        Operation = "delete"
	// Force is a deletion that leaves behind what cannot be deleted.
	Force Operation = "force delete"
	// Rollback takes back an operation that was left in the middle.
	Rollback Operation = "roll back"
	// Continue goes on with a rollback that failed.
	Continue Operation = "continue rollback"
	// Cancel takes back an update that is under way.
	Cancel Operation = "cancel update"
	// Detect looks for drift.
	Detect Operation = "detect drift"
)

// Allows reports whether an operation may begin.
func (s Status) Allows(o Operation) bool {
	switch o {
	case Create:
		return s == Absent || s == ReviewInProgress
	case Update:
		return s == CreateComplete || s == UpdateComplete || s == UpdateRollbackComplete
	case UpdateFailing:
		return s.Allows(Update) || s == CreateFailed || s == UpdateFailed
	case Delete:
		return s == CreateInProgress || s.May(DeleteInProgress)
	case Force:
		return s == DeleteFailed
	case Rollback:
		return s == CreateFailed || s == UpdateFailed
	case Continue:
		return s == UpdateRollbackFailed
	case Cancel:
		return s == UpdateInProgress
	case Detect:
		return s.Allows(Update) || s == UpdateRollbackFailed
	}
	return false
}

// Made is the status of a change set.
type Made string

// The statuses of a change set.
const (
	CreatePending     Made = "CREATE_PENDING"
	CreatingChangeSet Made = "CREATE_IN_PROGRESS"
	Created           Made = "CREATE_COMPLETE"
	Failed            Made = "FAILED"
)

// Execution says whether a change set can be executed, or was.
type Execution string

// The execution statuses of a change set.
const (
	Unavailable       Execution = "UNAVAILABLE"
	Available         Execution = "AVAILABLE"
	ExecuteInProgress Execution = "EXECUTE_IN_PROGRESS"
	ExecuteComplete   Execution = "EXECUTE_COMPLETE"
	ExecuteFailed     Execution = "EXECUTE_FAILED"
	Obsolete          Execution = "OBSOLETE"
)
