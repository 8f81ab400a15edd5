package sides_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/review/sides"
	"github.com/smgen/smgen/internal/revision"
)

const (
	inJSON     = `{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}`
	inYAML     = "Parameters:\n  Size: {Type: Number}\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {DelaySeconds: !Ref Size}\n"
	parameters = `[{"ParameterKey": "Size", "ParameterValue": "1"}]`
	manifest   = `{"schemaVersion": 1, "smgen": "v1.2.3", "stacks": [
		{"path": "stacks/a", "name": "a", "account": "123456789012", "region": "eu-central-1", "template": "stacks/a/template.json"},
		{"path": "stacks/b", "name": "b", "template": "stacks/b/template.yaml"}]}`
	outside = `{"schemaVersion": 1, "stacks": [{"path": "../a", "template": "../a/template.json"}]}`
	newer   = `{"schemaVersion": 2, "smgen": "v9.0.0", "stacks": []}`
)

// files are the contents of files by their names. One that starts with "-> " is a link
// to what follows, and "|" is a pipe.
type files map[string]string

func (f files) write(t *testing.T, dir string) {
	t.Helper()
	for name, content := range f {
		at := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(at), 0o755)
		if to, isLink := strings.CutPrefix(content, "-> "); err == nil && isLink {
			err = os.Symlink(to, at)
		} else if err == nil && content == "|" {
			err = syscall.Mkfifo(at, 0o644)
		} else if err == nil {
			err = os.WriteFile(at, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// rendered are two stacks as a manifest lists them.
func rendered() []*review.Side {
	return []*review.Side{
		{Identity: review.Identity{Name: "a", Account: "123456789012", Region: "eu-central-1"}, Dir: "stacks/a", Text: []byte(inJSON)},
		{Identity: review.Identity{Name: "b"}, Dir: "stacks/b", Text: []byte(inYAML)},
	}
}

func found(dir, text string) *review.Side {
	return &review.Side{Identity: review.Identity{Name: dir}, Dir: dir, Text: []byte(text)}
}

// TestFromDisk reads directories and files of any kind. TOP stands for where they are,
// which holds the directory and what lies beside it.
func TestFromDisk(t *testing.T) {
	withOrigins := rendered()
	withOrigins[0].Origins = map[string]string{"/Resources/Q": "stacks/a/stack.cue:1:2"}
	for name, test := range map[string]struct {
		files files
		read  string // dir, unless it is given
		want  []*review.Side
		err   string
	}{
		"a file":                   {files{"q.txt": inYAML}, "q.txt", []*review.Side{{Text: []byte(inYAML)}}, ""},
		"a file behind a link":     {files{"q.json": "-> elsewhere/q", "elsewhere/q": inJSON}, "q.json", []*review.Side{{Text: []byte(inJSON)}}, ""},
		"nothing":                  {nil, "", nil, "TOP/dir does not exist; name a rendered directory or a template"},
		"a file of something else": {files{"p.json": `{"a": 1}`}, "p.json", nil, "read the template TOP/p.json: parse template: not a template: expected an object with Resources"},
		"a file without resources": {files{"p.json": `{"Resources": {}}`}, "p.json", nil, "read the template TOP/p.json: it has no Resources, so that it is no template; name another file"},
		"a file that is a pipe":    {files{"p.json": "|"}, "p.json", nil, "TOP/p.json is no regular file; name a rendered directory or a template"},
		"a file that is too large": {files{"p.json": strings.Repeat(" ", 4<<20+1)}, "p.json", nil, "TOP/p.json has 4194305 bytes, and may have 4194304; name another file"},

		"any templates": {
			files{"dir/z.json": inJSON, "dir/deep/a.b.yaml": inYAML, "dir/c.template": inJSON, "dir/d.yml": inYAML},
			"", []*review.Side{found("c", inJSON), found("d", inYAML), found("deep/a.b", inYAML), found("z", inJSON)}, "",
		},
		"among other files": {
			files{"dir/q.json": inJSON, "dir/parameters.json": parameters, "dir/values.yaml": "a: 1", "dir/bad.yaml": "a: [", "dir/q.txt": inJSON, "dir/.git/q.json": inJSON, "dir/large.json": strings.Repeat(" ", 4<<20+1)},
			"", []*review.Side{found("q", inJSON)}, "",
		},
		"a directory behind a link": {files{"dir": "-> real", "real/q.json": inJSON}, "", []*review.Side{found("q", inJSON)}, ""},
		"links and pipes": {
			files{"dir/q.json": inJSON, "dir/link.json": "-> ../out.json", "dir/up": "-> ..", "dir/pipe.json": "|", "dir/gone.json": "-> nowhere", "out.json": inJSON},
			"", []*review.Side{found("q", inJSON)}, "",
		},
		"a broken template":         {files{"dir/a/template.yaml": "a: [", "dir/q.json": inJSON}, "", nil, "read the template TOP/dir/a/template.yaml: parse template: yaml: line 1: did not find expected node content"},
		"a template without any":    {files{"dir/a/template.json": `{"Resources": {}}`, "dir/q.json": inJSON}, "", nil, "read the template TOP/dir/a/template.json: it has no Resources, so that it is no template; name another file"},
		"a template that is a pipe": {files{"dir/a/template.json": "|", "dir/q.json": inJSON}, "", nil, "TOP/dir/a/template.json is no regular file; name a rendered directory or a template"},
		"a template linked out":     {files{"dir/a/template.json": "-> ../../q.json", "q.json": inJSON}, "", nil, "read TOP/dir/a/template.json: statat a/template.json: path escapes from parent; name a directory that holds its files itself, or a template"},
		"no template":               {files{"dir/parameters.json": parameters}, "", nil, "TOP/dir holds no template: no .json, .yaml, .yml or .template file with Resources; name another directory, or a file"},

		"rendered":                  {files{"dir/manifest.json": manifest, "dir/stacks/a/template.json": inJSON, "dir/stacks/b/template.yaml": inYAML, "dir/other.json": inJSON}, "", rendered(), ""},
		"with origins":              {files{"dir/manifest.json": manifest, "dir/stacks/a/template.json": inJSON, "dir/stacks/a/origins.json": `{"/Resources/Q": "stacks/a/stack.cue:1:2"}`, "dir/stacks/b/template.yaml": inYAML, "dir/stacks/b/origins.json": "nonsense"}, "", withOrigins, ""},
		"with origins of elsewhere": {files{"dir/manifest.json": manifest, "dir/stacks/a/template.json": inJSON, "dir/stacks/a/origins.json": "-> ../../../o.json", "o.json": `{"a": "b"}`, "dir/stacks/b/template.yaml": inYAML, "dir/stacks/b/origins.json": "|"}, "", rendered(), ""},
		"linked within":             {files{"dir/manifest.json": manifest, "dir/stacks/a/template.json": "-> ../q.json", "dir/stacks/q.json": inJSON, "dir/stacks/b/template.yaml": inYAML}, "", rendered(), ""},
		"linked out":                {files{"dir/manifest.json": manifest, "dir/stacks/a/template.json": "-> ../../../q.json", "q.json": inJSON}, "", nil, "read TOP/dir/stacks/a/template.json: statat stacks/a/template.json: path escapes from parent; name a directory that holds its files itself, or a template"},
		"a template is gone":        {files{"dir/manifest.json": manifest}, "", nil, "TOP/dir/stacks/a/template.json does not exist; name a rendered directory or a template"},
		"a template is a directory": {files{"dir/manifest.json": manifest, "dir/stacks/a/template.json/x": ""}, "", nil, "TOP/dir/stacks/a/template.json is no regular file; name a rendered directory or a template"},
		"a manifest that is a pipe": {files{"dir/manifest.json": "|"}, "", nil, "TOP/dir/manifest.json is no regular file; name a rendered directory or a template"},
		"a manifest that leads out": {files{"dir/manifest.json": outside, "a/template.json": inJSON}, "", nil, `read TOP/dir/manifest.json: the path "../a" leads out of the directory; restore it from git, or remove it to have a new one written`},
		"a newer manifest":          {files{"dir/manifest.json": newer}, "", nil, "read TOP/dir/manifest.json: it was written by a newer smgen (v9.0.0); use that version, or remove the manifest to have a new one written"},
		"another manifest":          {files{"dir/manifest.json": `{"name": "an app"}`, "dir/q.json": inJSON}, "", nil, "read TOP/dir/manifest.json: it is not a manifest of smgen; name another directory, or remove the file"},
	} {
		top := t.TempDir()
		test.files.write(t, top)
		if test.read == "" {
			test.read = "dir"
		}
		got, err := sides.FromDisk(filepath.Join(top, test.read))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(test.err, words(err, top)); diff != "" {
			t.Errorf("%s: the error (-want +got):\n%s", name, diff)
		}
	}
}

func words(err error, top string) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), top, "TOP")
}

