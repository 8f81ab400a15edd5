package stacks

// Attempt is what is about to happen to a resource.
type Attempt struct {
	Account, Region, Stack string
	LogicalID, Type        string
	Do                     Do
}

// Do is what may happen to a resource.
type Do string

// What may happen. Rollback is to return to what was, or to delete what was made.
const (
	DoCreate   Do = "create"
	DoUpdate   Do = "update"
	DoDelete   Do = "delete"
	DoRollback Do = "rollback"
)

// Faults decides what fails that would work.
type Faults interface {
	// Fails returns why an attempt fails, false if it does not.
	Fails(Attempt) (reason string, fails bool)
	// Stalls reports whether what is about to happen never does: to a stack, or to
	// its change set.
	Stalls(stack string, changeSet bool) bool
	// Invalid returns what the validation of a change set finds wrong.
	Invalid(stack string) []Finding
}

// Finding is what a validation finds wrong with a resource.
type Finding struct {
	LogicalID, Type string
	// Check is the name of the check, as the change set's reason has it.
	Check string
	Validation
}
