package review

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// readBack is a review that was written as JSON and read.
func readBack(t *testing.T, r *Review) *Review {
	t.Helper()
	r.SchemaVersion = SchemaVersion
	var saved bytes.Buffer
	if err := (JSON{}).Write(&saved, r); err != nil {
		t.Fatal(err)
	}
	again, err := Read(&saved)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// TestRead refuses what is no review, or one of another version.
func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		``:   "read the review: EOF; give what smgen diff --format json writes",
		`[]`: "read the review: json: cannot unmarshal array into Go value of type review.Review; give what smgen diff --format json writes",
		`{}`: "read the review: its schemaVersion is 0, and this smgen reads 1; give what smgen diff --format json writes",
		`{"schemaVersion": 2, "smgen": "v9.0.0"}`: "read the review: its schemaVersion is 2, and this smgen reads 1; use the smgen that wrote it",
		`{"schemaVersion": 1, "later": true}`:     "",
	} {
		_, err := Read(strings.NewReader(text))
		if got := fmt.Sprint(err); got != want && (err != nil || want != "") {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestForeignDrawing draws nothing that could end the block it stands in.
func TestForeignDrawing(t *testing.T) {
	s := *compared(t, fmt.Sprintf(scheduled, "a", 2, 10), fmt.Sprintf(scheduled, "a", 3, 10))
	for drawing, drawn := range map[string]bool{"flowchart LR\n": true, "flowchart LR\n```\n<script>\n": false} {
		s.Drawing = drawing
		got := write(t, readBack(t, &Review{Stacks: []Stack{s}}))
		if strings.Contains(got, "flowchart") != drawn || strings.Contains(got, "<script>") {
			t.Errorf("%q is drawn as %s", drawing, got)
		}
	}
}
