package bootstrap

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// object is a JSON object.
type object = map[string]any

// Template returns the template for a place as JSON. That for [Anywhere] is the same
// for every account and region.
func Template(p Place, o Options) ([]byte, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o = o.defaults()
	resources := object{
		"Boundary": managedPolicy(p.boundaryName(), "The most that roles of training jobs may do", Boundary(p, o.Access)),
	}
	outputs := object{
		"ArtifactBucket":      output("Holds the code of launchers and large templates", object{"Ref": "ArtifactBucket"}),
		"PermissionsBoundary": output("For permissionsBoundary in specs", object{"Ref": "Boundary"}),
		"RolePath":            output("For rolePath in specs", RolePath),
	}
	for _, kind := range Kinds() {
		o.addKind(p, kind, resources, outputs)
	}
	if !o.HasProvider {
		for _, provider := range o.providers() {
			resources[provider.id] = object{
				"Type": "AWS::IAM::OIDCProvider", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
				"Properties": object{"Url": "https://" + provider.issuer, "ClientIdList": []any{audience}},
			}
		}
	}
	// The bucket comes last: it would stay if something after it failed.
	first := slices.Sorted(maps.Keys(resources))
	resources["ArtifactBucket"], resources["ArtifactBucketPolicy"] = bucket(p, first), bucketPolicy(p)
	return encode(object{
		"AWSTemplateFormatVersion": "2010-09-09",
		"Description":              "What smgen needs in an account and region: the artifact bucket, a permissions boundary, and who may plan and deploy",
		"Resources":                resources,
		"Outputs":                  outputs,
	})
}

// addKind adds the policies of a kind, and a role with them where somebody is
// trusted with it.
func (o Options) addKind(p Place, kind Kind, resources, outputs object) {
	title := titled(string(kind))
	var attached []any
	for _, part := range Policies(p, kind) {
		id, name := title+titled(part.Name)+"Policy", string(kind)
		if part.Name != "" {
			name += "-" + part.Name
		}
		resources[id] = managedPolicy(p.policyName(name), part.What, part.Document)
		attached = append(attached, object{"Ref": id})
	}
	if !o.hasRoles(kind) {
		return
	}
	role := object{
		"Type": "AWS::IAM::Role",
		"Properties": object{
			"RoleName": p.policyName(string(kind)), "Path": ownPath, "Description": "Pipelines that " + string(kind) + " with smgen",
			"AssumeRolePolicyDocument": o.trust(p, kind), "ManagedPolicyArns": attached,
		},
	}
	var after []any
	for _, provider := range o.providers() {
		if !o.HasProvider {
			after = append(after, provider.id)
		}
	}
	if len(after) > 0 {
		role["DependsOn"] = after // IAM wants it to be there
	}
	resources[title+"Role"] = role
	outputs[title+"Role"] = output("For pipelines that "+string(kind), object{"Fn::GetAtt": []any{title + "Role", "Arn"}})
}

// titled begins a word with a capital letter, as logical IDs do.
func titled(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

func managedPolicy(name, what string, d iam.Document) object {
	return object{
		"Type":       "AWS::IAM::ManagedPolicy",
		"Properties": object{"ManagedPolicyName": name, "Path": ownPath, "Description": what, "PolicyDocument": d},
	}
}

func output(what string, value any) object { return object{"Description": what, "Value": value} }

// encode writes the template, with Fn::Sub around each string that names the account
// or the region.
func encode(template object) ([]byte, error) {
	text, err := json.Marshal(template) // documents write themselves
	if err != nil {
		return nil, fmt.Errorf("write the bootstrap template: %w", err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("write the bootstrap template: %w", err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(substituted(tree))
	return out.Bytes(), err
}

func substituted(v any) any {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, "${AWS::") {
			return object{"Fn::Sub": v}
		}
	case []any:
		for i := range v {
			v[i] = substituted(v[i])
		}
	case object:
		for name := range v {
			v[name] = substituted(v[name])
		}
	}
	return v
}
