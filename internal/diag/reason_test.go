package diag_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/smgen/smgen/internal/diag"
)

func TestReason(t *testing.T) {
	dir := t.TempDir()
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	_, absent := os.ReadFile(filepath.Join(dir, "absent"))
	_, looped := os.ReadFile(loop)
	_, folder := os.ReadFile(dir)
	for want, err := range map[string]error{
		"does not exist": absent,
		"cannot be read: its symbolic links form a loop": looped,
		"cannot be read: is a directory":                 folder,
		"cannot be read: permission denied":              &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission},
		"cannot be read: the wire is cut":                errors.New("the wire is cut"),
	} {
		if got := diag.Reason(err); got != want {
			t.Errorf("Reason(%v) = %q, want %q", err, got, want)
		}
	}
}
