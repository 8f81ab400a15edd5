package model

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

//go:embed create_training_job.json
var embedded []byte

// CreateTrainingJob returns the shape of the request. It is decoded at the first
// call, in about half a millisecond, and the same for all callers.
func CreateTrainingJob() *Shape { return decoded().root }

// Date returns the day on which the newest of the model's sources was published,
// as 2006-01-02.
func Date() string { return decoded().date }

// Digest identifies the embedded model: "sha256:" and the hash of its file.
func Digest() string {
	sum := sha256.Sum256(embedded)
	return "sha256:" + hex.EncodeToString(sum[:])
}

type document struct {
	root *Shape
	date string
}

var decoded = sync.OnceValue(func() *document {
	d, err := decode(embedded)
	if err != nil {
		panic(err) // the file is part of the program, and the tests read it
	}
	return d
})

// encodedShape is a shape in the file, where it refers to others by name.
type encodedShape struct {
	Type     string            `json:"type"`
	Members  map[string]string `json:"members"`
	Required []string          `json:"required"`
	Element  string            `json:"element"`
	Key      string            `json:"key"`
	Value    string            `json:"value"`
	Min      *int64            `json:"min"`
	Max      *int64            `json:"max"`
	Pattern  string            `json:"pattern"`
	Enum     []string          `json:"enum"`
}

// decode reads a model file and links its shapes.
func decode(data []byte) (*document, error) {
	var file struct {
		Header struct {
			Date string `json:"date"`
		} `json:"header"`
		Root   string                   `json:"root"`
		Shapes map[string]*encodedShape `json:"shapes"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("decode model: %w", err)
	}
	shapes := make(map[string]*Shape, len(file.Shapes))
	for name := range file.Shapes {
		shapes[name] = &Shape{Name: name}
	}
	for name, e := range file.Shapes {
		if err := link(shapes[name], e, shapes); err != nil {
			return nil, fmt.Errorf("decode model shape %s: %w", name, err)
		}
	}
	root := shapes[file.Root]
	if root == nil {
		return nil, fmt.Errorf("decode model: want a shape named %q", file.Root)
	}
	return &document{root: root, date: file.Header.Date}, nil
}

func link(s *Shape, e *encodedShape, shapes map[string]*Shape) error {
	s.Type, s.Min, s.Max, s.Enum = e.Type, e.Min, e.Max, e.Enum
	s.Required = slices.Sorted(slices.Values(e.Required))
	s.names = slices.Sorted(maps.Keys(e.Members))
	s.Element, s.Key, s.Value = shapes[e.Element], shapes[e.Key], shapes[e.Value]
	if e.Members != nil {
		s.Members = make(map[string]*Shape, len(e.Members))
	}
	for name, target := range e.Members {
		s.Members[name] = shapes[target]
	}
	if e.Pattern != "" {
		s.Pattern, s.match = e.Pattern, matcher(e.Pattern)
	}
	return s.check()
}

// check reports a shape that validation could not work with.
func (s *Shape) check() error {
	for name, m := range s.Members {
		if m == nil {
			return fmt.Errorf("member %s has no shape", name)
		}
	}
	for _, name := range s.Required {
		if s.Members[name] == nil {
			return fmt.Errorf("required member %s does not exist", name)
		}
	}
	switch s.Type {
	case List:
		if s.Element == nil {
			return fmt.Errorf("a list needs an element")
		}
	case Map:
		if s.Key == nil || s.Value == nil {
			return fmt.Errorf("a map needs a key and a value")
		}
	case Structure, String, Boolean, Integer, Long, Float, Double:
	default:
		return fmt.Errorf("unknown type %q", s.Type)
	}
	return nil
}
