package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
)

//go:embed additions.json
var additionsJSON []byte

// additions describes what the SDK knows and botocore does not yet.
type additions struct {
	// Source names the pages that the limits were read from.
	Source string
	// Members gives a structure's new members: structure → member → shape.
	Members map[string]map[string]ref
	// Shapes are the new shapes that these members need.
	Shapes map[string]*shape
	// ReadOnly lists members of SDK structures that only responses carry, as
	// Structure.Member, with the reason.
	ReadOnly map[string]string
}

func readAdditions() (*additions, error) {
	a := new(additions)
	if err := json.Unmarshal(additionsJSON, a); err != nil {
		return nil, fmt.Errorf("parse additions.json: %w", err)
	}
	return a, nil
}

// apply adds the new members and shapes to shapes. A botocore that has caught up
// must agree with the additions.
func (a *additions) apply(shapes map[string]*shape) error {
	for name, added := range a.Shapes {
		if known := shapes[name]; known != nil && !reflect.DeepEqual(known, added) {
			return fmt.Errorf("botocore describes shape %s otherwise: remove it from additions.json", name)
		}
		shapes[name] = added
	}
	for structure, members := range a.Members {
		s := shapes[structure]
		if s == nil {
			return fmt.Errorf("additions.json extends %s, which does not exist: remove it", structure)
		}
		for name, r := range members {
			if known, ok := s.Members[name]; ok && known != r {
				return fmt.Errorf("botocore describes %s.%s otherwise: remove it from additions.json", structure, name)
			}
			s.Members[name] = r
		}
	}
	return nil
}
