package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
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

// TestExitCodesAreTold expects the help and the README to tell all exit codes, and in
// the same words.
func TestExitCodesAreTold(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(newRootCmd(environment{}).Long, "Exit codes:\n")
	if !ok {
		t.Fatal("the help has no exit codes")
	}
	var codes []string
	for line := range strings.SplitSeq(table, "\n") {
		code, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		codes = append(codes, code)
		row := fmt.Sprintf("| %s | %s |", code, strings.TrimSpace(words))
		if !strings.Contains(strings.ReplaceAll(string(readme), "`", ""), row) {
			t.Errorf("README.md has no row %s", row)
		}
	}
	var want []string
	for _, code := range []int{exitOK, exitFindings, exitChanges, exitBlocked, exitStale, exitSome, exitInterrupted} {
		want = append(want, fmt.Sprint(code))
	}
	if !slices.Equal(codes, want) {
		t.Errorf("the help has the exit codes %v, want %v", codes, want)
	}
}

// TestGroups expects the help to have a place for each command.
func TestGroups(t *testing.T) {
	for _, c := range newRootCmd(environment{}).Commands() {
		if c.GroupID == "" && c.Name() != "help" && c.Name() != "completion" {
			t.Errorf("%s is in no group", c.Name())
		}
	}
}
