package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/request/model"
)

// TestSuccessors names a type that the API has, and that is current, for each
// type of a previous generation.
func TestSuccessors(t *testing.T) {
	known := model.CreateTrainingJob().Lookup("ResourceConfig.InstanceType").Enum
	var old []string
	for _, name := range known {
		successor := machine{name: name}.successor()
		if successor == "" {
			continue
		}
		old = append(old, name)
		if !slices.Contains(known, successor) || (machine{name: successor}).successor() != "" {
			t.Errorf("the successor of %s is %s, want a current type of the API", name, successor)
		}
	}
	for _, family := range []string{"ml.m4.", "ml.c4.", "ml.p2.", "ml.p3.", "ml.p3dn."} {
		if !slices.ContainsFunc(old, func(name string) bool { return strings.HasPrefix(name, family) }) {
			t.Errorf("no type %s… has a successor", family)
		}
	}
}
