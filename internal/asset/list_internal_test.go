package asset

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTooManyFiles stops at the first file that is one too many.
func TestTooManyFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b", "c", "d"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if files, err := list(dir, dir, 4); err != nil || len(files) != 4 {
		t.Errorf("list of 4 gave %d files and the error %v", len(files), err)
	}
	const want = "has more than 2 files; choose a directory that holds the code alone"
	if files, err := list(dir, dir, 2); err == nil || err.Error() != want || len(files) != 3 {
		t.Errorf("list gave %d files and the error %v, want 3 and %s", len(files), err, want)
	}
}
