package source_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/source"
)

const header = `package stacks

import "github.com/smgen/smgen/schema"

`

// spec returns a stack with one job that has the given fields.
func spec(job string) string {
	return header + `stack: schema.#Stack & {
	project:     "churn"
	environment: "staging"
	account:     "123456789012"
	region:      "us-east-1"
	jobs: train: {
		image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:v3"
		output: s3: "s3://acme-ml/models/"
		` + job + `
	}
}
`
}

// TestHostileFiles gives the loader files that no editor would write. It must
// answer with a finding at the file, or load what is merely large.
func TestHostileFiles(t *testing.T) {
	const stack = "stacks/churn/stack.cue"
	for name, test := range map[string]struct {
		files map[string]string
		spoil func(t *testing.T, dir string)
		want  string
	}{
		"directory named as a spec": {
			spoil: func(t *testing.T, dir string) {
				if err := os.MkdirAll(filepath.Join(dir, stack), 0o755); err != nil {
					t.Fatal(err)
				}
			},
			want: "./...: holds no stack: no directory in it has a stack.cue\n\thelp: run smgen init to see a stack that works\n",
		},
		"dangling link beside the stack": {
			files: map[string]string{stack: spec("")},
			spoil: link("nowhere.cue", "stacks/churn/more.cue"),
			want:  "stacks/churn/more.cue: does not exist\n",
		},
		"links in a loop": {
			files: map[string]string{stack: spec("")},
			spoil: link("more.cue", "stacks/churn/more.cue"),
			want:  "stacks/churn/more.cue: cannot be read: its symbolic links form a loop\n",
		},
		"link to a directory above": {
			files: map[string]string{stack: spec("")},
			spoil: link("..", "stacks/churn/up"),
		},
		"10 MB": {
			files: map[string]string{stack: spec("") + strings.Repeat("// filler\n", 1<<20)},
			want:  "stacks/churn/stack.cue: cannot be read: it has 10486068 bytes, and a spec file at most 1048576; keep data out of specs\n",
		},
		"16 MB in files of 1 MB": {
			files: manyFiles(16, strings.Repeat("// filler\n", 100_000)),
			want:  "stacks/more0004.cue: the files of the package and those beside them have more than 4194304 bytes\n\thelp: keep data out of specs, or move a part of it to another stack\n",
		},
		"1,001 files": {
			files: manyFiles(1001, "// of another package\n"),
			want:  "stacks/more0999.cue: more than 1000 files belong to the package or stand beside its files\n\thelp: keep data out of specs, or move a part of it to another stack\n",
		},
		"pipe that nobody writes to": {
			files: map[string]string{stack: spec("")},
			spoil: pipe("stacks/more.cue"),
			want:  "stacks/more.cue: cannot be read: it is not a regular file\n",
		},
		"device without end": {
			files: map[string]string{stack: spec("")},
			spoil: link("/dev/zero", "stacks/more.cue"),
			want:  "stacks/more.cue: cannot be read: it is not a regular file\n",
		},
		"binary": {
			files: map[string]string{stack: "\x7fELF\x02\x01\x01\x00\x00\xff\xfe"},
			want: `stacks/churn/stack.cue:1:1: syntax error: illegal character U+007F
`,
		},
		"long string": {
			files: map[string]string{stack: spec(`hyperparameters: x: "` + strings.Repeat("x", 1<<20-1000) + `"`)},
		},
		"long string of the wrong type": {
			files: map[string]string{stack: spec(`volumeSizeGB: "` + strings.Repeat("é", 1<<18) + `"`)},
			want: `stacks/churn/stack.cue:13:17: jobs.train.volumeSizeGB: got "` + strings.Repeat("é", 28) + `…, want a whole number of GB, from 1 to 2147483647
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeRepository(t, test.files)
			if test.spoil != nil {
				test.spoil(t, dir)
			}
			if diff := cmp.Diff(test.want, report(t, dir)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// manyFiles is a repository of one stack that inherits n files of the text.
func manyFiles(n int, text string) map[string]string {
	files := map[string]string{"stacks/churn/stack.cue": spec("")}
	for i := range n {
		files[fmt.Sprintf("stacks/more%04d.cue", i)] = text
	}
	return files
}

func pipe(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func link(target, name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostileModule opens repositories whose module file is none.
func TestHostileModule(t *testing.T) {
	const name = "cue.mod/module.cue"
	for _, test := range []struct {
		name  string
		spoil func(*testing.T, string)
		want  string
	}{
		{"pipe", pipe(name), "read the CUE module: read DIR/" + name + ": it is not a regular file"},
		{"device", link("/dev/zero", name), "read the CUE module: read DIR/" + name + ": it is not a regular file"},
		{"nested too deeply", func(t *testing.T, dir string) {
			text := "module: \"acme.example/specs\"\nx: " + strings.Repeat("a: ", 300_000) + "1\n"
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "read DIR/" + name + ": it is nested deeper than 900 levels here; flatten it: CloudFormation and SageMaker take no data as deep as this"},
	} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "cue.mod"), 0o755); err != nil {
			t.Fatal(err)
		}
		test.spoil(t, dir)
		_, err := source.Open(dir)
		if got := strings.ReplaceAll(fmt.Sprint(err), dir, "DIR"); got != test.want {
			t.Errorf("%s: got the error %q, want %q", test.name, got, test.want)
		}
	}
}

// TestManyMistakes holds the promise that a broken spec is reported whole, and
// in a time that does not explode.
func TestManyMistakes(t *testing.T) {
	var jobs bytes.Buffer
	for i := range 50 {
		fmt.Fprintf(&jobs, "stack: jobs: j%d: {volumeSizeGB: 0, instanceTyp: \"x\"}\n", i)
	}
	got := report(t, writeRepository(t, map[string]string{"stacks/churn/stack.cue": spec("") + jobs.String()}))
	if lines := strings.Count(got, "\n"); lines != 100 {
		t.Errorf("got %d lines, want 100 findings on 50 jobs:\n%s", lines, got)
	}
}
