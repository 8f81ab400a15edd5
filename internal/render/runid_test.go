package render_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/render/launch"
)

// TestRunID gives names that follow a job's prefix, and expects which of them are
// runs of it.
func TestRunID(t *testing.T) {
	pattern := regexp.MustCompile("^(" + launch.RunID + ")$")
	for id, want := range map[string]bool{
		"0a1b2c3d4e5f0a1b":                        true,
		"0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f":    true,
		"0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e-3":    true, // a further attempt
		"d32c5kddcf5bb8c3":                        true, // AWS's own example
		"d32c5kddcf5bb8c3-1":                      true,
		"20261125-020000":                         true,
		"eu-20261125-020000":                      false, // of another job, whose name goes on
		"eu-0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f": false,
		"0A1B2C3D-0A1B-2C3D-4E5F-0A1B2C3D4E5F":    false, // names are in lower case
		"20261125":                                false,
		"d32c5kddcf5bb8c3x":                       false,
		"":                                        false,
	} {
		if pattern.MatchString(id) != want {
			t.Errorf("%q is the ID of a run: %t, want %t", id, !want, want)
		}
	}
}

// TestRunIDOfFunctions compares the expression in the Python sources, which
// import nothing of each other, with the one that smgen renders by.
func TestRunIDOfFunctions(t *testing.T) {
	got := map[string][]string{}
	tree := os.DirFS(".")
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".py") {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		for _, found := range runIDLine.FindAllStringSubmatch(string(text), -1) {
			got[name] = append(got[name], found[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, name := range []string{"alerts/notifier.py", "launch/lambda/launcher.py", "registration/registrar.py"} {
		want[name] = []string{launch.RunID}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("RUN_ID of the sources (-want +got):\n%s", diff)
	}
}

var runIDLine = regexp.MustCompile(`(?ms)^RUN_ID = re\.compile\(\s*r"(.*?)",?\s*\)$`)
