package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/source"
)

// TestInputs reads what stacks are made of.
func TestInputs(t *testing.T) {
	always := []source.Input{
		{Path: "."}, {Path: "cue.mod/module.cue", Deep: true}, {Path: "cue.mod/pkg/github.com/smgen/smgen/schema", Deep: true}, {Path: "s"}, {Path: "s/a"},
	}
	for _, test := range []struct {
		name     string
		text     string
		more     []source.Input
		computed bool
	}{
		{"nothing", `x: 1`, nil, false},
		{"the schema", `import "github.com/smgen/smgen/schema"`, nil, false},
		{"CUE's own", `import "strings"`, nil, false},
		{"text turned into fields", `import "encoding/json"`, nil, true},
		{"a package, which imports another", `import "acme.example/specs/lib/a"`, []source.Input{{Path: "lib"}, {Path: "lib/a"}, {Path: "other"}}, false},
		{"a package by another name", `import "acme.example/specs/lib/a:b"`, []source.Input{{Path: "lib"}, {Path: "lib/a"}}, false},
		{"a package elsewhere", `import "acme.example/x@v1"`, []source.Input{{Path: "cue.mod/gen/acme.example/x"}, {Path: "cue.mod/pkg/acme.example/x"}, {Path: "cue.mod/usr/acme.example/x"}}, false},
		{"code", `stack: jobs: train: launch: custom: code: "./launcher"`, []source.Input{{Path: "s/a/launcher", Deep: true}}, false},
		{"code with a default", `x: code: *"../l" | string | error("x")`, []source.Input{{Path: "s/l", Deep: true}}, false},
		{"code with a default alone", `x: {y: [{"code": *"../l" | string}]}`, []source.Input{{Path: "s/l", Deep: true}}, false},
		{"code in a struct", `x: code: {"l.zip"}`, []source.Input{{Path: "s/a/l.zip", Deep: true}}, false},
		{"code behind an alias", `x: Y=code: "l"`, []source.Input{{Path: "s/a/l", Deep: true}}, false},
		{"code outside", `x: {code: "../../../l"}, y: code: "/l"`, nil, false},
		{"code of a condition", `x: {if true {code: "l"}}`, []source.Input{{Path: "s/a/l", Deep: true}}, false},
		{"code that is computed", `x: code: "l/" + y, y: "z"`, nil, true},
		{"code that is interpolated", `x: code: "l/\(y)", y: "z"`, nil, true},
		{"code elsewhere", `x: code: y, y: "z"`, nil, true},
		{"a computed label", `x: (y): "l", y: "code"`, []source.Input{{Path: "s/a/l", Deep: true}}, false},
		{"a computed label and value", `x: {for k, v in y {(k): v}}, y: {}`, nil, true},
		{"a pattern of structs", `jobs: [_]: {image: "x", if true {volume: 1}}`, nil, false},
		{"a pattern of a named struct", `jobs: [_]: #job, #job: {image: "x"}`, nil, false},
		{"a pattern of a named text", `jobs: [_]: #job, #job: "x"`, nil, true},
		{"a pattern of a type", `x: [string]: string`, nil, false},
		{"a mistake", `import "acme.example/x" x: {`, nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := writeRepository(t, map[string]string{
				"s/a/stack.cue":     "package stacks\n",
				"s/a/more.cue":      "package stacks\n" + test.text + "\n",
				"s/a/ignored.cue":   "@ignore()\npackage stacks\nx: code: \"ignored\"\n",
				"s/a/not_test.cue":  "package stacks\nx: code: \"test\"\n",
				"s/elsewhere.cue":   "package elsewhere\nx: code: \"elsewhere\"\n",
				"lib/a/a.cue":       "package a\nimport \"acme.example/specs/other:o\"\n",
				"other/o.cue":       "package o\nimport \"acme.example/specs/lib/a\"\n",
				"other/another.cue": "package another\nimport \"acme.example/unwanted\"\n",
			})
			repository, err := source.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			got, computed := repository.NewInputs().Of("s/a")
			paths := map[source.Input]bool{}
			for _, in := range got {
				paths[in] = true
			}
			want := map[source.Input]bool{}
			for _, in := range append(test.more, always...) {
				want[in] = true
			}
			if diff := cmp.Diff(want, paths); diff != "" || computed != test.computed || len(got) != len(paths) {
				t.Errorf("computed is %t, want %t; inputs (-want +got):\n%s", computed, test.computed, diff)
			}
		})
	}
}
