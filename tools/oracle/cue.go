package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// cueVersion is that of the CUE module in go.mod: the examples must mean the same
// to the plain command as to smgen.
const cueVersion = "v0.17.1"

// vetCUE runs the plain cue command on the packages and reports whether it accepts
// them.
func vetCUE(ctx context.Context, packages []string, stdout io.Writer) (bool, error) {
	cue, err := cueCommand(ctx)
	if err != nil {
		return false, fmt.Errorf("find cue: %w", err)
	}
	out, err := exec.CommandContext(ctx, cue, append([]string{"vet", "-c"}, packages...)...).CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		fmt.Fprintf(stdout, "cue %s: accepts %s\n", cueVersion, strings.Join(packages, " "))
		return true, nil
	case errors.As(err, &exit):
		fmt.Fprintf(stdout, "cue %s: rejects %s\n%s", cueVersion, strings.Join(packages, " "), out)
		return false, nil
	default:
		return false, fmt.Errorf("run cue: %w", err)
	}
}

// cueCommand returns an installed cue of the right version, or builds one into
// build/, once.
func cueCommand(ctx context.Context) (string, error) {
	if installed, err := exec.LookPath("cue"); err == nil && isCue(ctx, installed) {
		return installed, nil
	}
	dir, err := filepath.Abs("build/cue-" + cueVersion)
	if err != nil {
		return "", err
	}
	built := filepath.Join(dir, "cue")
	if isCue(ctx, built) {
		return built, nil
	}
	install := exec.CommandContext(ctx, "go", "install", "cuelang.org/go/cmd/cue@"+cueVersion)
	install.Env = append(os.Environ(), "GOBIN="+dir)
	_, err = output(install, "install Go from https://go.dev/dl")
	return built, err
}

func isCue(ctx context.Context, file string) bool {
	out, err := exec.CommandContext(ctx, file, "version").Output()
	return err == nil && slices.Contains(strings.Fields(string(bytes.SplitN(out, []byte("\n"), 2)[0])), cueVersion)
}
