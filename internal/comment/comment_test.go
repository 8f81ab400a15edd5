package comment_test

import (
	"context"
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
