package main

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func TestStartLocal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	endpoint, stop, err := startLocal(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := startLocal(dir); err == nil {
		t.Error("two endpoints share a directory")
	}
	r, err := http.Get(endpoint + "/bucket")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusForbidden {
		t.Error(r.Status)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get(endpoint); err == nil {
		t.Error("it answers after it was stopped")
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Error(info, err)
	}
}

func TestLocalDir(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "stacks", "prod")
	for _, dir := range []string{deep, filepath.Join(root, "cue.mod")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := localDir(deep)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(root, ".smgen", "local"); dir != want {
		t.Errorf("got %s, want %s", dir, want)
	}
	if text, err := os.ReadFile(filepath.Join(root, ".smgen", ".gitignore")); err != nil || string(text) != "*\n" {
		t.Errorf("%q %v", text, err)
	}
}
