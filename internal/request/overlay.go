package request

import (
	"encoding/json"
	"fmt"

	"github.com/smgen/smgen/internal/request/model"
	"github.com/smgen/smgen/internal/spec"
)

// twins are what two elements of the same name are called, where SageMaker
// refuses them.
var twins = map[string]string{
	"ChannelName":           "channels",
	"Key":                   "tags",
	"InstanceGroupName":     "instance groups",
	"RuleConfigurationName": "rules",
}

// overlay lays the job's own request over the members from its fields.
func (b *builder) overlay() {
	if len(b.job.Request) == 0 {
		return
	}
	own := b.own(b.job.Request, b.at("request"), model.CreateTrainingJob())
	for _, name := range []string{"TrainingJobName", "RoleArn"} {
		if given := own.members[name]; given != nil {
			help := map[string]string{
				"TrainingJobName": "set trainingJobNamePrefix: each run needs a name of its own",
				"RoleArn":         "set trainingRole: arn: …, so that the role that starts the job may pass it",
			}[name]
			b.report(given.path, "smgen sets "+name+" itself", help)
			delete(own.members, name)
		}
	}
	b.giveWay(own)
	b.merge(b.root, own)
}

// own returns the user's request as a tree. Where the API has a string or a
// list of strings, an object such as {import: "name"} is a reference.
func (b *builder) own(value any, path string, s *model.Shape) *node {
	switch v := value.(type) {
	case map[string]any:
		if t, ok := b.reference(v, s); ok {
			return &node{path: path, scalar: t}
		}
		n := newObject(path)
		for name, child := range v {
			n.members[name] = b.own(child, spec.Join(path, name), below(s, name))
		}
		return n
	case []any:
		n := newList(path)
		for i, child := range v {
			n.list = append(n.list, b.own(child, path+index(i), below(s, "")))
		}
		b.refuseTwins(n)
		return n
	default:
		return &node{path: path, scalar: v}
	}
}

// refuseTwins reports elements of a list that have one name. It looks at the
// user's own list, because they would be merged afterwards.
func (b *builder) refuseTwins(n *node) {
	key := identity(n)
	first := map[any]string{}
	for _, element := range n.list {
		name := element.members[key]
		if name == nil || twins[key] == "" {
			continue
		}
		text := fmt.Sprint(name.scalar)
		if other, again := first[text]; again {
			b.report(element.path, fmt.Sprintf("there are two %s named %q", twins[key], text), "the other is "+other+"; rename or remove one of them")
			continue
		}
		first[text] = element.path
	}
}

// below returns the shape of a member, a map's value or a list's element.
func below(s *model.Shape, name string) *model.Shape {
	switch {
	case s == nil:
		return nil
	case s.Type == model.Structure:
		return s.Members[name]
	case s.Type == model.Map:
		return s.Value
	default:
		return s.Element
	}
}

// reference reads an object that stands where the API has a string.
func (b *builder) reference(v map[string]any, s *model.Shape) (spec.Text, bool) {
	if s == nil || s.Type != model.String && (s.Type != model.List || s.Element.Type != model.String) {
		return nil, false
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, false
	}
	var t spec.Text
	if err := json.Unmarshal(raw, &t); err != nil || len(v) == 0 {
		return nil, false
	}
	if s.Type == model.List {
		if t[0].Import == "" || t.Problem() != "" {
			return nil, false
		}
		return spec.Text{{ImportList: t[0].Import}}, true
	}
	return t, true
}
