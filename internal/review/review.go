package review

import (
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
)

// SchemaVersion is the version of a review's JSON. It grows when a member goes or
// changes its meaning; new members alone leave it as it is.
const SchemaVersion = 1

// Review is what would happen to many stacks.
type Review struct {
	SchemaVersion int `json:"schemaVersion"`
	// Smgen is the version of smgen that made the review.
	Smgen string `json:"smgen"`
	// From and To say for people what is compared with what.
	From string `json:"from"`
	To   string `json:"to"`
	// Environment is that of all stacks that were looked at, or all.
	Environment string `json:"environment"`
	// Compared is how many stacks were looked at, also those that do not change.
	Compared int     `json:"compared"`
	Summary  Summary `json:"summary"`
	// Notes are about the review as a whole, such as what could not be compared.
	Notes []string `json:"notes"`
	// Stacks are those that change: by owner, the owner of the most dangerous change
	// first, and then by danger.
	Stacks []Stack `json:"stacks"`
	// Reach are the inherited files that changes come from.
	Reach []Reach `json:"reach"`
}

// Summary counts over all stacks.
type Summary struct {
	Stacks int `json:"stacks"`
	Counts
	// Flags are those of all stacks.
	Flags []Flag `json:"flags"`
}

// Counts is how many resources change, each counted once.
type Counts struct {
	Added      int `json:"added"`
	Changed    int `json:"changed"`
	Replaced   int `json:"replaced"`
	MayReplace int `json:"mayReplace"`
	Removed    int `json:"removed"`
}

// Identity is what CloudFormation knows a stack by. Account and region may be
// empty where they are not known.
type Identity struct {
	Name    string `json:"name"`
	Account string `json:"account,omitempty"`
	Region  string `json:"region,omitempty"`
}

// Stack is what would happen to one stack.
type Stack struct {
	Identity
	// Dir is the stack's directory in the repository of specs, or else its file;
	// DirBefore is set where it was another.
	Dir         string `json:"dir"`
	DirBefore   string `json:"dirBefore,omitempty"`
	Owner       string `json:"owner,omitempty"`
	Environment string `json:"environment,omitempty"`
	// RenamedFrom and RenamedTo are set on the two stacks that a spec with another
	// name, account or region makes: the new one, and the one that is left behind.
	RenamedFrom *Identity `json:"renamedFrom,omitempty"`
	RenamedTo   *Identity `json:"renamedTo,omitempty"`
	Verdict     Verdict   `json:"verdict"`
	Jobs        []Job     `json:"jobs"`
	// Access is who may do what, before and after.
	Access plan.Access `json:"access"`
	// ChangeSet has the form of DescribeChangeSet's answer.
	ChangeSet ChangeSet           `json:"changeSet"`
	Outputs   []plan.OutputChange `json:"outputs"`
	Notes     []plan.Note         `json:"notes"`
	// Origins say where in the specs the values of the change set come from.
	Origins []Origin `json:"origins"`
	Reach   []Reach  `json:"reach"`
	// Gone is set for a stack that is gone from the specs.
	Gone *Gone `json:"gone,omitempty"`
	// Requests say where in the templates the requests of the jobs stand that change:
	// what changes there, the jobs say in words.
	Requests []Request `json:"requests"`
	// Group is the same number for all stacks that change in the same way.
	Group int `json:"group"`
	// Drawing is the stack with its changes marked, as the text of a Mermaid flowchart.
	// [Review.Draw] fills it in, where Markdown has room for it.
	Drawing string `json:"drawing,omitempty"`

	own own
	// ends have the templates, from which a drawing is made when it is asked for. A
	// review that was read has none.
	ends pair
}

// Verdict is a stack's change in short.
type Verdict struct {
	Counts
	Flags []Flag `json:"flags"`
}

// Job is what changes in one job.
type Job struct {
	jobs.Job
	Lines []Line `json:"lines"`
}

// Line is one change of a job.
type Line struct {
	jobs.Line
	// Origin is the place in the specs that it comes from, as file:line:column;
	// empty if that is not known, as for what is removed.
	Origin string `json:"origin,omitempty"`
}

// Request is where the request of a job stands.
type Request struct {
	// Job is what the job is called, before or after the change.
	Job string `json:"job"`
	// At is the JSON pointer into the template, as [trace.Launch] has it: # leads into
	// JSON text.
	At string `json:"at"`
}

// ChangeSet is what DescribeChangeSet says, or what it would say as far as that is
// predicted.
type ChangeSet struct {
	StackName string        `json:"StackName"`
	Changes   []plan.Change `json:"Changes"`
	// Source says whose the changes are where AWS was asked; empty where all is
	// predicted.
	Source Source `json:"source,omitempty"`
}

// Source says where changes come from.
type Source string

// The sources.
const (
	// FromAWS: the changes are those of a change set.
	FromAWS Source = "aws"
	// Predicted: AWS was not asked about this stack, such as a new one.
	Predicted Source = "predicted"
)

// words is the source for people.
func (s Source) words() string {
	if s == FromAWS {
		return "AWS's answer"
	}
	return "predicted"
}

// Origin is where in the specs a changed value comes from.
type Origin struct {
	LogicalResourceId string `json:"LogicalResourceId"`
	// Path is that of the value, as in the change set; empty for a resource that is
	// added.
	Path string `json:"Path,omitempty"`
	// Position is file:line:column, in the specs as they are afterwards.
	Position string `json:"position"`
}

// Reach is something that changes and that others have to do with.
type Reach struct {
	Kind ReachKind `json:"kind"`
	// What is the role, topic, place in S3, export or file.
	What string `json:"what"`
	// Jobs are jobs of the stack itself, Stacks other stacks by their directories.
	Jobs   []string `json:"jobs"`
	Stacks []string `json:"stacks"`
}

// ReachKind is what others have to do with.
type ReachKind string

// The kinds, in their order.
const (
	ReachRole   ReachKind = "role"
	ReachTopic  ReachKind = "topic"
	ReachBucket ReachKind = "bucketPrefix"
	ReachExport ReachKind = "export"
	ReachFile   ReachKind = "file"
)

// Gone is what becomes of a stack that is gone from the specs. Nothing deletes it:
// until somebody does, it goes on.
type Gone struct {
	// Fires are the jobs that go on to be started, and stop with the stack.
	Fires []string `json:"fires"`
	// Stays are the logical IDs of resources that outlive the stack.
	Stays []string `json:"stays"`
}
