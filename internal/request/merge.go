package request

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// identities are the members by which the elements of a list are told apart.
var identities = [...]string{"ChannelName", "Name", "Key", "InstanceGroupName", "RuleConfigurationName", "CollectionName"}

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
		case !present.equal(given) && !b.allDefault(present):
			b.disagree(present, given)
		default:
			base.members[name] = given
		}
	}
}

// allDefault reports whether nobody set the value, or a part of it, on purpose.
func (b *builder) allDefault(n *node) bool {
	if n.kind == scalar {
		return b.isDefault(n)
	}
	origin, given := b.stack.Origins[n.path]
	if given && n.path != "" && !origin.Default && n.kind == list {
		return false
	}
	for _, child := range n.members {
		if !b.allDefault(child) {
			return false
		}
	}
	return !slices.ContainsFunc(n.list, func(child *node) bool { return !b.allDefault(child) })
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
	message := fmt.Sprintf("the request says %s, but %s says %s at %s", given, field, present, b.stack.Origins.At(field).Pos)
	if b.isPrivate(field) {
		message = fmt.Sprintf("the request says something else than %s at %s", field, b.stack.Origins.At(field).Pos)
	}
	b.report(given.path, message, "keep one of them")
}

// isPrivate reports whether the value of a field is kept out of findings: people
// put secrets into variables and hyperparameters, and findings end up in the
// logs of pipelines.
func (b *builder) isPrivate(field string) bool {
	rest := strings.TrimPrefix(field, b.path)
	return strings.HasPrefix(rest, ".environment") || strings.HasPrefix(rest, ".hyperparameters")
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
