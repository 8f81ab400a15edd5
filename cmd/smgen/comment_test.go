package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestComment takes all that a pipeline gives from its variables, and comments on
// the pull request that a flag names, or the pipeline.
func TestComment(t *testing.T) {
	const secret = "s3cr3t-token"
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "review.md"), []byte("<!-- smgen review: prod -->\nall is well"), 0o644); err != nil {
		t.Fatal(err)
	}
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Header.Get("Authorization")+r.Header.Get("PRIVATE-TOKEN") != "Bearer "+secret && r.Header.Get("PRIVATE-TOKEN") != secret:
			w.WriteHeader(http.StatusUnauthorized)
		case r.Method == http.MethodPost:
			w.WriteHeader(http.StatusCreated)
			_ = json.NewEncoder(w).Encode(map[string]any{"id": 5, "html_url": "https://forge.example/5"})
		case strings.HasSuffix(r.URL.Path, "user"):
			_, _ = w.Write([]byte(`{"id": 1, "login": "bot"}`))
		default:
			_, _ = w.Write([]byte(`[]`))
		}
	}))
	defer server.Close()
	for name, test := range map[string]struct {
		args      []string
		variables map[string]string
		stdin     string
		code      int
		want      string
		wantAsked []string
	}{
		"github": {
			[]string{"comment", "github", "--pr", "7"},
			map[string]string{"GITHUB_REPOSITORY": "acme/specs", "GITHUB_API_URL": server.URL, "GITHUB_TOKEN": secret}, "", 0,
			"the comment on 7 of acme/specs is created: https://forge.example/5\n",
			[]string{"GET /user", "GET /repos/acme/specs/issues/7/comments", "POST /repos/acme/specs/issues/7/comments"},
		},
		"gitlab": {
			[]string{"comment", "gitlab", "--file", "-"},
			map[string]string{"CI_PROJECT_ID": "42", "CI_API_V4_URL": server.URL + "/api/v4", "CI_MERGE_REQUEST_IID": "9", "GITLAB_TOKEN": secret},
			"<!-- smgen review: prod -->\nall is well", 0,
			"the comment on 9 of 42 is created\n",
			[]string{"GET /api/v4/user", "GET /api/v4/projects/42/merge_requests/9/notes", "POST /api/v4/projects/42/merge_requests/9/notes"},
		},
		"flags before variables": {
			[]string{"comment", "gitlab", "--pr", "3", "--repository", "acme/specs", "--server", server.URL + "/api/v4"},
			map[string]string{"CI_PROJECT_ID": "42", "CI_API_V4_URL": "https://gitlab.invalid", "CI_MERGE_REQUEST_IID": "9", "GITLAB_TOKEN": secret}, "", 0,
			"the comment on 3 of acme/specs is created\n",
			[]string{"GET /api/v4/user", "GET /api/v4/projects/acme/specs/merge_requests/3/notes", "POST /api/v4/projects/acme/specs/merge_requests/3/notes"},
		},
		"wrong token": {
			[]string{"comment", "github", "--pr", "7", "--author", "bot"},
			map[string]string{"GITHUB_REPOSITORY": "acme/specs", "GITHUB_API_URL": server.URL, "GITHUB_TOKEN": "wr0ng-token"}, "", 1,
			"smgen: comment on pull request 7 of acme/specs: GitHub does not know the token (401); it is wrong, or has expired: give the job permissions: pull-requests: write, or set GITHUB_TOKEN to a token that has it; a pull_request job of a fork gets a token that only reads, so comment in a workflow_run job\n",
			[]string{"GET /repos/acme/specs/issues/7/comments"},
		},
	} {
		asked = nil
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), environment{
			args: test.args, stdin: strings.NewReader(test.stdin), stdout: &stdout, stderr: &stderr,
			getenv: func(name string) string { return test.variables[name] }, getwd: func() (string, error) { return dir, nil },
		})
		if code != test.code || stdout.Len() > 0 || strings.Contains(stderr.String(), test.variables["GITHUB_TOKEN"]+test.variables["GITLAB_TOKEN"]) {
			t.Errorf("%s: exit code %d, output %q, errors %q", name, code, &stdout, &stderr)
		}
		if diff := cmp.Diff(test.want, stderr.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(test.wantAsked, asked); diff != "" {
			t.Errorf("%s asks (-want +got):\n%s", name, diff)
		}
	}
}
