package spec

// Deploy says how a stack is deployed. Nothing of it is in the template.
type Deploy struct {
	// Role is the ARN of the role that smgen assumes; empty for none.
	Role string `json:"role"`
	// StackRole is the ARN of the role that CloudFormation assumes; empty for none.
	StackRole string `json:"stackRole"`
	// Notifications are the ARNs of topics.
	Notifications         []string `json:"notifications"`
	TerminationProtection bool     `json:"terminationProtection"`
	// StackPolicy is CloudFormation's own document; nil for none.
	StackPolicy map[string]any `json:"stackPolicy"`
	// OnFailure is delete, rollback or keep.
	OnFailure string `json:"onFailure"`
}
