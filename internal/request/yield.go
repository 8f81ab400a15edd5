package request

// giveWay removes the defaults that the user's request replaces by other means.
func (b *builder) giveWay(own *node) {
	// A list without groups replaces nothing.
	if own.has("ResourceConfig", "InstanceGroups") && len(own.members["ResourceConfig"].members["InstanceGroups"].list) > 0 {
		b.yieldDefault("ResourceConfig", "InstanceType")
		b.yieldDefault("ResourceConfig", "InstanceCount")
	}
	if own.has("ResourceConfig", "InstancePreferences") {
		b.yieldDefault("ResourceConfig", "InstanceType")
		// The preferences have a count each, or share the job's.
		for _, preference := range own.members["ResourceConfig"].members["InstancePreferences"].list {
			if preference.has("InstanceCount") {
				b.yieldDefault("ResourceConfig", "InstanceCount")
			}
		}
	}
	if own.has("AlgorithmSpecification", "AlgorithmName") {
		b.yieldDefault("AlgorithmSpecification", "TrainingImage")
	}
	if own.has("ServerlessJobConfig") {
		b.yieldDefault("AlgorithmSpecification", "TrainingInputMode")
		b.yieldDefault("AlgorithmSpecification", "TrainingImage")
		b.yieldDefault("ResourceConfig", "InstanceType")
		b.yieldDefault("ResourceConfig", "InstanceCount")
		b.yieldDefault("ResourceConfig", "VolumeSizeInGB")
	}
}

// drop removes the defaults that other fields of the job replace.
func (b *builder) drop() {
	if len(b.job.InstanceGroups) > 0 {
		b.yieldDefault("ResourceConfig", "InstanceType")
		b.yieldDefault("ResourceConfig", "InstanceCount")
	}
	if !b.job.Algorithm.IsZero() {
		b.yieldDefault("AlgorithmSpecification", "TrainingImage")
	}
}

// has reports whether the tree has a member at a path.
func (n *node) has(members ...string) bool {
	for _, name := range members {
		if n = n.members[name]; n == nil {
			return false
		}
	}
	return true
}

// yieldDefault removes a member that nobody set on purpose, and the structure
// around it when that is empty then.
func (b *builder) yieldDefault(structure, member string) {
	parent := b.root.members[structure]
	if parent == nil || parent.members[member] == nil || !b.isDefault(parent.members[member]) {
		return
	}
	delete(parent.members, member)
	if len(parent.members) == 0 {
		delete(b.root.members, structure)
	}
}

// isDefault reports whether nobody set the value on purpose: a default, or
// what smgen adds by itself.
func (b *builder) isDefault(n *node) bool {
	// The stack as a whole, which has no path, says nothing about one value.
	origin, ok := b.stack.Origins[n.path]
	return !ok || n.path == "" || origin.Default
}
