package target_test

import "testing"

func TestPosition(t *testing.T) {
	got := golden(t, "deploy")
	for pointer, want := range map[string]string{
		"/Resources/TrainSchedule/Properties/ScheduleExpression":                                   "testdata/golden/deploy/stack.cue:27",
		"/Resources/TrainSchedule/Properties/State":                                                "testdata/golden/deploy/stack.cue:27", // from the schema
		"/Resources/TrainSchedule/Properties/Target/Input":                                         "testdata/golden/deploy/stack.cue:27",
		"/Resources/TrainSchedule/Properties/Target/Input#/AlgorithmSpecification/TrainingImage/x": "testdata/golden/deploy/stack.cue:25",
		"/Resources/TrainSchedule":                                                                 "testdata/golden/deploy/stack.cue:27",
		"/Resources/None":                                                                          "",
		"":                                                                                         "",
		"nonsense":                                                                                 "",
	} {
		if position := got.Position(pointer); position != want {
			t.Errorf("%s: got %q, want %q", pointer, position, want)
		}
	}
}
