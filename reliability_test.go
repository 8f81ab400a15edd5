package smgen_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const reliability = "docs/reliability.md"

// TestReliabilityProofs holds the tables of faults to the tests that they name: each
// row has one, and there is a test of that name in its package.
func TestReliabilityProofs(t *testing.T) {
	text, err := os.ReadFile(reliability)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]map[string]bool{}
	proofs, proved := 0, false
	for i, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		switch {
		case !strings.HasPrefix(line, "|"):
			proved = false
			continue
		case cells[len(cells)-1] == "proof":
			proved = true
			continue
		case !proved || strings.HasPrefix(line, "|--"):
			continue
		}
		for _, proof := range strings.Split(cells[len(cells)-1], " · ") {
			match := regexp.MustCompile("^`([a-z/]+)` (Test[A-Za-z]+(, Test[A-Za-z]+)*)$").FindStringSubmatch(proof)
			if match == nil {
				t.Errorf("%s:%d: %q is no `package` and its tests", reliability, i+1, proof)
				continue
			}
			if known[match[1]] == nil {
				known[match[1]] = testsOf(t, match[1])
			}
			for _, name := range strings.Split(match[2], ", ") {
				proofs++
				if !known[match[1]][name] {
					t.Errorf("%s:%d: there is no %s in %s", reliability, i+1, name, match[1])
				}
			}
		}
	}
	if proofs < 60 {
		t.Errorf("%s names %d tests; its form is not the one that is read here", reliability, proofs)
	}
}

// testsOf are the names of a package's tests.
func testsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(path.Join(dir, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no tests: %v", dir, err)
	}
	names := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				names[f.Name.Name] = true
			}
		}
	}
	return names
}

// TestReliabilityKinds holds the table of kinds of resources to the goldens.
func TestReliabilityKinds(t *testing.T) {
	text, err := os.ReadFile(reliability)
	if err != nil {
		t.Fatal(err)
	}
	listed, rendered := map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile("`(AWS::[A-Za-z:]+)`").FindAllStringSubmatch(string(text), -1) {
		listed[m[1]] = true
	}
	err = filepath.WalkDir("testdata/golden", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Base(name) != "template.json" {
			return err
		}
		text, err := os.ReadFile(name)
		for _, m := range regexp.MustCompile(`(?m)^      "Type": "(AWS::[A-Za-z:]+)"`).FindAllStringSubmatch(string(text), -1) {
			rendered[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(rendered)), slices.Sorted(maps.Keys(listed))); diff != "" {
		t.Errorf("the kinds of resources in the goldens, and in %s (-goldens +listed):\n%s", reliability, diff)
	}
}
