package target

import (
	"encoding/json"
	"fmt"

	"github.com/smgen/smgen/internal/spec"
)

// Settings belong to the stack and are not in its template.
type Settings struct {
	// Role is the ARN of the role in the stack's account that smgen assumes; empty
	// to act with the credentials that it has.
	Role string
	// StackRole is the ARN of the role by which CloudFormation changes the stack.
	// API: RoleARN.
	StackRole string
	// Notifications are ARNs of topics that are told of each event. API:
	// NotificationARNs.
	Notifications []string
	// Protected stacks cannot be deleted. API: EnableTerminationProtection.
	Protected bool
	// Policy is the stack policy in JSON, which resources may be changed; empty for
	// none. API: StackPolicyBody.
	Policy string
	// OnFailure is what becomes of a stack that could not be created: DELETE, which
	// is the default, ROLLBACK or DO_NOTHING. API: OnStackFailure.
	OnFailure string
}

func settings(d *spec.Deploy) (Settings, error) {
	if d == nil {
		return Settings{OnFailure: onFailure("")}, nil
	}
	s := Settings{
		Role: d.Role, StackRole: d.StackRole, Notifications: d.Notifications,
		Protected: d.TerminationProtection, OnFailure: onFailure(d.OnFailure),
	}
	if d.StackPolicy != nil {
		text, err := json.Marshal(d.StackPolicy)
		if err != nil {
			return s, fmt.Errorf("write the stack policy: %w", err)
		}
		s.Policy = string(text)
	}
	return s, nil
}

// onFailure returns the API's word for one of the schema's.
func onFailure(word string) string {
	switch word {
	case "rollback":
		return "ROLLBACK"
	case "keep":
		return "DO_NOTHING"
	}
	return "DELETE"
}
