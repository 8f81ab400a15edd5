package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// lintFinding is an element of cfn-lint's JSON output.
type lintFinding struct {
	Filename string
	Level    string
	Message  string
	Rule     struct{ ID string }
	Location struct{ Path []any }
}

// askLint runs cfn-lint.
func askLint(ctx context.Context, files []string) ([]finding, error) {
	if len(files) == 0 {
		return nil, nil // without arguments it would read stdin
	}
	lint := exec.CommandContext(ctx, "cfn-lint", append([]string{"--format", "json", "--"}, files...)...)
	out, err := output(lint, installPython)
	// Its exit status tells levels of findings, and failures of its own. Only the
	// latter leave stdout without JSON.
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || !json.Valid(out)) {
		return nil, err
	}
	return lintFindings(out, resourceTypes)
}

// lintFindings translates cfn-lint's output. types tells the resource types of a
// template, which cfn-lint leaves out.
func lintFindings(out []byte, types func(file string) (map[string]string, error)) ([]finding, error) {
	var listed []lintFinding
	if err := json.Unmarshal(out, &listed); err != nil {
		return nil, fmt.Errorf("read findings: %w", err)
	}
	var findings []finding
	for _, l := range listed {
		f := finding{File: l.Filename, Rule: l.Rule.ID, Severity: l.Level, Message: l.Message}
		var path []string
		for _, part := range l.Location.Path {
			path = append(path, fmt.Sprint(part))
		}
		f.Path = strings.Join(path, ".")
		if len(path) > 1 && path[0] == "Resources" {
			known, err := types(l.Filename)
			if err != nil {
				return nil, err
			}
			f.Resource, f.Type = path[1], known[path[1]]
		}
		findings = append(findings, f)
	}
	return findings, nil
}

// resourceTypes maps a JSON template's logical IDs to resource types.
func resourceTypes(file string) (map[string]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read template: %w", err)
	}
	var template struct {
		Resources map[string]struct{ Type string }
	}
	if err := json.Unmarshal(data, &template); err != nil {
		return nil, fmt.Errorf("read template %s: %w", file, err)
	}
	types := map[string]string{}
	for id, resource := range template.Resources {
		types[id] = resource.Type
	}
	return types, nil
}
