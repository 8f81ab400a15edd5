package template

import (
	"encoding/json"
	"maps"
)

// Untyped is a resource of a type that goformation has no struct for, such as
// AWS::SageMaker::MlflowApp. Its text is treated like that of a typed resource:
// it arrives as it is.
type Untyped struct {
	Type       string
	Properties map[string]any
	// DependsOn holds the logical IDs of the resources that must exist before.
	DependsOn []string       `json:",omitempty"`
	Metadata  map[string]any `json:",omitempty"`
	// DeletionPolicy and UpdateReplacePolicy are Delete, Retain or Snapshot.
	DeletionPolicy      string `json:",omitempty"`
	UpdateReplacePolicy string `json:",omitempty"`
}

// MarshalJSON returns the resource in CloudFormation's form.
func (u Untyped) MarshalJSON() ([]byte, error) {
	type plain Untyped
	if u.Properties == nil {
		u.Properties = map[string]any{}
	}
	return json.Marshal(plain(u))
}

// Raw is a resource that a user wrote in CloudFormation's own language: what
// looks like an intrinsic or a dynamic reference in it is one.
type Raw struct {
	Type string
	// Body is the rest of the resource: Properties, DependsOn and so on.
	Body map[string]any
}

// MarshalJSON returns the resource in CloudFormation's form.
func (r Raw) MarshalJSON() ([]byte, error) {
	body := make(map[string]any, len(r.Body)+1)
	maps.Copy(body, r.Body)
	body["Type"] = r.Type
	return json.Marshal(body)
}

// isRaw reports whether a resource is the user's own CloudFormation.
func isRaw(resource json.Marshaler) bool {
	switch resource.(type) {
	case Raw, *Raw:
		return true
	}
	return false
}
