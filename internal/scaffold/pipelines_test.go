package scaffold_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/smgen/smgen/internal/scaffold"
)

// workflow is what these tests look at in a workflow of GitHub.
type workflow struct {
	On          yaml.Node
	Permissions map[string]string
	Jobs        map[string]struct {
		Permissions map[string]string
		Steps       []struct {
			Uses, Run string
			With, Env map[string]string
		}
	}
}

// pipeline writes a repository with a pipeline, and reads one of its files.
func pipeline(t *testing.T, kind, name string, into any) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "specs")
	if _, err := scaffold.Write(dir, scaffold.Options{Module: "acme.example/specs", Version: "v1.0.0", CI: kind}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(text)
}

// TestWorkflowPermissions holds what lets the one workflow run for strangers, and
// the other write: the first has no token to write with and no secret, the second
// checks out the default branch alone, and no text of a pull request becomes a part
// of a script.
func TestWorkflowPermissions(t *testing.T) {
	var check, comment workflow
	text := pipeline(t, "github", ".github/workflows/smgen.yml", &check)
	if diff := cmp.Diff(map[string]string{"contents": "read"}, check.Permissions); diff != "" {
		t.Errorf("the workflow of pull requests may (-want +got):\n%s", diff)
	}
	if strings.Contains(text, "secrets.") || strings.Contains(text, "github.token") || strings.Contains(text, "pull_request_target") {
		t.Error("the workflow of pull requests has a secret")
	}
	pipeline(t, "github", ".github/workflows/smgen-comment.yml", &comment)
	if len(comment.On.Content) != 2 || comment.On.Content[0].Value != "workflow_run" || len(comment.Permissions) > 0 {
		t.Errorf("the workflow that comments has permissions %v, or other events than workflow_run", comment.Permissions)
	}
	if diff := cmp.Diff(map[string]string{"actions": "read", "contents": "read", "pull-requests": "write"}, comment.Jobs["comment"].Permissions); diff != "" {
		t.Errorf("the job that comments may (-want +got):\n%s", diff)
	}
	for name, w := range map[string]workflow{"smgen.yml": check, "smgen-comment.yml": comment} {
		for id, job := range w.Jobs {
			if name == "smgen.yml" && job.Permissions != nil {
				t.Errorf("%s: %s has permissions of its own", name, id)
			}
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: an expression within a script: %s", name, step.Run)
				}
				if name == "smgen-comment.yml" && strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["ref"] != "${{ github.event.repository.default_branch }}" {
					t.Errorf("%s checks out %q, want the default branch", name, step.With["ref"])
				}
				if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != "false" {
					t.Errorf("%s: a checkout leaves the token behind", name)
				}
			}
		}
	}
}

// TestGitLabComment holds that the token is for the project's own branches.
func TestGitLabComment(t *testing.T) {
	var jobs map[string]struct {
		Rules  []struct{ If string }
		Needs  []string
		Script []string
	}
	pipeline(t, "gitlab", ".gitlab-ci.yml", &jobs)
	comment := jobs["comment"]
	if len(comment.Rules) != 1 || !strings.Contains(comment.Rules[0].If, "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID") || !slices.Equal(comment.Needs, []string{"review"}) {
		t.Errorf("the job that comments has the rules %v and needs %v", comment.Rules, comment.Needs)
	}
	for name, job := range jobs {
		if name != "comment" && strings.Contains(strings.Join(job.Script, "\n"), "comment") {
			t.Errorf("%s comments", name)
		}
	}
}
