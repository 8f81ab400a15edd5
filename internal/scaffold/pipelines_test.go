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
		If, Environment, Uses string
		Permissions           map[string]string
		Outputs, With, Env    map[string]string
		Steps                 []struct {
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

// gitLabJob is what these tests look at in a job of GitLab.
type gitLabJob struct {
	Extends, Environment string
	Rules                []struct{ If, When string }
	Needs, Script        []string
	Variables            map[string]string
	Artifacts            struct{ Reports map[string]string }
	Tokens               map[string]struct{ Aud string } `yaml:"id_tokens"`
}

// gitLabJobs are the jobs, hidden ones too.
func gitLabJobs(t *testing.T) map[string]gitLabJob {
	t.Helper()
	var document map[string]yaml.Node
	pipeline(t, "gitlab", ".gitlab-ci.yml", &document)
	delete(document, "stages")
	jobs := map[string]gitLabJob{}
	for name, node := range document {
		var job gitLabJob
		if err := node.Decode(&job); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		jobs[name] = job
	}
	return jobs
}

// TestGitLabComment holds that the token is for the project's own branches.
func TestGitLabComment(t *testing.T) {
	jobs := gitLabJobs(t)
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

// TestDeployingWorkflows holds what keeps a deployment to what was approved: only jobs
// that sign in get a token, as the role that their work needs; what is deployed is the
// plan whose digest the job before has told; the job that deploys waits for its
// environment; and no text that others choose becomes a part of a script.
func TestDeployingWorkflows(t *testing.T) {
	var deploy, place, drift workflow
	text := pipeline(t, "github", ".github/workflows/smgen-deploy.yml", &deploy)
	text += pipeline(t, "github", ".github/workflows/smgen-place.yml", &place)
	text += pipeline(t, "github", ".github/workflows/smgen-drift.yml", &drift)
	if strings.Contains(text, "secrets") || strings.Contains(text, "pull_request") {
		t.Error("there is a secret, or a pull request that deploys")
	}
	signed := map[string]string{"contents": "read", "id-token": "write"}
	for name, w := range map[string]workflow{"smgen-deploy.yml": deploy, "smgen-place.yml": place, "smgen-drift.yml": drift} {
		if len(w.Permissions) > 0 {
			t.Errorf("%s: every job may %v", name, w.Permissions)
		}
		for id, job := range w.Jobs {
			if diff := cmp.Diff(signed, job.Permissions); diff != "" {
				t.Errorf("%s: %s may (-want +got):\n%s", name, id, diff)
			}
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: an expression within a script: %s", name, step.Run)
				}
				if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != "false" {
					t.Errorf("%s: a checkout leaves the token behind", name)
				}
				if role := step.Env["ROLE"]; role != "" && role != "smgen-"+id {
					t.Errorf("%s: %s acts as %s", name, id, role)
				}
			}
		}
	}
	for _, w := range []workflow{deploy, drift} {
		for id, job := range w.Jobs {
			if job.If != "vars.SMGEN_DEPLOY == 'true'" {
				t.Errorf("%s runs if %q, before anything is set up", id, job.If)
			}
		}
	}
	job := place.Jobs["deploy"]
	if job.Environment != "${{ inputs.environment }}" || !strings.Contains(job.If, "!inputs.plan-only") {
		t.Errorf("the job that deploys has the environment %q and runs if %q", job.Environment, job.If)
	}
	last := job.Steps[len(job.Steps)-1]
	if last.Env["DIGEST"] != "${{ needs.plan.outputs.digest }}" || !strings.Contains(last.Run, `--digest "$DIGEST"`) || place.Jobs["plan"].Outputs["digest"] != "${{ steps.plan.outputs.plan-digest }}" {
		t.Errorf("what is deployed is not the plan that was made: %v, %s", last.Env, last.Run)
	}
}

// TestGitLabDeployment holds the same of GitLab's jobs.
func TestGitLabDeployment(t *testing.T) {
	jobs := gitLabJobs(t)
	for name, job := range jobs {
		if len(job.Tokens) > 0 && name != ".aws" {
			t.Errorf("%s has a token of its own", name)
		}
		for _, rule := range job.Rules {
			if slices.Contains([]string{".plan", ".deploy", ".drift"}, name) && (!strings.Contains(rule.If, `$SMGEN_DEPLOY == "true"`) || strings.Contains(rule.If, "merge_request")) {
				t.Errorf("%s runs if %s", name, rule.If)
			}
		}
		if job.Extends == ".deploy" && (job.Environment == "" || !slices.Contains(job.Needs, strings.Replace(name, "deploy", "plan", 1))) {
			t.Errorf("%s has the environment %q and needs %v", name, job.Environment, job.Needs)
		}
	}
	deploy := jobs[".deploy"]
	if deploy.Rules[0].When != "manual" || deploy.Variables["ROLE"] != "smgen-deploy" || !strings.Contains(deploy.Script[0], `--digest "$PLAN_DIGEST"`) || jobs[".plan"].Artifacts.Reports["dotenv"] == "" {
		t.Errorf("the job that deploys: %+v", deploy)
	}
	if jobs[".aws"].Variables["ROLE"] != "smgen-plan" || jobs[".aws"].Tokens["AWS_TOKEN"].Aud != "sts.amazonaws.com" {
		t.Errorf("the job that signs in: %+v", jobs[".aws"])
	}
}
