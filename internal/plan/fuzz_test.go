package plan_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// FuzzCompare compares any two templates: twice with the same result, and each
// with itself without any.
func FuzzCompare(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data, archive.Files[1].Data)
	}
	secrets, _ := filepath.Glob("testdata/secrets/*")
	for _, file := range secrets {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, one, other []byte) {
		before, err := template.Parse(one)
		if err != nil {
			return
		}
		after, err := template.Parse(other)
		if err != nil {
			return
		}
		options := plan.Options{Dynamic: true}
		first, again := plan.Compare(before, after, options), plan.Compare(before, after, options)
		if diff := gocmp.Diff(first, again); diff != "" {
			t.Errorf("two plans differ:\n%s", diff)
		}
		if _, err := json.Marshal(first); err != nil {
			t.Error(err)
		}
		if p := plan.Compare(before, before, options); len(p.Changes)+len(p.Outputs) > 0 {
			t.Errorf("a template differs from itself: %+v", p)
		}
	})
}
