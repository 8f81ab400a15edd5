package cfnschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

// schema is one node of a registry schema. The JSON names are those of the
// source, which are JSON Schema's in snake case.
type schema struct {
	Types typeList `json:"type"`
	Ref   string   `json:"ref_name"`

	Enum      []any    `json:"enum"`
	NotEnum   []any    `json:"not_enum"`
	Const     any      `json:"const"`
	Pattern   *pattern `json:"pattern"`
	MinLength *int     `json:"min_length"`
	MaxLength *int     `json:"max_length"`
	Minimum   *float64 `json:"minimum"`
	Maximum   *float64 `json:"maximum"`

	Items       *schema `json:"items"`
	MinItems    *int    `json:"min_items"`
	MaxItems    *int    `json:"max_items"`
	UniqueItems bool    `json:"unique_items"`

	Properties           map[string]*schema `json:"properties"`
	PatternProperties    map[string]*schema `json:"pattern_properties"`
	AdditionalProperties *bool              `json:"additional_properties"`
	MinProperties        *int               `json:"min_properties"`
	Required             []string           `json:"required"`
	// RequiredOr wants at least one of the properties, RequiredXor exactly one.
	RequiredOr  []string `json:"required_or"`
	RequiredXor []string `json:"required_xor"`
	// DependentExcluded maps a property to those that must not stand beside it.
	DependentExcluded map[string][]string `json:"dependent_excluded"`

	AllOf      []*schema     `json:"all_of"`
	AnyOf      []*schema     `json:"any_of"`
	OneOf      []*schema     `json:"one_of"`
	Not        *schema       `json:"not"`
	IfThenElse []conditional `json:"if_then_else"`

	// keys holds PatternProperties' names, compiled.
	keys map[string]*pattern
}

// conditional applies Then where Condition holds.
type conditional struct {
	Condition *schema `json:"condition"`
	Then      *schema `json:"then_schema"`
}

// document is the content of one file in types/.
type document struct {
	Comment               string             `json:"comment"`
	TypeName              string             `json:"type_name"`
	ReadOnly              []string           `json:"read_only_properties"`
	WriteOnly             []string           `json:"write_only_properties"`
	CreateOnly            []string           `json:"create_only_properties"`
	ConditionalCreateOnly []string           `json:"conditional_create_only_properties"`
	PrimaryIdentifier     []string           `json:"primary_identifier"`
	Attributes            []string           `json:"attributes"`
	Definitions           map[string]*schema `json:"definitions"`
	schema
}

// decode reads one type. An unknown keyword is an error, because a constraint
// that nobody checks looks like one that holds.
func decode(data []byte) (*Type, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	var d document
	if err := decoder.Decode(&d); err != nil {
		return nil, fmt.Errorf("decode schema: %w", err)
	}
	links := &linker{definitions: d.Definitions, seen: map[*schema]bool{}}
	root, err := links.link(&d.schema)
	if err != nil {
		return nil, fmt.Errorf("decode schema of %s: %w", d.TypeName, err)
	}
	return &Type{
		Name:                  d.TypeName,
		Required:              root.Required,
		ReadOnly:              d.ReadOnly,
		WriteOnly:             d.WriteOnly,
		CreateOnly:            d.CreateOnly,
		ConditionalCreateOnly: d.ConditionalCreateOnly,
		PrimaryIdentifier:     d.PrimaryIdentifier,
		Attributes:            d.Attributes,
		root:                  *root,
	}, nil
}

// typeList is JSON Schema's type: one name or a list of them.
type typeList []string

// UnmarshalJSON accepts both spellings.
func (l *typeList) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]string)(l))
	}
	var one string
	err := json.Unmarshal(data, &one)
	*l = typeList{one}
	return err
}

// pattern is a regular expression of the registry, in the dialect of Java.
type pattern struct {
	text string
	// re is nil for a pattern that cannot be said in Go and is not checked.
	re *regexp.Regexp
}

// UnmarshalJSON compiles the pattern, translated if [translations] says so.
func (p *pattern) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &p.text); err != nil {
		return err
	}
	return p.compile()
}

func (p *pattern) compile() error {
	text := p.text
	if translated, ok := translations()[text]; ok {
		text = translated
	}
	if text == unchecked {
		return nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return fmt.Errorf("compile pattern: %w; add it to translations", err)
	}
	p.re = re
	return nil
}

func (p *pattern) matches(s string) bool {
	return p == nil || p.re == nil || p.re.MatchString(s)
}
