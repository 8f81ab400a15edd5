package recovery

import "strings"

// Act is what is done to a stack.
type Act string

// The acts.
const (
	// None: the stack needs nothing, or nothing can be done.
	None Act = ""
	// Delete removes a stack that has nothing in it worth keeping. API: DeleteStack.
	Delete Act = "delete"
	// Continue goes on with the rollback of an update, which failed. API:
	// ContinueUpdateRollback.
	Continue Act = "continue"
	// RollBack takes back what a failed operation did and left. API: RollbackStack.
	RollBack Act = "rollBack"
	// Cancel ends an update that is under way, which is then rolled back. API:
	// CancelUpdateStack.
	Cancel Act = "cancel"
)

// Choice is the way out of a state.
type Choice struct {
	Act Act
	// Why says what state the stack is in, Does what is done about it, each in a
	// sentence without a full stop. Without an act, Does is the next step.
	Why, Does string
}

// Choose returns the way out of a status of CloudFormation's; the empty one is that
// of no stack. The path is that of the stack's specs, for the commands that come
// next. What each call may be used for is said by the API reference of
// CloudFormation.
func Choose(status, path string) Choice {
	const (
		again  = "; then smgen deploy {path} creates it again"
		revert = "to go back to an earlier version, revert the commit in git, and deploy: smgen deploy {path}"
		follow = "wait until it has ended: smgen events -f {path}"
	)
	c, known := map[string]Choice{
		"": {None, "there is no such stack", "smgen deploy {path} creates it"},

		"REVIEW_IN_PROGRESS": {Delete, "a change set made it, which was never executed, and there is nothing in it", "the empty stack is deleted, with the change sets that wait in it" + again},
		"ROLLBACK_COMPLETE":  {Delete, "it could not be created, and what was made of it is deleted; CloudFormation can only delete such a stack", "the empty stack is deleted" + again},
		"ROLLBACK_FAILED":    {Delete, "it could not be created, and not all of what was made of it could be deleted; CloudFormation can only delete such a stack", "the stack is deleted, with what is left of it" + again},
		"CREATE_FAILED":      {RollBack, "it could not be created, and what was made of it was kept, as its spec asks (deploy.onFailure)", "what was made is deleted, and the stack with it" + again},
		"UPDATE_FAILED":      {RollBack, "an update failed, and what it did was kept", "what the update did is taken back; the stack is then as it was before"},
		"UPDATE_ROLLBACK_FAILED": {
			Continue, "an update failed, and rolling it back failed, too", "CloudFormation tries again to roll the update back, from where it failed; the stack is then as it was before",
		},
		"UPDATE_IN_PROGRESS": {Cancel, "an update is under way", "the update is canceled, and what it did so far is rolled back; the stack is then as it was before"},

		"CREATE_COMPLETE":          {None, "its last deployment succeeded: there is nothing to roll back", revert},
		"UPDATE_COMPLETE":          {None, "its last deployment succeeded: there is nothing to roll back", revert},
		"IMPORT_COMPLETE":          {None, "its last deployment succeeded: there is nothing to roll back", revert},
		"UPDATE_ROLLBACK_COMPLETE": {None, "its last deployment failed and was rolled back already: it is as it was before", "smgen events {path} says why; correct the spec, and deploy: smgen deploy {path}"},
		"IMPORT_ROLLBACK_COMPLETE": {None, "an import of resources failed and was rolled back already: it is as it was before", "smgen events {path} says why"},

		"CREATE_IN_PROGRESS":                           {None, "it is being created, and CloudFormation cannot take that back halfway", follow + "; if it fails, nothing of it stays, unless its spec says otherwise (deploy.onFailure)"},
		"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":          {None, "its update succeeded, and what the update replaced is being deleted: that cannot be taken back", follow + "; then revert the commit in git, and deploy"},
		"ROLLBACK_IN_PROGRESS":                         {None, "its creation is being rolled back already", follow},
		"UPDATE_ROLLBACK_IN_PROGRESS":                  {None, "its update is being rolled back already", follow},
		"UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": {None, "its update was rolled back already, and what it made is being deleted", follow},
		"DELETE_IN_PROGRESS":                           {None, "it is being deleted, which cannot be taken back", follow},
		"DELETE_FAILED":                                {None, "its deletion failed halfway, and a deleted resource does not come back", "smgen destroy {path} tries again, and says what stands in the way; smgen deploy can create the stack again after that"},
	}[status]
	if !known {
		c = Choice{None, "it has a status that smgen has no way out of, " + status, "look at it in CloudFormation's console; smgen events {path} says what happened"}
	}
	c.Does = strings.ReplaceAll(c.Does, "{path}", path)
	return c
}
