package stacks

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/template"
)

// Scope returns what the template of a content sees in a stack. imported is called
// for each export that is read; it may be nil.
func (d Data) Scope(s *Stack, c Content, imported func(export string)) (*resolve.Scope, error) {
	doc, err := d.Document(c)
	if err != nil {
		return nil, err
	}
	ssm := func(name string) (string, error) { return d.parameter(s, name) }
	values, err := resolve.Typed(doc, c.Parameters, ssm)
	if err != nil {
		return nil, err
	}
	maps.Copy(values, Pseudo(s, c))
	return &resolve.Scope{
		Document:   doc,
		Parameters: values,
		SSM:        ssm,
		Ref: func(id string) (string, error) {
			r, err := d.existing(s, id)
			if err != nil {
				return "", err
			}
			return r.Identity.Physical, nil
		},
		GetAtt: func(id, attribute string) (any, error) {
			r, err := d.existing(s, id)
			if err != nil {
				return nil, err
			}
			return r.Identity.Attribute(attribute, r.Properties), nil
		},
		Import: func(name string) (string, error) {
			if imported != nil {
				imported(name)
			}
			return d.imported(s.Place(), name)
		},
	}, nil
}

// Pseudo returns the values of the pseudo parameters.
func Pseudo(s *Stack, c Content) map[string]any {
	topics := []any{}
	for _, topic := range c.NotificationARNs {
		topics = append(topics, topic)
	}
	return map[string]any{
		"AWS::AccountId":        s.Account,
		"AWS::Region":           s.Region,
		"AWS::Partition":        arn.Partition(s.Region),
		"AWS::URLSuffix":        physical.Domain(s.Region),
		"AWS::StackName":        s.Name,
		"AWS::StackId":          s.ID,
		"AWS::NotificationARNs": topics,
	}
}

func (d Data) existing(s *Stack, id string) (*Resource, error) {
	r, err := d.Resource(s, id)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, &resolve.Error{Message: fmt.Sprintf("Unresolved resource dependencies [%s] in the Resources block of the template", id)}
	}
	return r, nil
}

func (d Data) imported(p Place, name string) (string, error) {
	var e Export
	ok, err := d.Tx.Get(kindExports, p.key()+name, &e)
	if err == nil && !ok {
		err = &resolve.Error{Message: fmt.Sprintf("No export named %s found", name)}
	}
	return e.Value, err
}

// madeUp is the beginning of the values of parameters that nobody has made.
const madeUp = "value-of-"

// parameter returns the value of a parameter of Systems Manager. One that no stack
// here has made has a value that is made up: the endpoint has no Systems Manager.
func (d Data) parameter(s *Stack, name string) (string, error) {
	var value string
	ok, err := d.Tx.Get(kindSSM, s.Place().key()+name, &value)
	if err == nil && !ok {
		return madeUp + name, nil
	}
	return value, err
}

// outputs evaluates the outputs of a template.
func outputs(scope *resolve.Scope) ([]Output, error) {
	var list []Output
	for _, key := range slices.Sorted(maps.Keys(scope.Document.Outputs)) {
		definition := template.Object(scope.Document.Outputs, key)
		condition, _ := definition["Condition"].(string)
		holds, err := scope.Holds(condition)
		if err != nil {
			return nil, err
		}
		if !holds {
			continue
		}
		o := Output{Key: key}
		o.Description, _ = definition["Description"].(string)
		if o.Value, err = text(scope, definition["Value"]); err != nil {
			return nil, err
		}
		if name, ok := template.Object(definition, "Export")["Name"]; ok {
			if o.Export, err = text(scope, name); err != nil {
				return nil, err
			}
		}
		list = append(list, o)
	}
	return list, nil
}

func text(scope *resolve.Scope, v any) (string, error) {
	value, err := scope.Value(v)
	if err != nil {
		return "", err
	}
	if text, ok := template.Scalar(value); ok {
		return text, nil
	}
	return "", &resolve.Error{Message: "Template format error: Output values must be strings"}
}

// asReason returns what is wrong with a template, and false for a failure of the
// endpoint.
func asReason(err error) (string, bool) {
	if wrong := (*resolve.Error)(nil); errors.As(err, &wrong) {
		return wrong.Message, true
	}
	return "", false
}
