package source

import (
	"strings"
	"testing"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
	"github.com/google/go-cmp/cmp"
)

// TestMarks reads where attributes stand, and asks what they cover, by paths in specs
// and in templates.
func TestMarks(t *testing.T) {
	for name, test := range map[string]struct {
		text        string
		covers, not []string
		vain        bool
	}{
		"a variable":             {"stack: jobs: a: environment: X: string @sensitive()", []string{"jobs a environment X", "Environment X", "jobs b environment X"}, []string{"Environment Y", "HyperParameters X"}, false},
		"of all jobs":            {"stack: jobs: [_]: environment: X?: string @sensitive()", []string{"Environment X"}, nil, false},
		"in braces":              {"stack: {jobs: {[string]: {environment: {X?: string @sensitive()}}}}", []string{"Environment X"}, nil, false},
		"all of a map":           {"stack: jobs: [_]: environment: [string]: string @sensitive()", []string{"Environment X", "Environment Variables X"}, []string{"HyperParameters X"}, false},
		"the map itself":         {"stack: jobs: [_]: hyperparameters: {@sensitive(), [string]: string}", []string{"HyperParameters X"}, []string{"Environment X"}, false},
		"a pattern":              {`stack: jobs: [_]: hyperparameters: [=~"^s"]: string @sensitive()`, []string{"HyperParameters salt"}, []string{"HyperParameters x"}, false},
		"a pattern that is none": {`stack: jobs: [_]: hyperparameters: [=~"("]: string @sensitive()`, []string{"HyperParameters x"}, nil, false},
		"a computed name":        {`stack: jobs: [_]: hyperparameters: (x): string @sensitive()`, []string{"HyperParameters x"}, []string{"Environment x"}, false},
		"in a comprehension":     {`stack: jobs: [_]: {if true {environment: X: string @sensitive()}}`, []string{"Environment X"}, nil, false},
		"a default":              {"stack: defaults: tags: X: string @sensitive()", []string{"Tags X Value"}, []string{"Tags Y Value"}, false},
		"of a function":          {"stack: jobs: [_]: launch: custom: environment: X?: string @sensitive()", []string{"Resources F Properties Environment Variables X"}, nil, false},
		"in the request":         {"stack: jobs: [_]: request: Environment: X?: string @sensitive()", []string{"Environment X"}, nil, false},
		"a tag of the request":   {"stack: jobs: [_]: request: Tags: [{Key: \"X\", Value: string @sensitive()}]", []string{"Tags X Value"}, []string{"Tags X Key"}, false},
		"a property":             {"stack: resources: [_]: Properties: A: B?: string @sensitive()", []string{"Resources R Properties A B", "Resources R Properties A B C"}, []string{"Resources R Properties B", "Resources R Metadata A B"}, false},
		"of one resource":        {"stack: resources: R: Properties: A: string @sensitive()", []string{"resources R Properties A"}, []string{"Resources Other Properties A"}, false},
		"of a definition":        {"#Env: {X?: string @sensitive()}", []string{"Environment X", "HyperParameters X"}, []string{"Environment Y"}, false},
		"of a hidden field":      {"_a: jobs: [_]: environment: X?: string @sensitive()", []string{"Environment X"}, []string{"HyperParameters X"}, false},
		"of a part of resources": {"#R: Properties: A?: string @sensitive()", []string{"Resources R Properties A"}, []string{"Resources R Properties B"}, false},
		"another attribute":      {"stack: jobs: [_]: environment: X?: string @tag(x)", nil, []string{"Environment X"}, false},
		"the environment":        {"stack: environment: string @sensitive()", nil, []string{"Environment X"}, true},
		"an image":               {"stack: jobs: [_]: image: string @sensitive()", nil, []string{"image", "jobs a image"}, true},
		"a member of a request":  {"stack: jobs: [_]: request: RoleArn: string @sensitive()", nil, []string{"RoleArn"}, true},
		"a job":                  {"stack: jobs: [_]: {@sensitive(), ...}", nil, []string{"jobs a"}, true},
		"a file":                 {"@sensitive()\nstack: {}", nil, nil, true},
		"a definition's value":   {"#Secret: string @sensitive()", nil, []string{"Secret"}, true},
		"anything":               {"#Env: [string]: string @sensitive()", nil, []string{"Environment X"}, true},
		"misspelled":             {"stack: jobs: [_]: environment: X?: string @sensetive()", nil, []string{"Environment X"}, true},
	} {
		f, err := parser.ParseFile("a.cue", test.text)
		if err != nil {
			t.Fatal(err)
		}
		m := marksOf([]*ast.File{f}, nil)
		var covers, not []string
		for _, path := range append(test.covers, test.not...) {
			if m.marks.Cover(strings.Fields(path)...) {
				covers = append(covers, path)
			} else {
				not = append(not, path)
			}
		}
		if diff := cmp.Diff([][]string{test.covers, test.not}, [][]string{covers, not}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if vain := len(m.diags) > 0; vain != test.vain {
			t.Errorf("%s: %v, want a finding: %t", name, m.diags, test.vain)
		}
	}
}
