package operate

import "strings"

// Phase is what CloudFormation's status of a stack means to whoever operates it.
type Phase string

// The phases.
const (
	// NotDeployed: there is no stack.
	NotDeployed Phase = "notDeployed"
	// Waiting: a change set that creates the stack waits to be executed.
	Waiting Phase = "waiting"
	// Deployed: the last deployment succeeded.
	Deployed Phase = "deployed"
	// RolledBack: the last deployment failed, and the stack is as it was before.
	RolledBack Phase = "rolledBack"
	// UnderWay: something changes the stack right now.
	UnderWay Phase = "underWay"
	// Stuck: the stack is neither as it was nor as it was meant to be, and waits for
	// somebody to decide. Which statuses take no change set at all is said by
	// changeset.Stack.Obstacle.
	Stuck Phase = "stuck"
)

// Standing is a status in words.
type Standing struct {
	Phase Phase
	// Short fits into a table. Where it ends with a participle, how long ago may
	// follow.
	Short string
	// Long is a sentence without a full stop.
	Long string
	// Next is the command that comes next, as a verb of smgen, such as rollback;
	// empty where the stack can be deployed.
	Next string
}

// StandingOf says CloudFormation's status of a stack in words. The empty status is
// that of no stack. The statuses and what may follow them are those of "Stack
// status codes" in CloudFormation's guide.
func StandingOf(status string) Standing {
	if s, ok := standings()[status]; ok {
		return s
	}
	if strings.HasSuffix(status, "_IN_PROGRESS") {
		return Standing{UnderWay, "under way", "something changes it right now (" + status + ")", "events"}
	}
	return Standing{Stuck, "in an unknown state", "it has a status that smgen does not know, " + status + ": look at it in CloudFormation's console", "events"}
}

func standings() map[string]Standing {
	return map[string]Standing{
		"":                   {NotDeployed, "not deployed", "there is no such stack yet", "deploy"},
		"DELETE_COMPLETE":    {NotDeployed, "deleted", "it was deleted", "deploy"},
		"REVIEW_IN_PROGRESS": {Waiting, "waiting for review", "a change set would create it, and was not executed; there are no resources yet", "rollback"},

		"CREATE_COMPLETE": {Deployed, "deployed", "the deployment that created it succeeded", ""},
		"UPDATE_COMPLETE": {Deployed, "deployed", "the last deployment succeeded", ""},
		"IMPORT_COMPLETE": {Deployed, "deployed", "resources were imported into it", ""},

		"UPDATE_ROLLBACK_COMPLETE": {RolledBack, "rolled back", "the last deployment failed, and it is as it was before", ""},
		"IMPORT_ROLLBACK_COMPLETE": {RolledBack, "rolled back", "an import of resources failed, and it is as it was before", ""},

		"CREATE_IN_PROGRESS":          {UnderWay, "being created", "it is being created", "events"},
		"UPDATE_IN_PROGRESS":          {UnderWay, "being updated", "it is being updated", "events"},
		"IMPORT_IN_PROGRESS":          {UnderWay, "being updated", "resources are being imported into it", "events"},
		"DELETE_IN_PROGRESS":          {UnderWay, "being deleted", "it is being deleted", "events"},
		"ROLLBACK_IN_PROGRESS":        {UnderWay, "being rolled back", "its creation failed, and what it made is being deleted", "events"},
		"UPDATE_ROLLBACK_IN_PROGRESS": {UnderWay, "being rolled back", "an update failed, and is being rolled back", "events"},
		"IMPORT_ROLLBACK_IN_PROGRESS": {UnderWay, "being rolled back", "an import of resources failed, and is being rolled back", "events"},
		"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": {
			UnderWay, "being cleaned up", "it is updated, and what the update replaced is being deleted", "events",
		},
		"UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": {
			UnderWay, "being cleaned up", "an update was rolled back, and what it made is being deleted", "events",
		},

		"ROLLBACK_COMPLETE": {Stuck, "creation failed", "its creation failed, what it made was deleted, and the empty stack is left", "rollback"},
		"ROLLBACK_FAILED":   {Stuck, "creation failed", "its creation failed, and not all of what it made could be deleted", "rollback"},
		"CREATE_FAILED":     {Stuck, "creation failed", "its creation failed, and what it made was kept", "rollback"},
		"UPDATE_FAILED":     {Stuck, "update failed", "an update failed, and what it did was kept", "rollback"},
		"UPDATE_ROLLBACK_FAILED": {
			Stuck, "rollback failed", "an update failed, and so did rolling it back: some resources are as before, others are not", "rollback",
		},
		"IMPORT_ROLLBACK_FAILED": {
			Stuck, "rollback failed", "an import of resources failed, and so did rolling it back: look at it in CloudFormation's console", "events",
		},
		"DELETE_FAILED": {Stuck, "deletion failed", "its deletion failed: some resources are gone, others are not", "destroy"},
	}
}
