package model_test

import (
	"encoding/json"
	"testing"

	"github.com/smgen/smgen/internal/request/model"
)

// The example of every part of the model is valid, on its own and with all of
// its members.
func TestExample(t *testing.T) {
	check := func(path string, s *model.Shape) {
		for kind, doc := range map[string]any{"Example": model.Example(s), "FullExample": model.FullExample(s)} {
			if problems := s.Validate(doc); problems != nil {
				t.Errorf("%s of %q: %v: got %+v", kind, path, doc, problems)
			}
		}
	}
	root := model.CreateTrainingJob()
	check("", root)
	root.Walk(func(path string, s *model.Shape) bool {
		check(path, s)
		if s.Key != nil {
			check(path+" key", s.Key)
		}
		return true
	})
}

// Example sets what is required and no more; FullExample sets everything.
func TestExampleMembers(t *testing.T) {
	root := model.CreateTrainingJob()
	if got, want := len(model.Example(root).(map[string]any)), len(root.Required); got != want {
		t.Errorf("Example has %d members, want %d", got, want)
	}
	set := map[string]bool{}
	collect(root, model.FullExample(root), "", set)
	root.Walk(func(path string, _ *model.Shape) bool {
		if !set[path] {
			t.Errorf("FullExample does not set %s", path)
		}
		return true
	})
}

// collect notes the path of every value below doc.
func collect(s *model.Shape, doc any, path string, set map[string]bool) {
	set[path] = true
	switch doc := doc.(type) {
	case map[string]any:
		for name, value := range doc {
			switch {
			case s.Type == model.Map:
				collect(s.Value, value, path+"{}", set)
			case path == "":
				collect(s.Members[name], value, name, set)
			default:
				collect(s.Members[name], value, path+"."+name, set)
			}
		}
	case []any:
		for _, value := range doc {
			collect(s.Element, value, path+"[]", set)
		}
	}
}

// FuzzValidate: whatever the document, Validate returns, and says the same twice.
func FuzzValidate(f *testing.F) {
	for _, seed := range []any{
		model.Example(model.CreateTrainingJob()),
		model.FullExample(model.CreateTrainingJob()),
		map[string]any{"HyperParameters": map[string]any{"": nil}, "Tags": []any{[]any{}}, "x": json.Number("1e9")},
		nil, "x", json.Number("-0"), true, []any{},
	} {
		data, err := json.Marshal(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		doc := parse(t, text)
		root := model.CreateTrainingJob()
		first, second := root.Validate(doc), root.Validate(doc)
		for i, p := range first {
			if i >= len(second) || p != second[i] {
				t.Fatalf("%s: problem %d differs between two runs", text, i)
			}
			if p.Message == "" || p.Pointer != "" && p.Pointer[0] != '/' {
				t.Errorf("%s: got problem %+v", text, p)
			}
		}
	})
}
