package source

import (
	"slices"

	"github.com/smgen/smgen/internal/diag"
)

// known is what is wrong with a stack, as far as it is known.
type known struct {
	faults   []*fault
	findings []finding
	// told are the paths of the findings, and unknown those of unknown fields.
	told, unknown pathTree
	// isFault tells of the paths of faults, by their keys, and isDefault of those
	// in the stack's defaults, without their first name.
	isFault, isDefault map[string]bool
	// inDefaults tells that a mistake is one in the stack's defaults.
	inDefaults bool
	// unions are the paths of faults in alternatives, where no struct is written.
	unions pathTree
}

func (k *known) add(f finding) {
	k.findings = append(k.findings, f)
	k.told.add(f.path)
}

func (k *known) addUnknown(f finding) {
	k.add(f)
	k.unknown.add(f.path).meant = f.meant()
	k.inDefaults = k.inDefaults || isDefault(f.path)
}

// isDefault reports whether a path is that of a field of the stack's defaults.
func isDefault(path []string) bool { return len(path) > 1 && path[0] == "defaults" }

// sortOut fills in what the faults are looked up by.
func (x *explainer) sortOut(k *known) {
	k.isFault, k.isDefault = map[string]bool{}, map[string]bool{}
	for _, f := range k.faults {
		k.isFault[pathKey(f.path)] = true
		if isDefault(f.path) {
			k.inDefaults = true
			k.isDefault[pathKey(f.path[1:])] = true
		}
		if f.union && !x.index.isNested(f.path) {
			k.unions.add(f.path)
		}
	}
}

// isMissingForAReason reports whether another finding tells why a required field
// is absent: it was misspelled, or the struct around it is not the user's own.
func (x *explainer) isMissingForAReason(path []string, known *known) bool {
	last := len(path) - 1
	if last > 0 && len(x.index.lookup(path[:last])) == 0 {
		return true
	}
	for _, around := range known.unknown.at(path[:last]) {
		for name, u := range around.children {
			if u.isPath && (diag.Suggest(name, path[last:]) != "" || slices.Contains(u.meant, path[last])) {
				return true
			}
		}
	}
	return false
}

// isCovered reports whether another finding tells about the fault already.
func (x *explainer) isCovered(f *fault, known *known) bool {
	switch {
	case known.unknown.covers(f.path):
		return true
	case known.unions.coversOutside(f.path):
		// An alternative that the user did not choose objects to what is in the
		// one that was chosen.
		return true
	case known.told.hasInside(f.path) && x.index.isNested(f.path) && !f.hasFailed():
		return true
	}
	if len(f.path) < 3 || f.path[0] != "jobs" {
		return false
	}
	// A job repeats what is wrong with a default that it takes. Beside a mistake in
	// the defaults, CUE does not settle on those that a lower layer may override.
	return known.isDefault[pathKey(f.path[2:])] || known.inDefaults && f.isIncomplete() && len(x.index.lookup(f.path)) == 0
}
