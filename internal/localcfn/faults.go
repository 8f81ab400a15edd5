package localcfn

import (
	"math/rand/v2"
	"sync"

	"github.com/smgen/smgen/internal/localcfn/stacks"
)

// Faults are the failures that an endpoint shows. The zero value is none; a Faults
// may be changed while the endpoint runs.
type Faults struct {
	mu       sync.Mutex
	random   *rand.Rand
	throttle float64
	calls    []*CallFault
	fails    []ResourceFault
	stalls   map[stalled]bool
	invalid  map[string][]stacks.Finding
	reads    map[string]int
	before   func(Call)
}

// Kind is the way in which a call fails.
type Kind int

// The ways.
const (
	// Throttled is refused with Throttling.
	Throttled Kind = iota
	// ServerError is an answer of status 500; nothing was done.
	ServerError
	// ServerErrorAfter is one although the action was done.
	ServerErrorAfter
	// ResetBefore is a connection that closes without an answer; nothing was done.
	ResetBefore
	// ResetAfter is one although the action was done.
	ResetAfter
	// Expired is refused because the credentials have expired.
	Expired
	// Denied is refused because the caller has no permission.
	Denied
)

// CallFault makes calls of an action fail.
type CallFault struct {
	// Action is its name, such as ExecuteChangeSet or PutObject; empty for all.
	Action string
	// Stack is the stack that the call is about, empty for any.
	Stack string
	Kind  Kind
	// From is the first call that fails, counted from 1 among those that fit; 0 is
	// the first. Times is how many fail from there on, 0 for all.
	From, Times int

	seen int
}

// ResourceFault makes what is done to a resource fail.
type ResourceFault struct {
	// Stack is the name of the stack, LogicalID and Type say which resource; empty
	// for any.
	Stack, LogicalID, Type string
	// Do is what fails: create, update, delete or rollback.
	Do Do
	// Reason is the resource's status reason; empty for one that says that it was
	// asked for.
	Reason string
	// Times is how often it fails, 0 for always.
	Times int
}

// Do is what is done to a resource.
type Do = stacks.Do

// What is done to a resource. A rollback returns it to what it was, or deletes it.
const (
	Create   = stacks.DoCreate
	Update   = stacks.DoUpdate
	Delete   = stacks.DoDelete
	Rollback = stacks.DoRollback
)

type stalled struct {
	stack     string
	changeSet bool
}

// Throttle refuses a part of all calls of CloudFormation, from 0 to 1, with
// Throttling. The same seed gives the same sequence of answers.
func (f *Faults) Throttle(part float64, seed uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.throttle, f.random = part, rand.New(rand.NewPCG(seed, seed))
}

// FailCall makes calls fail.
func (f *Faults) FailCall(c CallFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, &c)
}

// FailResource makes what is done to a resource fail.
func (f *Faults) FailResource(r ResourceFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails = append(f.fails, r)
}

// StallOperation lets a stack's operation not go on.
func (f *Faults) StallOperation(stack string) { f.stall(stalled{stack, false}) }

// StallChangeSet lets a stack's change sets not be made.
func (f *Faults) StallChangeSet(stack string) { f.stall(stalled{stack, true}) }

func (f *Faults) stall(s stalled) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stalls == nil {
		f.stalls = map[stalled]bool{}
	}
	f.stalls[s] = true
}

// FailValidation makes the change sets of a stack fail before they are made: a
// resource's property, such as /Resources/Queue/Properties/QueueName, does not pass
// a check.
func (f *Faults) FailValidation(stack, logicalID, typeName, path, reason string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.invalid == nil {
		f.invalid = map[string][]stacks.Finding{}
	}
	f.invalid[stack] = append(f.invalid[stack], stacks.Finding{
		LogicalID: logicalID, Type: typeName, Check: "AWS::EarlyValidation::PropertyValidation",
		Validation: stacks.Validation{Name: "PROPERTY_VALIDATION", Path: path, Reason: reason},
	})
}

// StaleReads lets DescribeStacks answer a few times with the status that a stack
// had before the operation that is under way, as AWS may shortly after one has begun.
func (f *Faults) StaleReads(stack string, times int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reads == nil {
		f.reads = map[string]int{}
	}
	f.reads[stack] = times
}

// Before has each call told to a function before anything is done; it may take its
// time, and change what the endpoint holds. It must not be called back by itself.
func (f *Faults) Before(hook func(Call)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = hook
}

// Clear takes all faults back; what stalls does so until the endpoint closes.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.throttle, f.calls, f.fails, f.stalls, f.invalid, f.reads, f.before = 0, nil, nil, nil, nil, nil, nil
}
