package changeset_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
)

func TestObstacle(t *testing.T) {
	const next = "; smgen rollback stacks/a says how to go on"
	for status, want := range map[string]string{
		"CREATE_COMPLETE":             "",
		"UPDATE_COMPLETE":             "",
		"UPDATE_ROLLBACK_COMPLETE":    "",
		"REVIEW_IN_PROGRESS":          "",
		"CREATE_FAILED":               "",
		"UPDATE_FAILED":               "",
		"UPDATE_IN_PROGRESS":          "s is UPDATE_IN_PROGRESS: an operation is under way; follow it with smgen events -f stacks/a, and run this again when it has ended",
		"ROLLBACK_COMPLETE":           "s is ROLLBACK_COMPLETE: it could not be created, and what there was of it is deleted again: such a stack can only be deleted" + next,
		"ROLLBACK_FAILED":             "s is ROLLBACK_FAILED: it could not be created, and not all of what there was could be deleted: such a stack can only be deleted" + next,
		"DELETE_FAILED":               "s is DELETE_FAILED: it was to be deleted, and not all of it could be" + next,
		"UPDATE_ROLLBACK_FAILED":      "s is UPDATE_ROLLBACK_FAILED: an update failed, and could not be undone: until that is done, nothing else can be" + next,
		"UPDATE_ROLLBACK_IN_PROGRESS": "s is UPDATE_ROLLBACK_IN_PROGRESS: an operation is under way; follow it with smgen events -f stacks/a, and run this again when it has ended",
	} {
		s := &changeset.Stack{Name: "s", Status: status}
		if diff := cmp.Diff(want, s.Obstacle("stacks/a")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", status, diff)
		}
	}
	var none *changeset.Stack
	if none.Obstacle("stacks/a") != "" || !none.IsNew() || none.IsBusy() {
		t.Error("no stack is no obstacle, new, and not busy")
	}
}

func TestAuthor(t *testing.T) {
	for want, env := range map[string]map[string]string{
		"smgen, arn": {},
		"smgen, arn, https://github.com/acme/specs/actions/runs/7": {"GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "acme/specs", "GITHUB_RUN_ID": "7"},
		"smgen, arn, https://gitlab.com/acme/specs/-/jobs/7":       {"CI_JOB_URL": "https://gitlab.com/acme/specs/-/jobs/7"},
		"smgen, arn, https://jenkins/job/7":                        {"BUILD_URL": "https://jenkins/job/7"},
	} {
		if got := changeset.Author("arn", func(name string) string { return env[name] }); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
