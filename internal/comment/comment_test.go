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

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/comment"
)

const report = "<!-- smgen review: staging -->\n# Review\n\nnothing changes\n"

func read(t *testing.T, text string) comment.Report {
	t.Helper()
	r, err := comment.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// forge is one of the platforms, for tests that hold for both.
type forge struct {
	open       func(comment.Options) (*comment.Thread, error)
	repository string
}

func forges() map[string]forge {
	return map[string]forge{
		"github": {comment.GitHub, "acme/specs"},
		"gitlab": {comment.GitLab, "42"},
	}
}

// upsert runs against a stub, and returns how long it would have waited.
func (f forge) upsert(t *testing.T, s *stub, text string, change func(*comment.Options)) (comment.Outcome, []time.Duration, error) {
	t.Helper()
	var waits []time.Duration
	o := comment.Options{Server: serve(t, s), Repository: f.repository, Number: 7, Token: token, Sleep: func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}}
	if change != nil {
		change(&o)
	}
	thread, err := f.open(o)
	if err != nil {
		return comment.Outcome{}, nil, err
	}
	outcome, err := thread.Upsert(t.Context(), read(t, text))
	return outcome, waits, err
}

// others are comments that nobody may touch, on several pages: by somebody else with
// the marker, and of the own account without it, or with another.
func others() []entry {
	list := []entry{
		{1, "mallory!", report},
		{2, "bot", "hello"},
		{3, "bot", strings.Replace(report, "staging", "prod", 1)},
		{4, "bot", "> " + report},
	}
	for i := range int64(5) {
		list = append(list, entry{10 + i, "somebody", "text"})
	}
	return list
}

func TestUpsert(t *testing.T) {
	old := strings.Replace(report, "nothing changes", "something changes", 1)
	for name, test := range map[string]struct {
		before      []entry
		want        comment.Outcome
		wantEntries []entry
		writes      int
	}{
		"the first": {others(), comment.Outcome{What: "created"}, append(others(), entry{1009, "bot", strings.TrimSpace(report)}), 1},
		"another":   {append(others(), entry{20, "bot", old}), comment.Outcome{What: "updated"}, append(others(), entry{20, "bot", strings.TrimSpace(report)}), 1},
		"the same":  {append(others(), entry{20, "bot", strings.ReplaceAll(report, "\n", "\r\n")}), comment.Outcome{What: "unchanged"}, append(others(), entry{20, "bot", strings.ReplaceAll(report, "\n", "\r\n")}), 0},
		"several": {append(append([]entry{{5, "bot", old}}, others()...), entry{20, "bot", report}, entry{21, "bot", old}), comment.Outcome{What: "updated", Removed: 2},
			append([]entry{{5, "bot", strings.TrimSpace(report)}}, others()...), 3},
	} {
		for platform, forge := range forges() {
			s := &stub{self: "bot", entries: slices.Clone(test.before), pageSize: 2}
			got, _, err := forge.upsert(t, s, report, nil)
			if err != nil {
				t.Errorf("%s on %s: %v", name, platform, err)
				continue
			}
			if platform == "github" && !strings.HasPrefix(got.Link, "https://forge.example/comment-") {
				t.Errorf("%s: the link is %q", name, got.Link)
			}
			got.Link = ""
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s on %s (-want +got):\n%s", name, platform, diff)
			}
			if diff := cmp.Diff(test.wantEntries, s.entries, cmp.AllowUnexported(entry{})); diff != "" {
				t.Errorf("%s on %s (-want +got):\n%s", name, platform, diff)
			}
			writes := len(slices.DeleteFunc(slices.Clone(s.requests), func(r string) bool { return strings.HasPrefix(r, "GET") }))
			if writes != test.writes {
				t.Errorf("%s on %s wrote %d times, want %d: %q", name, platform, writes, test.writes, s.requests)
			}
		}
	}
}

// TestWorkflowToken writes with a token that may not ask who it belongs to, and for
// an app of one's own.
func TestWorkflowToken(t *testing.T) {
	for author, want := range map[string]string{"": "updated", "GitHub-Actions[bot]": "updated", "acme-app[bot]": "created"} {
		s := &stub{entries: []entry{{1, "github-actions[bot]", report + "old"}}, pageSize: 100}
		got, _, err := forges()["github"].upsert(t, s, report, func(o *comment.Options) { o.Author = author })
		if err != nil || got.What != want {
			t.Errorf("for %q: %q, error %v; want %q", author, got.What, err, want)
		}
	}
}

func TestPassing(t *testing.T) {
	soon := strconv.FormatInt(time.Now().Add(90*time.Second).Unix(), 10)
	limited := map[string]string{"Retry-After": "17"}
	const secondary = `{"message": "You have exceeded a secondary rate limit.", "documentation_url": "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`
	for name, test := range map[string]struct {
		answers []answer
		want    []time.Duration
	}{
		"overloaded":                  {[]answer{{status: 502}, {status: 503, header: limited}, {status: 500}}, []time.Duration{2 * time.Second, 17 * time.Second, 8 * time.Second}},
		"overloaded while it is sent": {[]answer{{status: 502, to: "POST"}}, []time.Duration{2 * time.Second}},
		"too many requests":           {[]answer{{status: 429, header: limited}}, []time.Duration{17 * time.Second}},
		"secondary limit":             {[]answer{{status: 403, header: limited, body: secondary}}, []time.Duration{17 * time.Second}},
		"abuse detection":             {[]answer{{status: 403, header: limited, body: `{"message": "You have triggered an abuse detection mechanism."}`}}, []time.Duration{17 * time.Second}},
		"secondary limit, no word":    {[]answer{{status: 403, body: secondary}}, []time.Duration{time.Minute}},
		"limit used up":               {[]answer{{status: 403, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": soon}, body: `{"message": "API rate limit exceeded"}`}}, []time.Duration{90 * time.Second}},
	} {
		for platform, forge := range forges() {
			s := &stub{self: "bot", entries: others(), pageSize: 100, answers: slices.Clone(test.answers)}
			got, waits, err := forge.upsert(t, s, report, nil)
			if err != nil || got.What != "created" {
				t.Errorf("%s on %s: %q, error %v", name, platform, got.What, err)
			}
			for i := range waits {
				if name == "limit used up" && (waits[i] < 85*time.Second || waits[i] > 91*time.Second) || name != "limit used up" && !slices.Equal(waits, test.want) {
					t.Errorf("%s on %s waited %v, want %v", name, platform, waits, test.want)
				}
			}
			if len(waits) != len(test.want) {
				t.Errorf("%s on %s waited %v, want %v", name, platform, waits, test.want)
			}
		}
	}
}

// TestLostAnswer adds a comment once, although the answer to it is lost.
func TestLostAnswer(t *testing.T) {
	for platform, forge := range forges() {
		s := &stub{self: "bot", pageSize: 100, afterwards: true}
		got, _, err := forge.upsert(t, s, report, nil)
		if err != nil || got.What != "unchanged" || len(s.entries) != 1 {
			t.Errorf("on %s: %q with %d comments, error %v; want one comment", platform, got.What, len(s.entries), err)
		}
	}
}

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
