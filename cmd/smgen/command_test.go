package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/load"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/cobra"
)

// smgen runs a command line in this process, in a directory.
func smgen(t *testing.T, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), environment{
		args: args, stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
		getenv: func(string) string { return "" },
		getwd:  func() (string, error) { return dir, nil },
	})
	return code, out.String(), errs.String()
}

// TestHelp demands a long text and examples that start like the command itself.
func TestHelp(t *testing.T) {
	var check func(*cobra.Command)
	check = func(cmd *cobra.Command) {
		if cmd.Name() == "completion" || cmd.Name() == "help" {
			return // cobra's own
		}
		if cmd.Short == "" || cmd.Long == "" {
			t.Errorf("%s has no help", cmd.CommandPath())
		}
		if !strings.Contains(cmd.Example, "  "+cmd.CommandPath()) {
			t.Errorf("%s has no example of its own", cmd.CommandPath())
		}
		for _, line := range strings.Split(cmd.Long+"\n"+cmd.Example, "\n") {
			if len(line) > 90 {
				t.Errorf("%s: a line of the help has %d characters: %s", cmd.CommandPath(), len(line), line)
			}
		}
		for _, c := range cmd.Commands() {
			check(c)
		}
	}
	check(newRootCmd(environment{}))
}

func TestExitCode(t *testing.T) {
	for name, test := range map[string]struct {
		err    error
		code   int
		stderr string
	}{
		"fine":        {nil, 0, ""},
		"findings":    {errFindings, 1, ""},
		"world":       {errors.New("read a.cue: no space"), 1, "smgen: read a.cue: no space\n"},
		"interrupted": {fmt.Errorf("compile: %w", context.Canceled), 130, "smgen: interrupted; nothing was changed\n"},
		"no reader":   {fmt.Errorf("print: %w", &os.PathError{Op: "write", Path: "stdout", Err: syscall.EPIPE}), 1, ""},
	} {
		var stderr bytes.Buffer
		if code := exitCode(&stderr, test.err); code != test.code || stderr.String() != test.stderr {
			t.Errorf("%s: %d %q, want %d %q", name, code, stderr.String(), test.code, test.stderr)
		}
	}
}

// evaluate returns the JSON of the stacks below dir, as plain CUE evaluates them.
func evaluate(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	stacks := map[string][]byte{}
	for _, instance := range load.Instances([]string{"./stacks/..."}, &load.Config{Dir: dir, Env: []string{"CUE_REGISTRY=none"}}) {
		value := cuecontext.New().BuildInstance(instance)
		rel, err := filepath.Rel(dir, instance.Dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(instance.Dir, "stack.cue")); err != nil {
			continue
		}
		if err := value.Validate(cue.Concrete(true)); err != nil {
			t.Errorf("%s: plain CUE refuses it: %v", rel, err)
			continue
		}
		text, err := value.LookupPath(cue.ParsePath("stack")).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		stacks[filepath.ToSlash(rel)] = text
	}
	return stacks
}

// TestJSONSchema has another implementation read the JSON Schema, accept the
// examples and refuse mistakes in them.
func TestJSONSchema(t *testing.T) {
	t.Parallel()
	_, text, _ := smgen(t, t.TempDir(), "schema", "--format", "jsonschema")
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("stack.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("stack.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	stacks := evaluate(t, root)
	if len(stacks) == 0 {
		t.Fatal("there are no examples")
	}
	for dir, text := range stacks {
		read := func() map[string]any {
			stack, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			return stack.(map[string]any)
		}
		if err := schema.Validate(read()); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
		for name, spoil := range map[string]func(map[string]any){
			"an unknown field": func(s map[string]any) { s["acount"] = "123456789012" },
			"no account":       func(s map[string]any) { delete(s, "account") },
			"a bad account":    func(s map[string]any) { s["account"] = "1234" },
			"a wrong type":     func(s map[string]any) { s["owner"] = []any{} },
			"a field in launch: scheduler": func(s map[string]any) {
				for _, job := range s["jobs"].(map[string]any) {
					job.(map[string]any)["launch"] = map[string]any{"scheduler": map[string]any{"nothing": true}}
				}
			},
		} {
			stack := read()
			spoil(stack)
			if schema.Validate(stack) == nil {
				t.Errorf("%s: the JSON Schema accepts %s", dir, name)
			}
		}
	}
}

// TestInitPleasesCUE runs what an editor and plain cue vet -c and cue fmt see in
// a new repository.
func TestInitPleasesCUE(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "specs")
	if code, _, stderr := smgen(t, filepath.Dir(dir), "init", "specs"); code != 0 {
		t.Fatal(stderr)
	}
	if got := len(evaluate(t, dir)); got != 2 {
		t.Errorf("plain CUE sees %d stacks, want 2", got)
	}
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".cue" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		formatted, err := format.Source(text)
		if !bytes.Equal(text, formatted) {
			t.Errorf("%s is not formatted", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
