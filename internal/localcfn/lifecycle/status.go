package lifecycle

import (
	"slices"
	"strings"
)

// Status is the status of a stack.
type Status string

// The statuses, in CloudFormation's words. Absent is that of no stack.
const (
	Absent                          Status = ""
	ReviewInProgress                Status = "REVIEW_IN_PROGRESS"
	CreateInProgress                Status = "CREATE_IN_PROGRESS"
	CreateComplete                  Status = "CREATE_COMPLETE"
	CreateFailed                    Status = "CREATE_FAILED"
	RollbackInProgress              Status = "ROLLBACK_IN_PROGRESS"
	RollbackComplete                Status = "ROLLBACK_COMPLETE"
	RollbackFailed                  Status = "ROLLBACK_FAILED"
	UpdateInProgress                Status = "UPDATE_IN_PROGRESS"
	UpdateCleanupInProgress         Status = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
	UpdateComplete                  Status = "UPDATE_COMPLETE"
	UpdateFailed                    Status = "UPDATE_FAILED"
	UpdateRollbackInProgress        Status = "UPDATE_ROLLBACK_IN_PROGRESS"
	UpdateRollbackCleanupInProgress Status = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"
	UpdateRollbackComplete          Status = "UPDATE_ROLLBACK_COMPLETE"
	UpdateRollbackFailed            Status = "UPDATE_ROLLBACK_FAILED"
	DeleteInProgress                Status = "DELETE_IN_PROGRESS"
	DeleteComplete                  Status = "DELETE_COMPLETE"
	DeleteFailed                    Status = "DELETE_FAILED"
)

// Statuses returns all statuses of a stack that exists or existed.
func Statuses() []Status {
	return []Status{
		ReviewInProgress,
		CreateInProgress, CreateComplete, CreateFailed,
		RollbackInProgress, RollbackComplete, RollbackFailed,
		UpdateInProgress, UpdateCleanupInProgress, UpdateComplete, UpdateFailed,
		UpdateRollbackInProgress, UpdateRollbackCleanupInProgress, UpdateRollbackComplete, UpdateRollbackFailed,
		DeleteInProgress, DeleteComplete, DeleteFailed,
	}
}

// Next returns the statuses that may follow at once.
func (s Status) Next() []Status {
	switch s {
	case Absent:
		return []Status{ReviewInProgress, CreateInProgress}
	case ReviewInProgress:
		return []Status{CreateInProgress, DeleteInProgress}
	case CreateInProgress:
		return []Status{CreateComplete, CreateFailed, RollbackInProgress, DeleteInProgress}
	case CreateFailed:
		return []Status{UpdateInProgress, RollbackInProgress, DeleteInProgress}
	case RollbackInProgress:
		return []Status{RollbackComplete, RollbackFailed}
	case UpdateInProgress:
		return []Status{UpdateCleanupInProgress, UpdateFailed, UpdateRollbackInProgress}
	case UpdateCleanupInProgress:
		return []Status{UpdateComplete}
	case CreateComplete, UpdateComplete, UpdateRollbackComplete:
		return []Status{UpdateInProgress, DeleteInProgress}
	case UpdateFailed:
		return []Status{UpdateInProgress, UpdateRollbackInProgress, RollbackInProgress, DeleteInProgress}
	case UpdateRollbackInProgress:
		return []Status{UpdateRollbackCleanupInProgress, UpdateRollbackFailed}
	case UpdateRollbackCleanupInProgress:
		return []Status{UpdateRollbackComplete}
	case UpdateRollbackFailed:
		return []Status{UpdateRollbackInProgress, DeleteInProgress}
	case RollbackComplete, RollbackFailed, DeleteFailed:
		return []Status{DeleteInProgress}
	case DeleteInProgress:
		return []Status{DeleteComplete, DeleteFailed}
	}
	return nil
}

// May reports whether a status may follow at once.
func (s Status) May(next Status) bool { return slices.Contains(s.Next(), next) }

// Busy reports whether an operation is under way, after which the status changes by
// itself. A stack in review waits for a person.
func (s Status) Busy() bool {
	return s != ReviewInProgress && strings.HasSuffix(string(s), "_IN_PROGRESS")
}

// RollsBack reports whether the stack is on its way back after a failure.
func (s Status) RollsBack() bool {
	switch s {
	case RollbackInProgress, UpdateRollbackInProgress, UpdateRollbackCleanupInProgress:
		return true
	}
	return false
}

// Gone reports whether there is no stack any more.
func (s Status) Gone() bool { return s == Absent || s == DeleteComplete }
