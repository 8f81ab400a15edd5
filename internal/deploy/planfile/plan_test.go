package planfile_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/review"
)

// sample is a plan of two stacks, one of which changes.
func sample(t *testing.T) *planfile.Plan {
	t.Helper()
	side := func(name, text string) *review.Side {
		return &review.Side{Identity: identity(name), Dir: "stacks/" + name, Text: []byte(text)}
	}
	const before, after = `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 1}}}}`, `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 2}}}}`
	r, err := review.Build([]*review.Side{side("a", before), side("b", before)}, []*review.Side{side("a", after), side("b", before)}, review.Options{
		Smgen: "v1.2.3", From: "what is deployed", To: "the specs", Now: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &planfile.Plan{
		Smgen:  "v1.2.3",
		Commit: &planfile.Commit{ID: strings.Repeat("1", 40), Tree: strings.Repeat("2", 40), Changed: []string{"stacks/b"}},
		Stacks: []planfile.Stack{
			{Identity: identity("a"), Dir: "stacks/a", Operation: changeset.UpdateStack, Digest: "sha256:1", Template: "sha256:2", Folded: 1, Differences: []string{"<d> & \u2028"}},
			{Identity: identity("b"), Dir: "stacks/b", Operation: changeset.Nothing, Digest: "sha256:3", Template: "sha256:4"},
		},
		Review: r,
	}
}

func identity(name string) review.Identity {
	return review.Identity{Name: name, Account: "123456789012", Region: "eu-central-1"}
}

// saved writes a plan to a file, and returns the file's name and text.
func saved(t *testing.T, p *planfile.Plan) (name, text string) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "plan.json")
	if err := p.Save(name); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return name, string(data)
}

func TestSaved(t *testing.T) {
	p := sample(t)
	name, text := saved(t, p)
	if !strings.HasPrefix(p.Digest, "sha256:") || !strings.Contains(text, p.Digest) {
		t.Errorf("the digest %q is not in the file", p.Digest)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v; want 0600", info.Mode(), err)
	}
	got, err := planfile.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reports(t, p.Review), reports(t, got.Review)); diff != "" {
		t.Errorf("the review is another one (-written +read):\n%s", diff)
	}
	written, read := *p, *got
	written.Review, read.Review = nil, nil
	if diff := cmp.Diff(written, read); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	again, _ := saved(t, got)
	other, err := os.ReadFile(again)
	if err != nil || string(other) != text {
		t.Errorf("written again, it is another file: %v", err)
	}
	if s := got.Stack(identity("b")); s == nil || s.Operation != changeset.Nothing {
		t.Errorf("the stack b is %+v", s)
	}
	if got.Stack(identity("c")) != nil || len(got.Changes(identity("b"))) != 0 || len(got.Changes(identity("a"))) != 1 {
		t.Error("the plan has other stacks than were put into it")
	}
}

func reports(t *testing.T, r *review.Review) []string {
	t.Helper()
	var list []string
	for _, write := range []func(io.Writer, *review.Review) error{review.Text{}.Write, review.Markdown{}.Write, review.JSON{}.Write, review.GitHubOutputs{}.Write, review.GitLab{}.Write} {
		var out bytes.Buffer
		if err := write(&out, r); err != nil {
			t.Fatal(err)
		}
		list = append(list, out.String())
	}
	return list
}

