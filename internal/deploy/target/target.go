package target

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
)

// Target is one stack as it is to be.
type Target struct {
	// Name is the stack's in CloudFormation. Account is its 12-digit ID.
	Name, Account, Region string
	// Command deploys the stack, if it comes from no spec; empty for smgen deploy and
	// the directory.
	Command string
	// Dir is the stack's directory in the repository of specs.
	Dir                            string
	Owner, Environment, Repository string
	// Template is its text in JSON; nil of a stack whose specs have mistakes.
	Template []byte
	// Origins are the positions in the specs by JSON pointer into the template.
	Origins map[string]string
	// Files are the spec files that the stack is made of.
	Files []string
	// Sensitive is what the specs mark as sensitive.
	Sensitive secret.Marks
	// Tags are the stack's own, at most 50, in the order of their keys and none of
	// them empty, which CloudFormation does not take. It puts them on the resources,
	// too.
	Tags []Tag
	// Bucket is where artifacts are kept, and the templates that are too large for a
	// call.
	Bucket Bucket
	// Artifacts have to be in the bucket before a deployment, in the order of their
	// keys.
	Artifacts []Artifact
	// Imports and Exports are the names of values that the stack takes from other
	// stacks, and those that it gives to them, sorted.
	Imports, Exports []string
	Settings         Settings
}

// Tag is one tag of the stack.
type Tag struct{ Key, Value string }

// Of returns the target of a compiled stack. Where the specs have mistakes, it has no
// template, and what follows from one: enough to look at the stack, not to deploy it.
func Of(r *compile.Result) (*Target, error) {
	var err error
	document := &template.Document{}
	if r.Template != nil {
		if document, err = template.Parse(r.Template); err != nil {
			return nil, err
		}
	}
	t := &Target{
		Name: r.Stack.StackName(), Account: r.Stack.Account, Region: r.Stack.Region, Dir: r.Dir,
		Owner: r.Stack.Owner, Environment: r.Stack.Environment, Repository: r.Stack.Repository,
		Template: r.Template, Origins: r.Origins, Files: r.Stack.Files,
	}
	if r.Stack.Sensitive != nil {
		t.Sensitive = r.Stack.Sensitive.Marks
	}
	for _, tag := range request.Tags(r.Stack, nil) {
		if tag.Value != "" {
			t.Tags = append(t.Tags, Tag{tag.Key, tag.Value})
		}
	}
	t.Bucket = bucketOf(r.Stack)
	t.Artifacts = artifacts(r, t.Bucket)
	t.Imports, t.Exports = crossings(document)
	if t.Settings, err = settings(r.Stack.Deploy); err != nil {
		return nil, err
	}
	return t, nil
}

// Place is where the stack is, and as whom smgen acts there.
func (t *Target) Place() session.Place {
	return session.Place{Account: t.Account, Region: t.Region, Role: t.Settings.Role}
}

// Digest stands for the template, as sha256:<hexadecimal>.
func (t *Target) Digest() string { return fmt.Sprintf("sha256:%x", sha256.Sum256(t.Template)) }

// Compare orders targets by account, region and name.
func Compare(a, b *Target) int {
	return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Name, b.Name))
}

// Conceals reports whether a value of the stack must not be shown: its name is that of
// a secret, or the specs mark it as sensitive.
func (t *Target) Conceals(p plan.Place) bool {
	return plan.SecretKey(p) || t.Sensitive.Cover(append([]string{"Resources", p.LogicalResourceId, "Properties"}, p.Keys...)...)
}

// crossings returns the names of exports that a template uses and makes, as far as
// they are literal.
func crossings(d *template.Document) (imports, exports []string) {
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, element := range v {
				look(element)
			}
		case map[string]any:
			if name, argument, ok := template.Intrinsic(v); ok && name == "Fn::ImportValue" {
				if text, ok := template.Scalar(argument); ok {
					imports = append(imports, text)
				}
			}
			for _, member := range v {
				look(member)
			}
		}
	}
	for _, r := range d.Resources {
		look(r.Properties)
	}
	for _, output := range d.Outputs {
		look(output)
		if name, ok := template.Scalar(template.Object(output, "Export")["Name"]); ok {
			exports = append(exports, name)
		}
	}
	slices.Sort(imports)
	slices.Sort(exports)
	return slices.Compact(imports), slices.Compact(exports)
}
