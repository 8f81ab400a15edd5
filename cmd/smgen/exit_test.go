package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExitCodeHostile has errors quote what steers a terminal or a CI system.
func TestExitCodeHostile(t *testing.T) {
	for _, err := range []error{
		errors.New("name \x1b[2J, run ##[add-path]/tmp\n::error::and"),
		&outcome{exitStale, "name \x1b[2J, run ##[add-path]/tmp\n::error::and"},
	} {
		var out strings.Builder
		exitCode(&out, err)
		want := "smgen: name \\x1b[2J, run #\\x23[add-path]/tmp\n\\x3a:error::and\n"
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%T (-want +got):\n%s", err, diff)
		}
	}
}
