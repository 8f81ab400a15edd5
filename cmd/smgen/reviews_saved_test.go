package main

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/smgen/smgen/internal/review"
)

// TestReviewsSaved reads the JSON of each review back: every format says the same of
// it as diff does.
func TestReviewsSaved(t *testing.T) {
	notShort(t)
	var ran, read atomic.Int32
	t.Run("all", func(t *testing.T) {
		for _, name := range reviewFiles(t) {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
				t.Parallel()
				ran.Add(1)
				archive, err := txtar.ParseFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if newReviewCase(t, string(archive.Comment)).saves() {
					read.Add(1)
				}
			})
		}
	})
	if all := int(ran.Load()) == len(reviewFiles(t)); all && read.Load() < 40 {
		t.Errorf("%d reviews were read; want at least 40", read.Load())
	}
}

// saves compares what diff says with what its JSON says, if it writes any: a list, or
// a mistake on the command line, is no review.
func (c *reviewCase) saves() bool {
	diff := func(format string) (int, string) {
		return c.run(slices.Concat([]string{"diff", "--now", reviewNow, "--format", format}, c.args)...)
	}
	code, saved := diff("json")
	if code != c.exit || !strings.HasPrefix(saved, "{") {
		return false
	}
	saved, mistakes, _ := strings.Cut(saved, "\n}\n")
	for format, f := range map[string]interface {
		Write(io.Writer, *review.Review) error
	}{"text": review.Text{}, "markdown": review.Markdown{}, "json": review.JSON{}, "gitlab": review.GitLab{}} {
		r, err := review.Read(strings.NewReader(saved + "\n}\n"))
		if err != nil {
			c.t.Fatal(err)
		}
		var out bytes.Buffer
		if err := f.Write(&out, r); err != nil {
			c.t.Fatal(err)
		}
		want := saved + "\n}\n" + mistakes
		if format != "json" {
			_, want = diff(format)
		}
		if diff := cmp.Diff(want, out.String()+mistakes); diff != "" {
			c.t.Errorf("%s (-built +read):\n%s", format, diff)
		}
	}
	return true
}
