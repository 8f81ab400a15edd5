// Package events tells what CloudFormation did to a stack in its last operation,
// and what it does now.
//
// An operation is one deployment, rollback or deletion. CloudFormation keeps events
// of all operations in one list, the newest first; [Last] finds where the last
// operation begins, and [Follow] goes on to its end.
package events
