package iam

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// The wire types spell the document as IAM does, in IAM's order.
type (
	wireDocument struct {
		Version   string
		ID        string `json:"Id,omitempty"`
		Statement []wireStatement
	}
	wireStatement struct {
		Sid          string     `json:",omitempty"`
		Effect       Effect     `json:",omitempty"`
		Principal    any        `json:",omitempty"`
		NotPrincipal any        `json:",omitempty"`
		Action       []string   `json:",omitempty"`
		NotAction    []string   `json:",omitempty"`
		Resource     []string   `json:",omitempty"`
		NotResource  []string   `json:",omitempty"`
		Condition    Conditions `json:",omitempty"`
	}
)

func (d Document) encode() ([]byte, error) {
	wire := wireDocument{Version: d.Version, ID: d.ID, Statement: []wireStatement{}}
	if wire.Version == "" {
		wire.Version = Version
	}
	for _, s := range d.Statements {
		wire.Statement = append(wire.Statement, wireStatement{
			Sid: s.Sid, Effect: s.Effect,
			Principal: s.Principal.wire(), NotPrincipal: s.NotPrincipal.wire(),
			Action: sorted(s.Actions), NotAction: sorted(s.NotActions),
			Resource: unique(s.Resources), NotResource: unique(s.NotResources),
			Condition: s.Conditions.wire(),
		})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(wire); err != nil {
		return nil, fmt.Errorf("write policy: %w", err)
	}
	return bytes.TrimSpace(text.Bytes()), nil
}

func (p Principal) wire() any {
	if len(p) == 0 {
		return nil
	}
	if p.isEveryone() {
		return "*"
	}
	lists := map[string][]string{}
	for kind, names := range p {
		lists[kind] = unique(names)
	}
	return lists
}

func (c Conditions) wire() Conditions {
	lists := Conditions{}
	for operator, keys := range c {
		lists[operator] = map[string][]string{}
		for key, values := range keys {
			lists[operator][key] = unique(values)
		}
	}
	return lists
}

// unique returns the list without repetitions, never nil.
func unique(list []string) []string {
	kept := make([]string, 0, len(list))
	for _, item := range list {
		if !slices.Contains(kept, item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// sorted returns the list in order and without repetitions, never nil.
func sorted(list []string) []string {
	copied := append(make([]string, 0, len(list)), list...)
	slices.Sort(copied)
	return slices.Compact(copied)
}
