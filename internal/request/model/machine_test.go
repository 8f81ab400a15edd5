package model_test

import (
	"testing"

	"github.com/smgen/smgen/internal/request/model"
)

// TestMachines tells an instance type that the list does not have from a text
// that is no instance type.
func TestMachines(t *testing.T) {
	for given, want := range map[string]bool{
		"ml.m6i.48xlarge": true, "ml.zz9-x1.2xlarge": true, "ml.m5.xlarge2": false, "ml.m5.larg": false, "m5.large": false,
		"ml.m5.0xlarge": false, "ml..large": false, "ml.m9-.large": false, "ml.m9.large\n": false, "ML.m9.large": false, "": false,
	} {
		for _, path := range []string{"ResourceConfig.InstanceGroups[].InstanceType", "DebugRuleConfigurations[].InstanceType"} {
			got := model.CreateTrainingJob().Lookup(path).Validate(given)
			if len(got) != 1 || got[0].Unlisted != want {
				t.Errorf("%s %q: %+v; want one problem, Unlisted %t", path, given, got, want)
			}
		}
	}
	if got := model.CreateTrainingJob().Lookup("AlgorithmSpecification.TrainingInputMode").Validate("ml.m9.large"); len(got) != 1 || got[0].Unlisted {
		t.Errorf("an input mode: %+v; want one problem, and not of a list of machines", got)
	}
}

// TestMachineNames holds what an instance type looks like to the API's own lists.
func TestMachineNames(t *testing.T) {
	for _, path := range []string{"ResourceConfig.InstanceType", "ProfilerRuleConfigurations[].InstanceType"} {
		s := model.CreateTrainingJob().Lookup(path)
		for _, name := range s.Enum {
			// Another digit in front of the family's makes a machine that does not exist.
			other := name[:3] + "q9" + name[3:]
			if got := s.Validate(other); len(got) != 1 || !got[0].Unlisted {
				t.Errorf("%s: %q does not look like an instance type: %+v", path, other, got)
			}
		}
	}
}
