package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/request/model"
)

func TestLookup(t *testing.T) {
	root := model.CreateTrainingJob()
	for path, want := range map[string]string{
		"TrainingJobName": "TrainingJobName",
		"ResourceConfig":  "ResourceConfig",
		"ResourceConfig.InstanceGroups[].InstanceType":            "TrainingInstanceType",
		"ResourceConfig.InstancePreferences[].TrainingPlanArns[]": "TrainingPlanArn",
		"HyperParameters{}": "HyperParameterValue",
		"DebugHookConfig.CollectionConfigurations[].CollectionName": "CollectionName",
		"Nothing":                   "",
		"Nothing.Below[]":           "",
		"TrainingJobName[]":         "",
		"HyperParameters[]":         "",
		"InputDataConfig{}":         "",
		"InputDataConfig[":          "",
		"InputDataConfig][":         "",
		"trainingJobName":           "",
		"ResourceConfig.":           "ResourceConfig",
		"InputDataConfig[].Nothing": "",
	} {
		got := ""
		if s := root.Lookup(path); s != nil {
			got = s.Name
		}
		if got != want {
			t.Errorf("Lookup(%q) is shape %q, want %q", path, got, want)
		}
	}
	if root.Lookup("ResourceConfig", "InstanceGroups[]", "InstanceType") != root.Lookup("ResourceConfig.InstanceType") {
		t.Error("the parts of a path lead elsewhere than the whole, or equal shapes are not shared")
	}
	if root.Lookup() != root {
		t.Error("Lookup() is not the shape itself")
	}
}

func TestWalk(t *testing.T) {
	root := model.CreateTrainingJob()
	var got []string
	root.Lookup("DebugHookConfig").Walk(func(path string, _ *model.Shape) bool {
		got = append(got, path)
		return path != "HookParameters"
	})
	want := []string{
		"CollectionConfigurations",
		"CollectionConfigurations[]",
		"CollectionConfigurations[].CollectionName",
		"CollectionConfigurations[].CollectionParameters",
		"CollectionConfigurations[].CollectionParameters{}",
		"HookParameters",
		"LocalPath",
		"S3OutputPath",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Walk (-want +got):\n%s", diff)
	}
}

// Every path that Walk gives leads Lookup to the same shape.
func TestWalkLookup(t *testing.T) {
	root := model.CreateTrainingJob()
	n := 0
	root.Walk(func(path string, s *model.Shape) bool {
		n++
		if root.Lookup(path) != s {
			t.Errorf("Lookup(%q) is another shape", path)
		}
		return true
	})
	// The reference that the model was compared with has as many places below
	// the root, counted without the keys of its 7 maps.
	if want := 167; n != want {
		t.Errorf("Walk visited %d places, want %d: a new model needs this number changed", n, want)
	}
}

// Limits that the API reference states, which a regenerated model must keep.
func TestLimits(t *testing.T) {
	root := model.CreateTrainingJob()
	if diff := cmp.Diff([]string{"OutputDataConfig", "RoleArn", "TrainingJobName"}, root.Required); diff != "" {
		t.Errorf("required members (-want +got):\n%s", diff)
	}
	types := root.Lookup("ResourceConfig.InstanceType").Enum
	if len(types) != 225 || !slices.Contains(types, "ml.m5.large") {
		t.Errorf("got %d instance types, want 225 with ml.m5.large", len(types))
	}
	for path, want := range map[string]struct{ min, max int64 }{
		"HyperParameters":                                           {0, 100},
		"HyperParameters{}":                                         {0, 2500},
		"Environment{}":                                             {0, 512},
		"InputDataConfig":                                           {1, 20},
		"ResourceConfig.InstancePreferences":                        {1, 5},
		"ResourceConfig.KeepAlivePeriodInSeconds":                   {0, 21600},
		"StoppingCondition.MaxPendingTimeInSeconds":                 {7200, 2419200},
		"ResourceConfig.InstancePreferences[].TrainingPlanArns":     {1, 1},
		"AlgorithmSpecification.ContainerArguments":                 {1, 100},
		"RetryStrategy.MaximumRetryAttempts":                        {1, 30},
		"VpcConfig.Subnets":                                         {1, 16},
		"DebugHookConfig.CollectionConfigurations[].CollectionName": {1, 256},
	} {
		s := root.Lookup(path)
		if s == nil || s.Min == nil || s.Max == nil {
			t.Errorf("%s has no limits", path)
		} else if *s.Min != want.min || *s.Max != want.max {
			t.Errorf("%s is limited to %d..%d, want %d..%d", path, *s.Min, *s.Max, want.min, want.max)
		}
	}
	if root.Lookup("ResourceConfig.SelectedInstanceType") != nil {
		t.Error("the model has a member that only responses carry")
	}
}

func TestDate(t *testing.T) {
	if got := model.Date(); got != "2026-11-05" {
		t.Errorf("Date() = %q, want 2026-11-05, when the SDK was published", got)
	}
	if got := model.Digest(); !strings.HasPrefix(got, "sha256:") || len(got) != len("sha256:")+64 {
		t.Errorf("Digest() = %q, want sha256: and 64 hex digits", got)
	}
}
