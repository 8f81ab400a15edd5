package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const cueModule = "cuelang.org/go"

// build builds smgen from this module, and the cue command of the release that
// this module requires, so that both hold the same CUE. It returns their files
// by name.
func build(ctx context.Context) (map[string]string, error) {
	version, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Version}}", cueModule)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs("build")
	if err != nil {
		return nil, fmt.Errorf("build the commands: %w", err)
	}
	version = strings.TrimSpace(version)
	commands := map[string]string{
		"smgen": filepath.Join(dir, "bench", "smgen"),
		"cue":   filepath.Join(dir, "cue-"+version, "cue"),
	}
	if _, err := goCommand(ctx, "", "build", "-o", commands["smgen"], "./cmd/smgen"); err != nil {
		return nil, err
	}
	if _, err := os.Stat(commands["cue"]); err == nil {
		return commands, nil
	}
	_, err = goCommand(ctx, filepath.Dir(commands["cue"]), "install", cueModule+"/cmd/cue@"+version)
	return commands, err
}

// goCommand runs go, with bin as the folder for what it installs.
func goCommand(ctx context.Context, bin string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "GOBIN="+bin)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("run go %s, in the root of this module: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out), nil
}
