package jobs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
	"github.com/smgen/smgen/internal/template"
)

// TestGoldens compares every template that is rendered, and those that others
// wrote, with itself, with nothing and with the one before it: there is nothing to
// say about no change, and something about each job that comes or goes, the same
// each time.
func TestGoldens(t *testing.T) {
	var documents []*template.Document
	for _, root := range []string{"../../../testdata/golden", "../../trace/testdata"} {
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.Name() != "template.json" {
				return err
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			d, err := template.Parse(text)
			documents = append(documents, d)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(documents) < 20 {
		t.Fatalf("found %d templates; want all goldens", len(documents))
	}
	for i, d := range documents {
		if c := jobs.Compare(d, d, options); len(c.Jobs) > 0 {
			t.Errorf("no change, and yet %v", summary(c))
		}
		for action, c := range map[plan.Action]jobs.Changes{plan.Add: jobs.Compare(nil, d, options), plan.Remove: jobs.Compare(d, nil, options)} {
			if len(c.Jobs) == 0 {
				t.Errorf("nothing is said of the jobs of template %d: %s", i, action)
			}
			for _, j := range c.Jobs {
				if j.Action != action || len(j.Lines) == 0 {
					t.Errorf("%s: %v, want %s", j.Name, summary(c), action)
				}
			}
		}
		c, again := jobs.Compare(documents[max(0, i-1)], d, options), jobs.Compare(documents[max(0, i-1)], d, options)
		if diff := cmp.Diff(c, again); diff != "" {
			t.Errorf("two comparisons differ: %s", diff)
		}
		for _, text := range lines(c) {
			if !printable(text) {
				t.Errorf("%q is not one line of printable text", text)
			}
		}
	}
}
