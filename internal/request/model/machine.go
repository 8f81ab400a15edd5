package model

import (
	"slices"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// machineLists are the API's lists of instance types, which grow with each
// machine that AWS adds.
var machineLists = [...]string{"TrainingInstanceType", "ProcessingInstanceType"}

// machineName is how AWS builds the names of machines: ml, the family and the
// size. A test holds both lists to it.
var machineName = lazyregexp.New(`^ml\.[a-z]+[0-9]([a-z0-9-]*[a-z0-9])?\.(small|medium|large|metal|([1-9][0-9]{0,2})?xlarge)$`)

// couldBeMachine reports whether s lists instance types, and given has the form
// of one.
func (s *Shape) couldBeMachine(given string) bool {
	return slices.Contains(machineLists[:], s.Name) && machineName().MatchString(given)
}
