package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	validatorDir  = "tools/oracle/validator"
	installNode   = "install Node.js 20 or later from https://nodejs.org"
	installPython = "pip install cfn-lint"
)

// validatorRejects counts W3030 as an error. It says that a value is none of the
// schema's enum; the validator only warns because AWS adds values between its
// releases, while smgen renders none that the schema does not know.
func validatorRejects(f finding) bool {
	return f.Severity == "ERROR" || f.Severity == "FATAL" || f.Rule == "W3030"
}

// askValidator runs AWS's validator, installing the locked version first where it
// is not there.
func askValidator(ctx context.Context, files []string) ([]finding, error) {
	if err := installValidator(ctx); err != nil {
		return nil, err
	}
	node := exec.CommandContext(ctx, "node", filepath.Join(validatorDir, "validate.mjs"))
	node.Stdin = strings.NewReader(strings.Join(files, "\n"))
	out, err := output(node, installNode)
	if err != nil {
		return nil, err
	}
	return findingsIn(out)
}

// installValidator runs npm ci unless node_modules is as new as the lock file.
func installValidator(ctx context.Context) error {
	lock, err := os.Stat(filepath.Join(validatorDir, "package-lock.json"))
	if err != nil {
		return fmt.Errorf("find validator: %w; run from the repository's root", err)
	}
	// npm writes this file last.
	installed, err := os.Stat(filepath.Join(validatorDir, "node_modules", ".package-lock.json"))
	if err == nil && !installed.ModTime().Before(lock.ModTime()) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("find validator: %w", err)
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund")
	npm.Dir = validatorDir
	_, err = output(npm, installNode)
	return err
}

// findingsIn reads one JSON object a line.
func findingsIn(out []byte) ([]finding, error) {
	var findings []finding
	for line := range bytes.Lines(out) {
		var f finding
		if err := json.Unmarshal(line, &f); err != nil {
			return nil, fmt.Errorf("read finding %q: %w", line, err)
		}
		findings = append(findings, f)
	}
	return findings, nil
}

// output runs a command and returns what it prints; a missing program is reported
// with the way to install it, a failing one with what it said.
func output(command *exec.Cmd, install string) ([]byte, error) {
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, fmt.Errorf("%w; %s", err, install)
	}
	if err != nil {
		return out, fmt.Errorf("run %s: %w: %s", command.Args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}
