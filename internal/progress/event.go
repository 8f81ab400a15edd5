package progress

import "time"

// Event is something that happened. All texts are as AWS gave them: printers
// escape what they print.
type Event struct {
	Time time.Time `json:"time"`
	Kind Kind      `json:"kind"`
	// Stack is the stack's name; Account, Region and Dir say which one it is. They
	// are empty for events about the run as a whole.
	Stack   string `json:"stack,omitempty"`
	Account string `json:"account,omitempty"`
	Region  string `json:"region,omitempty"`
	Dir     string `json:"dir,omitempty"`
	// Resource is a logical ID and Type its type, for events about resources.
	Resource string `json:"resource,omitempty"`
	Type     string `json:"type,omitempty"`
	// Status is CloudFormation's, such as CREATE_COMPLETE, or of a stack's result
	// one of the words of Result.
	Status string `json:"status,omitempty"`
	// Reason is AWS's, in full; Message is smgen's own, for people.
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	// Origin is where in the specs a failed resource comes from, as
	// file:line, and Next the command to run after a failure.
	Origin string `json:"origin,omitempty"`
	Next   string `json:"next,omitempty"`
	// Done and Total are how many resources of the operation are finished, of how
	// many; Total is 0 where that is not known.
	Done  int `json:"done,omitempty"`
	Total int `json:"total,omitempty"`
}

// Kind is what an event is about.
type Kind string

// The kinds.
const (
	// StackBegins: work on the stack begins; Message says with what, such as
	// "creating the change set".
	StackBegins Kind = "stackBegins"
	// Step: the next part of the work on the stack, in Message.
	Step Kind = "step"
	// Resource: the status of a resource, or of the stack itself as a resource.
	Resource Kind = "resource"
	// StackEnds: nothing more happens to the stack; Status is its Result.
	StackEnds Kind = "stackEnds"
	// Notice is about the run as a whole, or a stack, such as that AWS throttles.
	Notice Kind = "notice"
)

// Result is what became of a stack in a run; it is the Status of StackEnds.
type Result string

// The results.
const (
	Deployed    Result = "deployed"
	Planned     Result = "planned"
	Unchanged   Result = "unchanged"
	Deleted     Result = "deleted"
	Failed      Result = "failed"
	Blocked     Result = "blocked"     // a dangerous change that was not allowed
	Stale       Result = "stale"       // not what was reviewed
	Skipped     Result = "skipped"     // what it depends on did not succeed
	Interrupted Result = "interrupted" // left as it was, or still under way in AWS
)

// Printer shows events. Its methods are safe for concurrent use. Close ends the
// live lines; nothing is printed afterwards.
type Printer interface {
	Print(Event)
	Close()
}
