package review

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGitHubOutputs reads the outputs as the runner does: a value ends at the line
// that the first one names, whatever a directory is called.
func TestGitHubOutputs(t *testing.T) {
	dirs := []string{"a\nhas-changes<<x", "b"}
	r := &Review{Stacks: []Stack{{Dir: dirs[1]}, {Dir: dirs[0]}, {Dir: dirs[0]}}, Summary: Summary{Flags: []Flag{Destructive}}}
	var out bytes.Buffer
	if err := (GitHubOutputs{Digest: "sha256:1"}).Write(&out, r); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for rest := out.String(); rest != ""; {
		head, body, _ := strings.Cut(rest, "\n")
		name, end, ok := strings.Cut(head, "<<")
		value, after, closed := strings.Cut(body, "\n"+end+"\n")
		if !ok || !closed {
			t.Fatalf("%q does not end", head)
		}
		got[name], rest = value, after
	}
	var list []string
	if err := json.Unmarshal([]byte(got["changed-stacks"]), &list); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dirs, list); diff != "" {
		t.Errorf("changed-stacks (-want +got):\n%s", diff)
	}
	delete(got, "changed-stacks")
	want := map[string]string{"has-changes": "true", "destructive": "true", "iam-broadened": "false", "plan-digest": "sha256:1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the outputs (-want +got):\n%s", diff)
	}
}

// TestGitLab counts what is replaced twice, as Terraform does.
func TestGitLab(t *testing.T) {
	var out bytes.Buffer
	r := &Review{Summary: Summary{Counts: Counts{Added: 1, Changed: 2, Replaced: 4, MayReplace: 8, Removed: 16}}}
	if err := (GitLab{}).Write(&out, r); err != nil {
		t.Fatal(err)
	}
	if want := `{"create":5,"update":10,"delete":20}` + "\n"; out.String() != want {
		t.Errorf("got %s, want %s", out.String(), want)
	}
}
