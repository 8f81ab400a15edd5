package comment_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/comment"
)

func TestRefused(t *testing.T) {
	hour := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10)
	for name, test := range map[string]struct {
		stub   *stub
		change func(*comment.Options)
		want   map[string][]string // words of the message, by platform
	}{
		"wrong token": {&stub{self: "bot"}, func(o *comment.Options) { o.Token = "wr0ng-token" }, map[string][]string{
			"github": {"GitHub does not know the token (401)", "Bad credentials Bearer (token)", "set GITHUB_TOKEN"},
			"gitlab": {"GitLab does not know the token (401)", "set GITLAB_TOKEN"},
		}},
		"no permission": {&stub{self: "bot", answers: []answer{{status: 403, to: "POST", header: map[string]string{"X-Accepted-GitHub-Permissions": "issues=write; pull_requests=write"}, body: `{"message": "Resource not accessible by integration"}`}}}, nil, map[string][]string{
			"github": {"the token may not comment on pull request 7 of acme/specs (403): Resource not accessible by integration", "permissions: pull-requests: write", "workflow_run", "issues=write; pull_requests=write"},
			"gitlab": {"the token may not comment on merge request 7 of 42 (403)", "GITLAB_TOKEN", "scope api"},
		}},
		"not there": {&stub{self: "bot"}, func(o *comment.Options) { o.Number = 8 }, map[string][]string{
			"github": {"GitHub finds no pull request 8 of acme/specs", "check the number and the repository"},
			"gitlab": {"GitLab finds no merge request 8 of 42", "check the number and the project"},
		}},
		"too long": {&stub{self: "bot", limit: 20}, nil, map[string][]string{
			"github": {"at most 65,536 characters, and the report has 56", "smgen diff --format markdown"},
			"gitlab": {"at most 1,000,000 characters, and the report has 56"},
		}},
		"overloaded": {&stub{self: "bot", answers: slices.Repeat([]answer{{status: 503, body: "<html>" + token + "</html>"}}, 9)}, nil, map[string][]string{
			"github": {"GitHub fails with 503", "run the job later"},
			"gitlab": {"GitLab fails with 503", "run the job later"},
		}},
		"limit for an hour": {&stub{self: "bot", answers: slices.Repeat([]answer{{status: 403, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": hour}, body: `{"message": "API rate limit exceeded"}`}}, 9)}, nil, map[string][]string{
			"github": {"GitHub wants fewer requests, and ", " to be asked again"},
			"gitlab": {"GitLab wants fewer requests"},
		}},
		"something else": {&stub{self: "bot", answers: []answer{{status: 418, body: `{"message": "a\u0000b\nteapot"}`}}}, nil, map[string][]string{
			"github": {"GitHub answers with 418: a b teapot"},
			"gitlab": {"GitLab answers with 418"},
		}},
	} {
		for platform, forge := range forges() {
			s := &stub{self: test.stub.self, limit: test.stub.limit, answers: slices.Clone(test.stub.answers), pageSize: 100}
			_, waits, err := forge.upsert(t, s, report, test.change)
			if err == nil {
				t.Errorf("%s on %s is no error", name, platform)
				continue
			}
			for _, words := range test.want[platform] {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%s on %s: want %q in %q", name, platform, words, err)
				}
			}
			if strings.Contains(err.Error(), token) || strings.Contains(err.Error(), "wr0ng-token") || strings.ContainsAny(err.Error(), "\n\x00") || len(waits) > 4 {
				t.Errorf("%s on %s: waited %v, error %q; want one line without the token", name, platform, waits, err)
			}
		}
	}
}

// TestRedirect keeps the token from another host.
func TestRedirect(t *testing.T) {
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer elsewhere.Close()
	here := httptest.NewServer(http.RedirectHandler(elsewhere.URL+"/api/v4/user", http.StatusFound))
	defer here.Close()
	for platform, forge := range forges() {
		_, waits, err := forge.upsert(t, &stub{}, report, func(o *comment.Options) { o.Server = here.URL })
		if err == nil || !strings.Contains(err.Error(), "it redirects to another host") || asked > 0 || len(waits) > 0 {
			t.Errorf("on %s: error %v, the other host was asked %d times, waited %v", platform, err, asked, waits)
		}
	}
}

func TestOptions(t *testing.T) {
	for name, change := range map[string]func(*comment.Options){
		"want OWNER/NAME":         func(o *comment.Options) { o.Repository = "acme" },
		"unencrypted":             func(o *comment.Options) { o.Server = "http://github.example" },
		"not the address":         func(o *comment.Options) { o.Server = "github" },
		"name it with --pr":       func(o *comment.Options) { o.Number = 0 },
		"the token is empty":      func(o *comment.Options) { o.Token = " \n" },
		"is not a repository of ": func(o *comment.Options) { o.Repository = "a/b/../c" },
	} {
		_, _, err := forges()["github"].upsert(t, &stub{}, report, change)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %q, got %v", name, err)
		}
	}
	if _, err := comment.GitLab(comment.Options{Repository: "a b"}); err == nil {
		t.Error("a project with a space is taken")
	}
}

func TestInterrupted(t *testing.T) {
	for platform, forge := range forges() {
		ctx, cancel := context.WithCancel(t.Context())
		thread, err := forge.open(comment.Options{Server: serve(t, &stub{self: "bot", answers: []answer{{status: 500}}}), Repository: forge.repository, Number: 7, Token: token,
			Sleep: func(context.Context, time.Duration) error { cancel(); return ctx.Err() }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := thread.Upsert(ctx, read(t, report)); err != context.Canceled {
			t.Errorf("on %s: %v, want that it was interrupted", platform, err)
		}
	}
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		report:                            "",
		"\r\n<!-- smgen review: a b -->":  "",
		"":                                "its first line is not the marker",
		"# Review\n" + report:             "its first line is not the marker",
		"<!-- smgen review: a --> b":      "its first line is not the marker",
		"<!-- smgen review: --><b> -->":   "its first line is not the marker",
		report + "\xff":                   "not UTF-8",
		report + strings.Repeat("a", 5e6): "more than 4194304 bytes",
	} {
		_, err := comment.Read(strings.NewReader(text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
}