// TestTampered changes the file in all places that count.
func TestTampered(t *testing.T) {
	_, text := saved(t, sample(t))
	for _, pair := range [][2]string{
		{`"operation": "update"`, `"operation": "none"`},
		{`"digest": "sha256:1"`, `"digest": "sha256:9"`},
		{`"123456789012"`, `"210987654321"`},
		{strings.Repeat("2", 40), strings.Repeat("3", 40)},
		{`"DelaySeconds"`, `"Delay"`},
		{`"stacks": [`, `"more": 1, "stacks": [`},
	} {
		if !strings.Contains(text, pair[0]) {
			t.Fatalf("the plan has no %s", pair[0])
		}
		_, err := planfile.Decode(strings.NewReader(strings.Replace(text, pair[0], pair[1], 1)))
		if err == nil || !strings.Contains(err.Error(), "it was changed after it was written") {
			t.Errorf("%s: got %v", pair[1], err)
		}
	}
	// Its form alone says nothing.
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(text)); err != nil {
		t.Fatal(err)
	}
	if _, err := planfile.Decode(&compact); err != nil {
		t.Errorf("without spaces: %v", err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":      {"", "it is no plan (unexpected end of JSON input); make one with smgen plan --out"},
		"no JSON":      {"a: b", "it is no plan (invalid character 'a' looking for beginning of value); make one with smgen plan --out"},
		"another JSON": {"{}", "it is no plan of smgen; make one with smgen plan --out"},
		"a list":       {"[]", `it is no plan (the member "" is of type array); make one with smgen plan --out`},
		"newer":        {`{"schemaVersion": 2, "smgen": "v9"}`, `it was written by a newer smgen ("v9"), in a form that this one does not know; use that version`},
		"wrong type":   {`{"schemaVersion": "1"}`, `it is no plan (the member "schemaVersion" is of type string); make one with smgen plan --out`},
		"deep":         {`{"schemaVersion": 1, "plan": ` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`, "it is no plan (invalid character '[' exceeded max depth); make one with smgen plan --out"},
		"cut off":      {`{"schemaVersion": 1, "plan": {"stacks"`, "it is no plan (unexpected end of JSON input); make one with smgen plan --out"},
		"no digest":    {`{"schemaVersion": 1, "plan": {}}`, "it was changed after it was written: its digest is sha256:"},
	} {
		_, err := planfile.Decode(strings.NewReader(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if _, err := planfile.Decode(io.LimitReader(endless{}, 1<<30)); err == nil || !strings.Contains(err.Error(), "more than 128 MB") {
		t.Errorf("endless: got %v", err)
	}
}

// endless is a reader of spaces.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TestDecodeRefusesWrongPlans: their digests are right.
func TestDecodeRefusesWrongPlans(t *testing.T) {
	for want, change := range map[string]func(*planfile.Plan){
		`it says "explode" of the stack "a", and may say create, update or none; make a new plan with smgen plan --out`:    func(p *planfile.Plan) { p.Stacks[0].Operation = "explode" },
		`the stack "a" in it has no name, account or region, or stands in it twice; make a new plan with smgen plan --out`: func(p *planfile.Plan) { p.Stacks[1] = p.Stacks[0] },
		`the stack "" in it has no name, account or region, or stands in it twice; make a new plan with smgen plan --out`:  func(p *planfile.Plan) { p.Stacks[0].Name = "" },
		`its review is not one that this smgen (review form 1) reads; make a new plan with smgen plan --out`:               func(p *planfile.Plan) { p.Review.SchemaVersion = 7 },
	} {
		p := sample(t)
		change(p)
		_, text := saved(t, p)
		if _, err := planfile.Decode(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestSaveRefuses(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for name, want := range map[string]string{
		dir:                               dir + " is a directory; name a file in it with --out",
		pipe:                              pipe + " is no regular file; name another one with --out",
		filepath.Join(dir, "none/p.json"): "save the plan to " + filepath.Join(dir, "none/p.json") + ": no such file or directory; what was there is as it was",
	} {
		if err := sample(t).Save(name); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
	if _, err := planfile.Read(pipe); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a pipe was read: %v", err)
	}
	if _, err := planfile.Read(filepath.Join(dir, "none")); err == nil || !strings.HasPrefix(err.Error(), "there is no plan ") {
		t.Errorf("got %v", err)
	}
}

// TestSaveReplaces: a file that others could read is for its owner alone afterwards,
// and a link goes on to point where it does.
func TestSaveReplaces(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "plan.json"), filepath.Join(dir, "link.json")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("plan.json", link); err != nil {
		t.Fatal(err)
	}
	if err := sample(t).Save(link); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v; want 0600", info.Mode(), err)
	}
	if _, err := planfile.Read(file); err != nil {
		t.Error(err)
	}
}

func TestCommit(t *testing.T) {
	commit := func(id, tree string, changed ...string) *planfile.Commit {
		return &planfile.Commit{ID: strings.Repeat(id, 40), Tree: tree, Changed: changed}
	}
	for want, pair := range map[string][2]*planfile.Commit{
		"": {commit("1", "t"), commit("2", "t")},
		"the plan is of the commit 111111111111, and the commit 222222222222 that is checked out holds other specs": {commit("1", "t"), commit("2", "u")},
		"the plan was made outside of a git repository, and this is in one":                                         {nil, commit("1", "t")},
		"the plan is of the commit 111111111111, and this is no git repository":                                     {commit("1", "t"), nil},
	} {
		if got := pair[0].Stale(pair[1]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	c := commit("1", "t", "stacks/a")
	for dir, want := range map[string]string{"stacks/a": "t, changed", "stacks/b": "t"} {
		if got := c.Of(dir); got != want {
			t.Errorf("of %s: got %q, want %q", dir, got, want)
		}
	}
	var none *planfile.Commit
	if none.Of("stacks/a") != "" || none.Stale(nil) != "" {
		t.Error("no commit binds something")
	}
}

// TestSaveDevice: a device takes no plan, full or not.
func TestSaveDevice(t *testing.T) {
	for _, name := range []string{"/dev/full", os.DevNull} {
		if _, err := os.Stat(name); err != nil {
			continue
		}
		if err := sample(t).Save(name); err == nil || err.Error() != name+" is no regular file; name another one with --out" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
