package smgen_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/smgen/smgen/"

// floors holds every package and the floor that it stands on. A package imports
// only packages on floors beneath its own. The tens are the floors of the
// architecture: 31 lies above 30, and both are part of the third.
var floors = map[string]int{
	"internal/diag":       0,
	"internal/lazyregexp": 0,
	"internal/schedule":   0,
	"schema":              0,
	"internal/arn":        1,
	"internal/secret":     1,

	"internal/request/model": 10,
	"internal/spec":          10,
	"internal/template":      10,

	"internal/asset":     20,
	"internal/cfnschema": 20,
	"internal/iam":       20,
	"internal/request":   20,
	"internal/revision":  20,
	"internal/source":    20,
	"internal/timetable": 20,

	"internal/changes":                     30,
	"internal/trace":                       30,
	"internal/render/launch":               30,
	"internal/render/alerts":               31,
	"internal/render/registration":         31,
	"internal/render/trigger":              31,
	"internal/render/launch/custom":        32,
	"internal/render/launch/scheduler":     32,
	"internal/render/launch/lambda":        32,
	"internal/render/launch/stepfunctions": 32,

	"internal/graph":  40,
	"internal/plan":   40,
	"internal/policy": 40,
	"internal/render": 40,

	"internal/plan/jobs": 41,

	"internal/localcfn/lifecycle": 40,
	"internal/localcfn/query":     40,
	"internal/localcfn/store":     40,
	"internal/localcfn/physical":  40,
	"internal/localcfn/resolve":   40,
	"internal/localcfn/objects":   41,
	"internal/localcfn/changeset": 41,
	"internal/localcfn/stacks":    42,
	"internal/localcfn":           50,
	"internal/localcfn/localtest": 51, // for tests

	"internal/comment":  50,
	"internal/compile":  50,
	"internal/output":   50,
	"internal/rendered": 50,
	"internal/scaffold": 50,
	"internal/spectest": 50, // for tests, which stand on no floor
	"internal/preview":  51,
	"internal/progress": 51,

	"internal/review":       51,
	"internal/review/sides": 52,

	"internal/bootstrap": 50,

	"internal/deploy/session": 50,
	"internal/deploy/target":  51,
	"internal/deploy/order":   52,
	"internal/deploy/execute": 53,

	"internal/deploy/artifact":  52,
	"internal/deploy/changeset": 52,
	"internal/deploy/planfile":  53,
	"internal/deploy/planning":  54,

	"internal/deploy/operate":             53,
	"internal/deploy/operate/drift":       54,
	"internal/deploy/operate/events":      54,
	"internal/deploy/operate/outputs":     54,
	"internal/deploy/operate/operatetest": 54, // for tests
	"internal/deploy/operate/removal":     54,
	"internal/deploy/operate/status":      54,
	"internal/deploy/operate/recovery":    55,

	"internal/deploy": 55,

	"cmd/smgen":    60,
	"tools/bench":  60,
	"tools/model":  60,
	"tools/oracle": 60,
}

// reserved says who may import the libraries that shape whoever uses them.
var reserved = []struct {
	library string
	users   []string // a trailing /... means what lies below
	why     string
}{
	{"cuelang.org/go", []string{"internal/source"}, "CUE ends at internal/source: hand on a spec.Stack"},
	{"github.com/awslabs/goformation", []string{"internal/template", "internal/render/..."}, "resources are made while rendering: hand on a template"},
	{"github.com/aws/aws-sdk-go", []string{"internal/deploy/..."}, "only deploy talks to AWS: hand it targets"},
	{"github.com/aws/smithy-go", []string{"internal/deploy/..."}, "only deploy talks to AWS: hand it targets"},
	{"github.com/go-git", []string{"internal/revision"}, "git ends at internal/revision: hand on its views and commits"},
	{"github.com/google/go-github", []string{"internal/comment"}, "only comment talks to GitHub: hand it a report"},
	{"gitlab.com/gitlab-org/api", []string{"internal/comment"}, "only comment talks to GitLab: hand it a report"},
	{"go.etcd.io/bbolt", []string{"internal/localcfn/store"}, "records are written and read by store"},
	{"github.com/spf13/cobra", []string{"cmd/..."}, "only commands know the command line: pass options"},
}

// source is one Go file that is no test.
type source struct {
	name string // relative to the root
	pkg  string // its directory
	ast  *ast.File
}

func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	set := token.NewFileSet()
	var list []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		list = append(list, source{name, path.Dir(name), file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 50 {
		t.Fatalf("found %d Go files; want the whole repository", len(list))
	}
	return set, list
}

// TestFloors holds the import graph: a package that imports one beside or above
// itself belongs higher, or what it wants belongs lower.
func TestFloors(t *testing.T) {
	_, list := sources(t)
	for pkg := range floors {
		if !slices.ContainsFunc(list, func(f source) bool { return f.pkg == pkg }) {
			t.Errorf("%s has a floor and no files; take it out of layers_test.go", pkg)
		}
	}
	for _, f := range list {
		floor, known := floors[f.pkg]
		if !known {
			t.Errorf("%s: the package %s has no floor; give it one in layers_test.go, as low as its imports allow", f.name, f.pkg)
			continue
		}
		for _, imported := range imports(f) {
			inner, own := strings.CutPrefix(imported, module)
			below, known := floors[inner]
			if own && known && below >= floor {
				t.Errorf("%s imports %s, which is on floor %d and not beneath its own, %d: move what it needs to a lower package", f.name, inner, below, floor)
			}
		}
	}
}

// TestReserved keeps libraries where they belong.
func TestReserved(t *testing.T) {
	_, list := sources(t)
	for _, f := range list {
		for _, imported := range imports(f) {
			for _, r := range reserved {
				if (imported == r.library || strings.HasPrefix(imported, r.library+"/") || strings.HasPrefix(imported, r.library+"-")) && !isAmong(f.pkg, r.users) {
					t.Errorf("%s imports %s: %s", f.name, imported, r.why)
				}
			}
		}
	}
}

func isAmong(pkg string, users []string) bool {
	return slices.ContainsFunc(users, func(user string) bool {
		root, tree := strings.CutSuffix(user, "/...")
		return pkg == root || tree && strings.HasPrefix(pkg, root+"/")
	})
}

func imports(f source) []string {
	var list []string
	for _, spec := range f.ast.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			list = append(list, name)
		}
	}
	return list
}

// TestPackageNames refuses names that say nothing: such a package becomes
// everybody's attic.
func TestPackageNames(t *testing.T) {
	_, list := sources(t)
	for _, f := range list {
		switch name := f.ast.Name.Name; name {
		case "util", "utils", "common", "types", "config", "helper", "helpers", "shared", "core", "misc":
			t.Errorf("%s: package %s: name it by what it gives", f.name, name)
		}
	}
}

// TestPackageComments demands that each package says what it is for: in doc.go,
// or for a command anywhere.
func TestPackageComments(t *testing.T) {
	_, list := sources(t)
	documented := map[string]bool{}
	for _, f := range list {
		where := path.Base(f.name) == "doc.go" || path.Base(f.name) == "embed.go" || f.ast.Name.Name == "main"
		documented[f.pkg] = documented[f.pkg] || where && f.ast.Doc != nil
	}
	for _, pkg := range slices.Sorted(maps.Keys(documented)) {
		if !documented[pkg] {
			t.Errorf("%s has no package comment: write doc.go, and teach its words first", pkg)
		}
	}
}
