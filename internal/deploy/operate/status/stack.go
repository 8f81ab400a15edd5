package status

import (
	"cmp"
	"time"

	"github.com/smgen/smgen/internal/deploy/operate"
)

// Stack is how one stack stands.
type Stack struct {
	// Name is the stack's; Dir its directory in the repository of specs.
	Name        string `json:"name"`
	Account     string `json:"account"`
	Region      string `json:"region"`
	Dir         string `json:"dir"`
	Owner       string `json:"owner,omitempty"`
	Environment string `json:"environment,omitempty"`

	Phase operate.Phase `json:"phase"`
	// Status is CloudFormation's, such as UPDATE_COMPLETE, and Reason what it says
	// about it.
	Status string `json:"status,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Since is when the last operation on the stack began.
	Since time.Time `json:"since,omitzero"`
	// By is who is deploying, while something is under way; empty if unknown.
	By        string `json:"by,omitempty"`
	Protected bool   `json:"protected"`
	Specs     Specs  `json:"specs"`
	// Starts are what starts the jobs as they are deployed, the next run first.
	Starts []Start `json:"starts"`
	Drift  Drift   `json:"drift"`
	// DriftChecked is when CloudFormation looked for drift, zero for never.
	DriftChecked time.Time `json:"driftChecked,omitzero"`
	// Problem says why CloudFormation could not be asked; what it would know is
	// missing then.
	Problem string `json:"problem,omitempty"`
}

// Specs is how what is deployed compares with the specs.
type Specs string

// The outcomes.
const (
	// Same: the template that is deployed says what the specs say.
	Same Specs = "same"
	// Differs: it is another text. Only a change set tells whether it would change
	// anything.
	Differs Specs = "differs"
	// Mistaken: the specs have mistakes, and give no template.
	Mistaken Specs = "mistaken"
	// NotCompared: there is nothing to compare, or nobody asked.
	NotCompared Specs = "notCompared"
)

// Drift is what is known of changes behind CloudFormation's back.
type Drift string

// The outcomes of the last detection.
const (
	DriftUnknown Drift = "notChecked"
	InSync       Drift = "inSync"
	Drifted      Drift = "drifted"
)

// Compare orders stacks by account, region and name.
func Compare(a, b *Stack) int {
	return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Name, b.Name))
}
