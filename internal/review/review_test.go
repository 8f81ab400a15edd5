package review_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/review"
)

var update = flag.Bool("update", false, "rewrite the reports in testdata")

// now is the time of all reviews here, a Thursday.
var now = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// sidesOf reads stacks from files called <end>/<name>.json; the owner is what the
// name starts with.
func sidesOf(archive *txtar.Archive, end string) []*review.Side {
	var list []*review.Side
	for _, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, end+"/")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(name, ".json")
		owner, _, _ := strings.Cut(name, "-")
		list = append(list, &review.Side{
			Identity: review.Identity{Name: name, Account: "123456789012", Region: "eu-central-1"},
			Dir:      "stacks/" + name, Owner: owner, Text: f.Data,
		})
	}
	return list
}

// answer gives sides the changes in files called answer/<name>.json, and reports
// whether there are any.
func answer(t *testing.T, archive *txtar.Archive, sides []*review.Side) (asked bool) {
	t.Helper()
	for _, f := range archive.Files {
		for _, s := range sides {
			if f.Name != "answer/"+s.Name+".json" {
				continue
			}
			asked = true
			if err := json.Unmarshal(f.Data, &s.Answer); err != nil {
				t.Fatal(err)
			}
		}
	}
	return asked
}

// TestReports holds the text, the Markdown and the JSON about pairs of templates,
// most of which smgen did not write.
func TestReports(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			after := sidesOf(archive, "after")
			asked := answer(t, archive, after)
			r, err := review.Build(sidesOf(archive, "before"), after, review.Options{
				Smgen: "v1.2.3", From: "before", To: "after", Environment: "prod", Now: now, Asked: asked,
			})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for format, write := range map[string]func(io.Writer, *review.Review) error{
				"report.txt":  review.Text{Text: output.Text{Width: 100}}.Write,
				"report.md":   review.Markdown{}.Write,
				"report.json": review.JSON{}.Write,
			} {
				var out bytes.Buffer
				if err := write(&out, r); err != nil {
					t.Fatal(err)
				}
				got[format] = out.String()
			}
			if *update {
				rewrite(t, name, archive, got)
				return
			}
			want := map[string]string{}
			for _, f := range archive.Files {
				if strings.HasPrefix(f.Name, "report.") {
					want[f.Name] = string(f.Data)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the reports differ (-want +got):\n%s", diff)
			}
		})
	}
}

func rewrite(t *testing.T, name string, archive *txtar.Archive, reports map[string]string) {
	t.Helper()
	var files []txtar.File
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "report.") {
			files = append(files, f)
		}
	}
	for _, format := range []string{"report.txt", "report.md", "report.json"} {
		files = append(files, txtar.File{Name: format, Data: []byte(reports[format])})
	}
	archive.Files = files
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
