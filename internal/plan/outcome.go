package plan

// ByID returns what happens to each resource that changes, by its logical ID.
func ByID(changes []Change) map[string]ResourceChange {
	m := map[string]ResourceChange{}
	for _, c := range changes {
		m[c.ResourceChange.LogicalResourceId] = c.ResourceChange
	}
	return m
}

// Outcome says in a word or two what happens to the resource, as in "it is replaced".
// The zero value is left as it is.
func (r ResourceChange) Outcome() string {
	switch {
	case r.Action == "":
		return "left as it is"
	case r.Action == Add:
		return "added"
	case r.Action == Remove:
		return "removed"
	case r.Replacement == ReplacementTrue:
		return "replaced"
	case r.Replacement == ReplacementConditional:
		return "perhaps replaced"
	case r.Action == Modify:
		return "changed in place"
	}
	return string(r.Action) // one that smgen does not ask for, such as Import
}
