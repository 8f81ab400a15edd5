package planfile

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDiskFull: where a file may not grow, what was there stays, and nothing is left
// over. The child may write 1 KB files at most.
func TestDiskFull(t *testing.T) {
	if dir := os.Getenv("SMGEN_TEST_FULL"); dir != "" {
		if err := save(filepath.Join(dir, "plan.json"), make([]byte, 1<<20)); err != nil {
			t.Fatal(err) // told to the parent
		}
		return
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "plan.json")
	if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(shell, "-c", `ulimit -f 2 && exec "$0" -test.run TestDiskFull`, os.Args[0])
	child.Env = append(os.Environ(), "SMGEN_TEST_FULL="+dir)
	out, err := child.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "save the plan to "+name+": file too large; what was there is as it was") {
		t.Errorf("got %v\n%s", err, out)
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 {
		t.Errorf("left over: %v, %v", list, err)
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "old" {
		t.Errorf("the file holds %d bytes, %v", len(text), err)
	}
}
