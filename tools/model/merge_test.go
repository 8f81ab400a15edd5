package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sdkSource = `package sagemaker

type CreateTrainingJobInput struct {
	// This member is required.
	Name *string
	Size types.Size
	Tags map[string]string
	Parts []types.Part
	noSmithyDocumentSerde
}

type Part struct {
	Count *int32
	Seen  *bool
}

type Size string

const (
	SizeSmall Size = "small"
	SizeLarge Size = "large"
)
`

// model returns shapes that agree with sdkSource, but for the newer value large
// and for Part.Seen, which is read-only.
func model() map[string]*shape {
	return map[string]*shape{
		rootShape: {Type: "structure", Required: []string{"Name"}, Members: map[string]ref{
			"Name": {"Text"}, "Size": {"Size"}, "Tags": {"Texts"}, "Parts": {"Parts"},
		}},
		"Text":  {Type: "string"},
		"Size":  {Type: "string", Enum: []string{"small"}},
		"Texts": {Type: "map", Key: &ref{"Text"}, Value: &ref{"Text"}},
		"Parts": {Type: "list", Member: &ref{"Part"}},
		"Part":  {Type: "structure", Members: map[string]ref{"Count": {"Count"}}},
		"Count": {Type: "integer"},
	}
}

func TestMerge(t *testing.T) {
	for name, test := range map[string]struct {
		change   func(map[string]*shape)
		readOnly map[string]string
		want     string // in the error; empty for none
	}{
		"agree":       {readOnly: map[string]string{"Part.Seen": "a response"}},
		"new in SDK":  {want: "botocore has no Part.Seen: describe it in additions.json"},
		"stale entry": {readOnly: map[string]string{"Part.Seen": "a response", "Part.Gone": "a response"}, want: "the SDK has no Part.Gone"},
		"only in botocore": {
			change: func(m map[string]*shape) { m[rootShape].Members["Old"] = ref{"Text"} }, want: "the SDK has no CreateTrainingJobRequest.Old"},
		"required in one": {
			change: func(m map[string]*shape) { m[rootShape].Required = nil }, want: "CreateTrainingJobRequest.Name is required in one source"},
		"other type": {
			change: func(m map[string]*shape) { m["Count"].Type = "long" }, want: "Count is a long, int32 in the SDK"},
		"no enum": {
			change: func(m map[string]*shape) { m["Size"].Enum = nil }, want: "Size is a string, Size in the SDK"},
		"lost value": {
			change: func(m map[string]*shape) { m["Size"].Enum = []string{"tiny"} }, want: `the SDK has no value "tiny" of Size`},
		"list for structure": {
			change: func(m map[string]*shape) { m[rootShape].Members["Parts"] = ref{"Part"} }, want: "Part is a structure, []Part in the SDK"},
		"dangling": {
			change: func(m map[string]*shape) { delete(m, "Count") }, want: "shape Count is referred to"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &sdk{structs: map[string][]field{}, enums: map[string][]string{}}
			if err := s.parse("sdk.go", []byte(sdkSource)); err != nil {
				t.Fatal(err)
			}
			shapes := model()
			if test.change != nil {
				test.change(shapes)
			}
			err := merge(shapes, s, test.readOnly)
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got error %v, want one with %q", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"small", "large"}, shapes["Size"].Enum); diff != "" {
				t.Errorf("enum (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAdditions(t *testing.T) {
	added := &additions{
		Members: map[string]map[string]ref{"Part": {"Color": {"Color"}}},
		Shapes:  map[string]*shape{"Color": {Type: "string"}},
	}
	shapes := model()
	for range 2 { // a botocore that has caught up changes nothing
		if err := added.apply(shapes); err != nil {
			t.Fatal(err)
		}
	}
	if shapes["Part"].Members["Color"] != (ref{"Color"}) || shapes["Color"] == nil {
		t.Error("the addition is missing")
	}
	shapes["Color"] = &shape{Type: "integer"}
	if err := added.apply(shapes); err == nil || !strings.Contains(err.Error(), "remove it from additions.json") {
		t.Errorf("got error %v, want one that says to remove the addition", err)
	}
}

func TestEncode(t *testing.T) {
	shapes := model()
	shapes["Unused"] = &shape{Type: "string"}
	shapes["Text"].Min, shapes["Text"].Max, shapes["Text"].Pattern = "1", "9", `[<>&]\d`
	got, err := encode(header{Generator: "g", Date: "2026-01-02"}, reachable(shapes, rootShape))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(got), `"root": `)
	const want = `"CreateTrainingJobRequest",
"shapes": {
"Count": {"type": "integer"},
"CreateTrainingJobRequest": {"type": "structure", "required": ["Name"], "members": {
  "Name": "Text",
  "Parts": "Parts",
  "Size": "Size",
  "Tags": "Texts"}},
"Part": {"type": "structure", "members": {
  "Count": "Count"}},
"Parts": {"type": "list", "element": "Part"},
"Size": {"type": "string", "enum": [
  "small"]},
"Text": {"type": "string", "min": 1, "max": 9, "pattern": "[<>&]\\d"},
"Texts": {"type": "map", "key": "Text", "value": "Text"}
}
}
`
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("encode (-want +got):\n%s", diff)
	}
}
