package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
)

// exception is an accepted disagreement with a judge.
type exception struct {
	Judge string `json:"judge"`
	Rule  string `json:"rule"`
	// Type is the resource type, or empty for findings outside resources.
	Type   string `json:"type"`
	Reason string `json:"reason"`

	used bool
}

// exceptions remembers which of them were needed.
type exceptions struct{ list []exception }

func (e *exceptions) cover(judge string, f finding) bool {
	for i := range e.list {
		x := &e.list[i]
		if x.Judge == judge && x.Rule == f.Rule && x.Type == f.Type {
			x.used = true
			return true
		}
	}
	return false
}

func (e *exceptions) unused() []exception {
	var unused []exception
	for _, x := range e.list {
		if !x.used {
			unused = append(unused, x)
		}
	}
	return unused
}

func readExceptions(file string) (*exceptions, error) {
	var list []exception
	if err := readJSON(file, &list); err != nil {
		return nil, fmt.Errorf("read exceptions: %w", err)
	}
	for _, x := range list {
		if x.Judge == "" || x.Rule == "" || x.Reason == "" {
			return nil, fmt.Errorf("read exceptions: %+v lacks a judge, a rule or a reason", x)
		}
	}
	return &exceptions{list}, nil
}

// brokenTemplate is an entry of testdata/broken/index.json.
type brokenTemplate struct {
	// Name is the file's name without .json.
	Name string `json:"name"`
	// Mistake says what is wrong with it.
	Mistake string `json:"mistake"`
	// Rejected maps a judge's name to rules that it reports, each as an error.
	Rejected map[string][]string `json:"rejected"`
	// Schema says that the mistake is one against the resource type's registry
	// schema, so that smgen's own check has to find it as well.
	Schema bool `json:"schema"`

	path string
}

// readIndex reads the index of the broken templates, which must list every file of
// the folder.
func readIndex(dir string) ([]brokenTemplate, error) {
	var list []brokenTemplate
	if err := readJSON(path.Join(dir, "index.json"), &list); err != nil {
		return nil, fmt.Errorf("read broken templates: %w", err)
	}
	listed := map[string]bool{"index.json": true}
	for i, b := range list {
		if len(b.Rejected) == 0 {
			return nil, fmt.Errorf("read broken templates: no judge rejects %s; delete it", b.Name)
		}
		list[i].path = path.Join(dir, b.Name+".json")
		listed[b.Name+".json"] = true
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read broken templates: %w", err)
	}
	for _, entry := range entries {
		if !listed[entry.Name()] {
			return nil, fmt.Errorf("read broken templates: index.json does not list %s", entry.Name())
		}
	}
	return list, nil
}

func filesOf(broken []brokenTemplate) []string {
	files := make([]string, len(broken))
	for i, b := range broken {
		files[i] = b.path
	}
	return files
}

func readJSON(file string, v any) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return fmt.Errorf("decode %s: %w", file, err)
	}
	return nil
}
