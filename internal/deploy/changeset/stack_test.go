package changeset_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/deploy/changeset"
)

// TestNamed looks for two stacks, and for four, of which one is there, beside others.
func TestNamed(t *testing.T) {
	e := serve(t)
	for _, name := range []string{"a", "other"} {
		e.deploy(stackOf(name, 1))
	}
	for _, test := range []struct {
		names        []string
		calls, found string
	}{
		{[]string{"a", "b"}, "DescribeStacks a, DescribeStacks b", "a"},
		{[]string{"a", "b", "c", "d"}, "DescribeStacks ", "a other"},
	} {
		before := len(e.Calls())
		found, err := changeset.Named(t.Context(), e.Clients, test.names...)
		if err != nil {
			t.Fatal(err)
		}
		var calls []string
		for _, c := range e.Calls()[before:] {
			calls = append(calls, c.Action+" "+c.Stack)
		}
		if got := strings.Join(calls, ", "); got != test.calls {
			t.Errorf("%q were looked for by %q, want %q", test.names, got, test.calls)
		}
		if got := strings.Join(slices.Sorted(maps.Keys(found)), " "); got != test.found {
			t.Errorf("of %q there are %q, want %q", test.names, got, test.found)
		}
	}
}