// commit commits files, and returns the commit's tree.
func commit(t *testing.T, f files) *revision.Tree {
	t.Helper()
	dir := t.TempDir()
	f.write(t, dir)
	repository, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	worktree, err := repository.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	if err := worktree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		t.Fatal(err)
	}
	author := &object.Signature{Name: "somebody", Email: "somebody@acme.example", When: time.Unix(0, 0)}
	if _, err := worktree.Commit("base", &git.CommitOptions{Author: author, AllowEmptyCommits: true}); err != nil {
		t.Fatal(err)
	}
	opened, err := revision.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := opened.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	return opened.Tree(head)
}

// TestFromTree reads rendered templates of a commit: both stacks, or why not.
func TestFromTree(t *testing.T) {
	for name, test := range map[string]struct {
		files files
		want  []*review.Side
		err   string // of the manifest, or of a stack
	}{
		"rendered":                  {files{"out/manifest.json": manifest, "out/stacks/a/template.json": inJSON, "out/stacks/b/template.yaml": inYAML}, rendered(), ""},
		"no manifest":               {files{"out/stacks/a/template.json": inJSON}, nil, ""},
		"nothing":                   {nil, nil, ""},
		"another manifest":          {files{"out/manifest.json": `{"name": "an app"}`}, nil, "read out/manifest.json: it is not a manifest of smgen; name another directory, or remove the file"},
		"a manifest that leads out": {files{"out/manifest.json": outside, "a/template.json": inJSON}, nil, `read out/manifest.json: the path "../a" leads out of the directory; restore it from git, or remove it to have a new one written`},
		"a template is gone":        {files{"out/manifest.json": manifest, "out/stacks/b/template.yaml": inYAML}, rendered()[1:], "read out/stacks/a/template.json of the base: "},
		"linked out":                {files{"out/manifest.json": manifest, "out/stacks/a/template.json": "-> /etc/passwd", "out/stacks/b/template.yaml": inYAML}, rendered()[1:], "read out/stacks/a/template.json of the base: "},
		"too large":                 {files{"out/manifest.json": manifest, "out/stacks/a/template.json": strings.Repeat(" ", 4<<20+1), "out/stacks/b/template.yaml": inYAML}, rendered()[1:], "read out/stacks/a/template.json of the base: "},
	} {
		c, err := sides.FromTree(commit(t, test.files), "out")
		var got []*review.Side
		for _, dir := range []string{"stacks/a", "stacks/b", "stacks/other"} {
			if !c.Has(dir) {
				continue
			}
			one, failed := c.Side(dir)
			if failed != nil {
				err = failed
				continue
			}
			got = append(got, one)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if text := words(err, "TOP"); !strings.HasPrefix(text, test.err) || (err == nil) != (test.err == "") {
			t.Errorf("%s: %v, want %s", name, err, test.err)
		}
		if want := map[bool]string{true: "v1.2.3"}[len(test.want) > 0]; c.Smgen != want {
			t.Errorf("%s: rendered by %q, want %q", name, c.Smgen, want)
		}
	}
}
