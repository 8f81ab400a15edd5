package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDestination replaces a file when its successor is whole, and never before.
func TestDestination(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "vet.json")
	contents := func() map[string]string {
		found := map[string]string{}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			text, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			found[e.Name()] = string(text)
		}
		return found
	}
	for _, step := range []struct {
		text   string
		commit bool
		want   map[string]string
	}{
		{"first", false, map[string]string{}},
		{"second", true, map[string]string{"vet.json": "second"}},
		{"third", false, map[string]string{"vet.json": "second"}},
		{"fourth", true, map[string]string{"vet.json": "fourth"}},
	} {
		before := contents()["vet.json"]
		d, err := createDestination("vet.json", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(d, step.text); err != nil {
			t.Fatal(err)
		}
		if now := contents()["vet.json"]; now != before {
			t.Errorf("%s: the file holds %q while its successor is written", step.text, now)
		}
		if step.commit {
			if err := d.commit(); err != nil {
				t.Fatal(err)
			}
		}
		d.discard()
		if diff := cmp.Diff(step.want, contents()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.text, diff)
		}
	}
}
