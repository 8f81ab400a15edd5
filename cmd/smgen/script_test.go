package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/smgen/smgen/internal/localcfn"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"smgen": func() { os.Exit(start()) }})
}

var update = flag.Bool("update", false, "write what the program prints into the scripts")

// withoutNap keeps a program that was built with the race detector from sleeping
// for a second before it exits.
const withoutNap = "atexit_sleep_ms=0"

// TestScripts runs the scripts in testdata/script, which show each command's
// behaviour from the outside. They are named <command>_<behaviour>.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", withoutNap)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": exits,
			"tree":   tree,
			"blank":  blank,
			"write":  write,
			"byhand": byHand,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Getuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
	})
}

// exits is the command status CODE COMMAND…, which runs a command and demands its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND…")
	}
	got := 0
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("run %s: %v", args[1], err)
	}
	if want, err := strconv.Atoi(args[0]); err != nil || got != want {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// tree DIR FILE writes the names of DIR's files, with digests of their content,
// to FILE.
func tree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tree DIR FILE")
	}
	var out bytes.Buffer
	root := ts.MkAbs(args[0])
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		sum := sha256.Sum256(data)
		fmt.Fprintf(&out, "%s sha256:%x\n", filepath.ToSlash(rel), sum)
		return err
	})
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o644))
}

// blank FILE replaces what no script should pin down: digests, times, how long
// something took, what AWS makes up for names, and the script's own directory.
func blank(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: blank FILE")
	}
	text := ts.ReadFile(args[0])
	for _, r := range [][2]string{
		{`sha256:[0-9a-f]{64}`, "sha256:…"},
		{`20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z`, "TIME"},
		{`\b(in|after) [0-9]+m?[0-9]*s\b`, "$1 TIME"},
		{`-[A-Z0-9]{12}\b`, "-MADEUP"},
		{`smgen-[a-z2-7]{26}(/[0-9a-f-]{36})?`, "smgen-ID"},
	} {
		text = regexp.MustCompile(r[0]).ReplaceAllString(text, r[1])
	}
	text = strings.ReplaceAll(text, ts.Getenv("WORK"), "$WORK")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// write FILE OLD NEW replaces the one occurrence of OLD in FILE; with a number
// in the place of both, it appends that many bytes of comment.
func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: write FILE OLD NEW, or write FILE BYTES")
	}
	text := ts.ReadFile(args[0])
	if len(args) == 2 {
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		text += "// " + strings.Repeat("x", n) + "\n"
	} else {
		if strings.Count(text, args[1]) != 1 {
			ts.Fatalf("%s does not hold %q once", args[0], args[1])
		}
		text = strings.Replace(text, args[1], args[2], 1)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// byHand STACK RESOURCE PROPERTY VALUE changes a resource on the local endpoint
// behind CloudFormation's back, in account 123456789012 and us-east-1.
func byHand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: byhand STACK RESOURCE PROPERTY VALUE")
	}
	server, err := localcfn.New(localcfn.Options{Dir: ts.MkAbs(".smgen/local")})
	ts.Check(err)
	ts.Check(server.Touch("123456789012", "us-east-1", args[0], args[1], args[2], args[3]))
	ts.Check(server.Close())
}
