package stacks

import (
	"strings"
	"time"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/physical"
)

// Stack is a stack, also one that was deleted.
type Stack struct {
	// ID is the stack's ARN, UUID its last part.
	ID, UUID        string
	Name            string
	Account, Region string

	Status                    lifecycle.Status
	Reason                    string
	Created, Updated, Deleted time.Time
	// ChangeSet is the ARN of the change set that was executed last.
	ChangeSet             string
	TerminationProtection bool
	Policy                string
	DisableRollback       bool

	// Content is what the stack has, or is about to get.
	Content
	// Stable is what a rollback returns to, nil if that is nothing. It is set while
	// an operation is under way, and after one that was left in the middle.
	Stable *Content
	// Operation is what is under way, nil for nothing. Past are the IDs of what was
	// done, the newest first.
	Operation *Operation
	Past      []Entry
	Drift     Drift
}

// Content is what one deployment gives a stack.
type Content struct {
	// Template is the name of the blob with the template's text, empty before the
	// first deployment.
	Template         string
	Description      string
	Parameters       map[string]string
	Tags             []Tag
	Capabilities     []string
	RoleARN          string
	NotificationARNs []string
	Outputs          []Output
	// Imports are the names of the exports that it takes from other stacks.
	Imports []string
}

// Tag is a stack's tag.
type Tag struct{ Key, Value string }

// Output is an output with its value; Export is empty if it is not exported.
type Output struct{ Key, Value, Description, Export string }

// Entry is an operation in the history of a stack.
type Entry struct{ Type, ID string }

// Drift is what the last detection found; Status is NOT_CHECKED before.
type Drift struct {
	Status  string
	Checked time.Time
}

// Resource is a resource of a stack.
type Resource struct {
	LogicalID, Type string
	Identity        physical.Identity
	Status, Reason  string
	Updated         time.Time
	// Properties are the evaluated properties, as they were deployed. Live are
	// those that somebody changed since, nil for none; Gone says that somebody
	// deleted the resource.
	Properties, Live map[string]any
	Gone             bool
	// Unmade says that the resource could not be made.
	Unmade bool
	// Generation counts the resources that had the logical ID.
	Generation                          int
	Needs                               []string
	DeletionPolicy, UpdateReplacePolicy string
	Metadata                            map[string]any
	Drift                               Drift
	// StackTags are the stack's tags that the resource has.
	StackTags []Tag
	// Before is what a rollback returns to; Fresh says that it is nothing. Both
	// are cleared when the operation has succeeded.
	Before *Resource
	Fresh  bool
	// Replaced are those that no longer have the logical ID, and are not deleted
	// yet.
	Replaced []*Resource
}

// absent reports whether there is no such resource: it could not be made, or is
// deleted.
func (r *Resource) absent() bool {
	return r.Status == "CREATE_FAILED" || strings.HasPrefix(r.Status, "DELETE_") && r.Status != "DELETE_FAILED"
}

// Actual returns the properties that the resource has now.
func (r *Resource) Actual() map[string]any {
	if r.Live != nil {
		return r.Live
	}
	return r.Properties
}

// Event is something that happened to a stack.
type Event struct {
	Number                        uint64
	ID                            string
	LogicalID, PhysicalID, Type   string
	Time                          time.Time
	Status, Reason, Properties    string
	Token, Operation, OperationOf string
	// Validation is set for what was found wrong with a change set.
	Validation *Validation
}

// Validation is one finding of the validation before a deployment.
type Validation struct{ Name, Path, Reason string }

// Place is an account and a region, which keep their own stacks.
type Place struct{ Account, Region string }

func (p Place) key() string { return p.Account + "/" + p.Region + "/" }

// ARN returns the ARN of something of CloudFormation, such as stack/name/uuid.
func (p Place) ARN(resource string) string {
	return arn.ARN{Partition: arn.Partition(p.Region), Service: "cloudformation", Region: p.Region, Account: p.Account, Resource: resource}.String()
}

// Place returns where the stack is.
func (s *Stack) Place() Place { return Place{s.Account, s.Region} }

func (s *Stack) owner() physical.Owner {
	return physical.Owner{Account: s.Account, Region: s.Region, Stack: s.Name, ID: s.ID}
}
