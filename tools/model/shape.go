package main

import "encoding/json"

// shape is one named shape in botocore's notation.
type shape struct {
	Type     string         `json:"type"`
	Required []string       `json:"required"`
	Members  map[string]ref `json:"members"`
	Member   *ref           `json:"member"`
	Key      *ref           `json:"key"`
	Value    *ref           `json:"value"`
	Min      json.Number    `json:"min"` // empty for none
	Max      json.Number    `json:"max"`
	Pattern  string         `json:"pattern"`
	Enum     []string       `json:"enum"`
}

// ref points to a shape by its name.
type ref struct {
	Shape string `json:"shape"`
}

// source says where a part of the model comes from, so that a reader can fetch
// the same bytes again.
type source struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Date is the day of publication, empty where the source does not tell.
	Date string `json:"date,omitempty"`
	// Hash is sha256:… of a file, or h1:… of a Go module as in go.sum.
	Hash string `json:"hash"`
}

// children returns the names of the shapes that s refers to directly.
func (s *shape) children() []string {
	var names []string
	for _, r := range s.Members {
		names = append(names, r.Shape)
	}
	for _, r := range []*ref{s.Member, s.Key, s.Value} {
		if r != nil {
			names = append(names, r.Shape)
		}
	}
	return names
}

// reachable returns the part of shapes that root needs.
func reachable(shapes map[string]*shape, root string) map[string]*shape {
	found := map[string]*shape{}
	queue := []string{root}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if found[name] == nil && shapes[name] != nil {
			found[name] = shapes[name]
			queue = append(queue, shapes[name].children()...)
		}
	}
	return found
}
