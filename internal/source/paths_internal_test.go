package source

import (
	"strings"
	"testing"
)

func TestPathTree(t *testing.T) {
	var tree pathTree
	for _, path := range []string{"jobs a inputs", "jobs [_] vpc subnets [1]", "defaults"} {
		tree.add(strings.Fields(path))
	}
	for _, test := range []struct {
		path                    string
		covers, outside, inside bool
	}{
		{"", false, false, true},
		{"jobs", false, false, true},
		{"jobs a", false, false, true},
		{"jobs a inputs", true, false, false},
		{"jobs a inputs s3", true, true, false},
		{"jobs a image", false, false, false},
		{"jobs b", false, false, true},
		{"jobs b inputs", false, false, false},
		{"jobs [_] inputs", true, false, false},
		{"jobs b vpc subnets", false, false, true},
		{"jobs b vpc subnets 1", true, false, false},
		{"jobs b vpc subnets [1] x", true, true, false},
		{"jobs b vpc subnets [2]", false, false, false},
		{"defaults image", true, true, false},
		{"default", false, false, false},
	} {
		path := strings.Fields(test.path)
		if got := tree.covers(path); got != test.covers {
			t.Errorf("covers(%s) = %v", test.path, got)
		}
		if got := tree.coversOutside(path); got != test.outside {
			t.Errorf("coversOutside(%s) = %v", test.path, got)
		}
		if got := tree.hasInside(path); got != test.inside {
			t.Errorf("hasInside(%s) = %v", test.path, got)
		}
	}
}
