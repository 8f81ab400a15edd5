package compile_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const (
	root   = "../.."
	golden = "testdata/golden"
	// yamlCase is also rendered as YAML.
	yamlCase = golden + "/hostile"
)

// TestGolden compares what becomes of every example, and of every case under
// testdata/golden, with what is committed. The files of a case stand beside its
// spec, those of an example under testdata/golden at the example's own path.
func TestGolden(t *testing.T) {
	results := compileAll(t, template.JSON)
	for _, r := range results {
		t.Run(r.Dir, func(t *testing.T) {
			want := files(t, r)
			if r.Dir == yamlCase {
				want["template.yaml"] = compileDirs(t, template.YAML, r.Dir)[0].Template
			}
			dir := filepath.Join(root, goldenDir(r.Dir))
			if *update {
				rewrite(t, dir, want)
			}
			if diff := cmp.Diff(text(read(t, dir)), text(want)); diff != "" {
				t.Errorf("%s differs; read the difference, and run go test ./internal/compile -update if it is right (-golden +now):\n%s", dir, diff)
			}
		})
	}
	unknown(t, results)
}

// unknown finds goldens that no stack stands behind any more.
func unknown(t *testing.T, results []*compile.Result) {
	t.Helper()
	known := map[string]bool{}
	for _, r := range results {
		known[filepath.FromSlash(goldenDir(r.Dir))] = true
	}
	templates, err := filepath.Glob(filepath.Join(root, golden, "*"))
	if err != nil || len(templates) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	err = filepath.WalkDir(filepath.Join(root, golden), func(file string, _ os.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, filepath.Dir(file))
		if isExpected(filepath.Base(file)) && !known[rel] {
			t.Errorf("%s has no stack; delete it", file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// goldenDir is where the expectations of a stack are.
func goldenDir(stack string) string {
	if strings.HasPrefix(stack, golden+"/") {
		return stack
	}
	return path.Join(golden, stack)
}

// files are the expectations of a stack by name.
func files(t *testing.T, r *compile.Result) map[string][]byte {
	t.Helper()
	origins, err := json.MarshalIndent(r.Origins, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{"template.json": r.Template, "origins.json": append(origins, '\n')}
	for _, job := range spec.SortedKeys(r.Requests) {
		request, err := r.Requests[job].Print()
		if err != nil {
			t.Fatal(err)
		}
		out["request."+job+".json"] = request
	}
	if len(r.Diags) > 0 {
		out["findings.txt"] = findings(r.Diags)
	}
	return out
}

func findings(diags []diag.Diagnostic) []byte {
	var out bytes.Buffer
	for _, d := range diag.Sort(slices.Clone(diags)) {
		fmt.Fprintf(&out, "%s: %s: %s: %s: %s (%s)\n", d.Pos, d.Severity, d.Rule, d.Path, d.Message, d.Help)
		if d.Waiver != nil {
			fmt.Fprintf(&out, "\twaived at %s: %s\n", d.Waiver.Pos, d.Waiver.Reason)
		}
	}
	return out.Bytes()
}

// isExpected names the files of a golden, apart from the spec's.
func isExpected(name string) bool {
	return name == "template.json" || name == "template.yaml" || name == "origins.json" || name == "findings.txt" ||
		strings.HasPrefix(name, "request.")
}

func read(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !isExpected(entry.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[entry.Name()] = data
	}
	return found
}

// rewrite makes the files of dir those that are wanted.
func rewrite(t *testing.T, dir string, want map[string][]byte) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name := range read(t, dir) {
		if want[name] == nil {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, data := range want {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// text makes differences readable.
func text(files map[string][]byte) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		out[name] = string(data)
	}
	return out
}
