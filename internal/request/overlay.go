package request

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/smgen/smgen/internal/request/model"
	"github.com/smgen/smgen/internal/spec"
)

// identities are the members by which the elements of a list are told apart.
var identities = [...]string{"ChannelName", "Name", "Key", "InstanceGroupName", "RuleConfigurationName", "CollectionName"}

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
	if err := json.Unmarshal(raw, &t); err != nil || len(v) == 0 || t.Problem() != "" {
		return nil, false
	}
	if s.Type == model.List {
		if t[0].Import == "" {
			return nil, false
		}
		return spec.Text{{ImportList: t[0].Import}}, true
	}
	return t, true
}

// merge lays own over base: objects member by member, lists of named elements
// by name, and everything else as a whole.
func (b *builder) merge(base, own *node) {
	for _, name := range own.names() {
		given, present := own.members[name], base.members[name]
		switch {
		case present == nil:
			base.members[name] = given
		case present.kind == object && given.kind == object:
			b.merge(present, given)
		case present.kind == list && given.kind == list && identity(given) != "":
			b.mergeList(present, given)
		case !present.equal(given) && !b.isDefault(present):
			b.disagree(present, given)
		default:
			base.members[name] = given
		}
	}
}

// identity returns the member that names the elements of a list, or "".
func identity(n *node) string {
	for _, name := range identities {
		for _, element := range n.list {
			if element.members[name] != nil {
				return name
			}
		}
	}
	return ""
}

func (b *builder) mergeList(base, own *node) {
	key := identity(own)
	byName := map[any]*node{}
	for _, element := range base.list {
		if name := element.members[key]; name != nil {
			byName[fmt.Sprint(name.scalar)] = element
		}
	}
	for _, element := range own.list {
		name := element.members[key]
		if name == nil || byName[fmt.Sprint(name.scalar)] == nil {
			base.list = append(base.list, element)
			continue
		}
		delete(element.members, key)
		b.merge(byName[fmt.Sprint(name.scalar)], element)
	}
}

func (b *builder) disagree(present, given *node) {
	field := present.path
	b.report(given.path,
		fmt.Sprintf("the request says %s, but %s says %s at %s", given, field, present, b.stack.Origins.At(field).Pos),
		"keep one of them")
}

// String prints a value for a message, cut where it is long.
func (n *node) String() string {
	value := n.tree("", map[string]string{})
	if t, ok := value.(spec.Text); ok {
		return strconv.Quote(t.String())
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	if runes := []rune(string(raw)); len(runes) > 60 {
		return string(runes[:57]) + "…"
	}
	return string(raw)
}
