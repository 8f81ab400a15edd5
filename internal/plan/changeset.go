package plan

// Plan is what would happen to a stack. Its JSON has the members of
// CloudFormation's DescribeChangeSet where it says the same thing.
type Plan struct {
	// Changes is ordered by danger: what removes or replaces first, then by
	// logical ID. Empty if nothing changes.
	Changes []Change
	// Outputs are the changed outputs by name. A change set does not list them.
	Outputs []OutputChange
	// Notes are ordered by kind, those that stop a deployment first, then by
	// logical ID.
	Notes []Note
}

// Change is a member of DescribeChangeSet's Changes.
type Change struct {
	// Type is always Resource.
	Type           string
	ResourceChange ResourceChange
}

// ResourceChange is what happens to one resource.
type ResourceChange struct {
	Action            Action
	LogicalResourceId string
	ResourceType      string
	// Replacement is set for Modify only.
	Replacement Replacement `json:",omitempty"`
	// PolicyAction is what becomes of a resource that is removed or replaced:
	// Delete, Retain or Snapshot, for Modify with ReplaceAnd before it. It is
	// empty if neither can happen.
	PolicyAction string `json:",omitempty"`
	// Scope lists the attributes that change, sorted: CreationPolicy,
	// DeletionPolicy, Metadata, Properties, UpdatePolicy, UpdateReplacePolicy.
	// Empty unless the action is Modify.
	Scope []string
	// Details is ordered by path. Empty unless the action is Modify.
	Details []Detail
}

// Action is what CloudFormation does with a resource.
type Action string

// The actions.
const (
	Add    Action = "Add"
	Modify Action = "Modify"
	Remove Action = "Remove"
)

// Replacement says whether a modified resource is made anew.
type Replacement string

// The answers.
const (
	ReplacementTrue        Replacement = "True"
	ReplacementFalse       Replacement = "False"
	ReplacementConditional Replacement = "Conditional"
)

// Detail is one value that changes, and why.
type Detail struct {
	Target Target
	// Evaluation is Static if the value is known to change, Dynamic if that
	// shows only in the deployment.
	Evaluation string
	// ChangeSource is DirectModification, or, if the value changes because a
	// resource does, ResourceReference (Ref) or ResourceAttribute (Fn::GetAtt).
	ChangeSource string
	// CausingEntity is that resource's logical ID, with a dot and the name of
	// the attribute for ResourceAttribute.
	CausingEntity string `json:",omitempty"`
}

// The words of a [Detail].
const (
	Static             = "Static"
	Dynamic            = "Dynamic"
	DirectModification = "DirectModification"
	ResourceReference  = "ResourceReference"
	ResourceAttribute  = "ResourceAttribute"
)

// KnownAfterApply is the value after the change where only the deployment
// gives it. It is CloudFormation's own text.
const KnownAfterApply = "{{changeSet:KNOWN_AFTER_APPLY}}"

// Target is the place of a change in a resource.
type Target struct {
	// Attribute is the member of the resource, as in [ResourceChange.Scope].
	Attribute string
	// Name is the top-level property, empty for other attributes.
	Name string `json:",omitempty"`
	// Path is the JSON pointer of the value in the resource. A place in JSON text
	// has the pointer of the text, #, and the pointer within.
	Path string
	// Label is the path for people, from the property on: a list's element is
	// called by what identifies it, as in Tags[owner].Value. Text from the
	// template stands in it as it is. Not a member of DescribeChangeSet.
	Label string
	// RequiresRecreation is Never, Conditionally or Always.
	RequiresRecreation string
	// AttributeChangeType is Add, Remove or Modify: what happens to the value.
	AttributeChangeType string
	// BeforeValue and AfterValue are strings as they are and other values as
	// compact JSON; empty if there is none. Long text is only measured, and
	// what is concealed is "(set)" or "(changed)".
	BeforeValue string `json:",omitempty"`
	AfterValue  string `json:",omitempty"`
}

// OutputChange is a changed output of the stack.
type OutputChange struct {
	Action     Action
	OutputName string
	// BeforeValue and AfterValue are as in [Target].
	BeforeValue string `json:",omitempty"`
	AfterValue  string `json:",omitempty"`
	// BeforeExport and AfterExport are the names under which other stacks import
	// the output; empty for none.
	BeforeExport string `json:",omitempty"`
	AfterExport  string `json:",omitempty"`
}

// Counts is how many resources a plan touches, each counted once.
type Counts struct {
	Added, Changed, Replaced, MayReplace, Removed int
}

// Counts counts the plan's changes.
func (p *Plan) Counts() Counts {
	var c Counts
	for _, change := range p.Changes {
		switch r := change.ResourceChange; {
		case r.Action == Add:
			c.Added++
		case r.Action == Remove:
			c.Removed++
		case r.Replacement == ReplacementTrue:
			c.Replaced++
		case r.Replacement == ReplacementConditional:
			c.MayReplace++
		default:
			c.Changed++
		}
	}
	return c
}
