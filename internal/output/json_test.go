package output_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

func TestJSON(t *testing.T) {
	got := regexp.MustCompile(`[0-9a-f]{32}`).ReplaceAllString(written(t, output.JSON{}, repository(t, source, sample()...)), "…")
	want := `{
  "schemaVersion": 1,
  "version": "v1.2.3",
  "summary": {
    "stacks": 1,
    "errors": 1,
    "warnings": 1,
    "notes": 1,
    "waived": 1
  },
  "findings": [
    {
      "rule": "SM001",
      "severity": "error",
      "file": "stacks/a/stack.cue",
      "line": 3,
      "column": 2,
      "path": "jobs.a.image",
      "message": "got \"a\", want an image",
      "help": "write b: \"c\"",
      "related": [
        {
          "file": "stacks/a/stack.cue",
          "line": 1,
          "column": 1,
          "message": "the package"
        }
      ],
      "fingerprint": "…"
    },
    {
      "rule": "ACME001",
      "severity": "warning",
      "file": "stacks/a/stack.cue",
      "line": 3,
      "column": 30,
      "path": "owner",
      "message": "ask @somebody | [x](http://y)",
      "fingerprint": "…"
    },
    {
      "rule": "SM101",
      "severity": "warning",
      "file": "stacks/a/stack.cue",
      "line": 3,
      "column": 30,
      "path": "owner",
      "message": "accepted",
      "fingerprint": "…",
      "waiver": {
        "file": "stacks/a/stack.cue",
        "line": 1,
        "column": 1,
        "reason": "we know",
        "until": "2027-01-31"
      }
    },
    {
      "rule": "SM001",
      "severity": "note",
      "message": "no place",
      "fingerprint": "…"
    }
  ]
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Write (-want +got):\n%s", diff)
	}
}

// TestJSONHasAll caps nothing, and is JSON whatever the text is.
func TestJSONHasAll(t *testing.T) {
	list := append(many(3334), diag.Diagnostic{Message: "a\xff\x00\u2028<b>"})
	var report struct {
		Findings []struct{ Message string }
	}
	text := written(t, output.JSON{}, repository(t, "", list...))
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text, "<b>") {
		t.Error("brackets are escaped, which people would have to read")
	}
	if n := len(report.Findings); n != len(list) {
		t.Fatalf("%d findings, want %d", n, len(list))
	}
	if got, want := report.Findings[len(list)-1].Message, "a\ufffd\x00\u2028<b>"; got != want {
		t.Errorf("message %q, want %q", got, want)
	}
}
