package stacks

import (
	"time"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
)

// Operation is what is under way on a stack.
type Operation struct {
	ID string
	// Type is CloudFormation's word, such as CREATE_STACK.
	Type    string
	Token   string
	Started time.Time
	// Before is the status that the stack had.
	Before lifecycle.Status
	Phase  Phase
	// Steps are those of the phase, of which the first At are done.
	Steps []Step
	At    int
	// OnFailure is what becomes of a stack whose creation fails, or of an update.
	OnFailure OnFailure
	// RetainExceptOnCreate deletes what the operation made, on rollback, even if
	// its policy is to keep it.
	RetainExceptOnCreate bool
	// Retain are the logical IDs of resources that a deletion leaves alone; Force
	// leaves what cannot be deleted.
	Retain []string
	Force  bool
	// Failed are the logical IDs of resources that failed, by what was tried.
	Failed []string
	// Imports are the exports that were read.
	Imports []string
}

// Name returns the operation's ID, empty for none.
func (o *Operation) Name() string {
	if o == nil {
		return ""
	}
	return o.ID
}

// Phase is a part of an operation.
type Phase string

// The phases.
const (
	// Applying makes and changes resources.
	Applying Phase = "applying"
	// Cleaning deletes what a successful update replaced or removed.
	Cleaning Phase = "cleaning"
	// Reverting returns resources to what they were before a failed update.
	Reverting Phase = "reverting"
	// Undoing deletes what a failed update made.
	Undoing Phase = "undoing"
	// Deleting deletes all resources: of a stack that is deleted, or that could not
	// be created.
	Deleting Phase = "deleting"
)

// Step is the work on one resource.
type Step struct {
	LogicalID string
	// Old is the resource to delete, where it is not the current one.
	Old *Resource
	// Begun says that the event of its beginning is written, Makes that it makes a
	// resource, rather than changing one.
	Begun, Makes bool
}

// OnFailure is what becomes of a failed operation.
type OnFailure string

// What may become of it.
const (
	RollBack  OnFailure = "ROLLBACK"
	DoNothing OnFailure = "DO_NOTHING"
	DeleteAll OnFailure = "DELETE"
)

// The types of operations.
const (
	createStack     = "CREATE_STACK"
	updateStack     = "UPDATE_STACK"
	deleteStack     = "DELETE_STACK"
	continueStack   = "CONTINUE_ROLLBACK"
	rollbackStack   = "ROLLBACK"
	createChangeSet = "CREATE_CHANGESET"
)

// The type of a stack among resources, and the statuses that end its operations.
const stackType = "AWS::CloudFormation::Stack"

// creating reports whether the stack has nothing to return to.
func (s *Stack) creating() bool { return s.Stable == nil }

// failing returns the status of a stack whose operation was left in the middle.
func (s *Stack) failing() lifecycle.Status {
	if s.Status == lifecycle.CreateInProgress {
		return lifecycle.CreateFailed
	}
	return lifecycle.UpdateFailed
}
