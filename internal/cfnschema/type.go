package cfnschema

import (
	"embed"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Type is a resource type's registry schema. It is shared and not to be changed.
type Type struct {
	// Name is the type's name, such as AWS::Scheduler::Schedule.
	Name string
	// Required lists the top-level properties that every resource must set.
	Required []string
	// ReadOnly, WriteOnly, CreateOnly and ConditionalCreateOnly list paths of
	// properties; * stands for the index in a list.
	ReadOnly, WriteOnly, CreateOnly, ConditionalCreateOnly []string
	// PrimaryIdentifier lists the properties that identify a resource.
	PrimaryIdentifier []string
	// Attributes lists the paths that Fn::GetAtt accepts, as AWS's validator
	// knows them: more than the read-only properties for some types.
	Attributes []string

	root schema
}

// Properties returns the names of all top-level properties, read-only ones
// included, sorted.
func (t *Type) Properties() []string {
	return slices.Sorted(maps.Keys(t.root.Properties))
}

// TagProperty returns the name of the property that holds the resource's tags,
// and false for a type that cannot be tagged. See [Type.TagsAreMap] for its shape.
func (t *Type) TagProperty() (string, bool) {
	_, ok := t.root.Properties["Tags"]
	return "Tags", ok
}

// TagsAreMap reports whether tags are an object from key to value, in contrast to
// the usual list of {Key, Value}.
func (t *Type) TagsAreMap() bool {
	tags := t.root.Properties["Tags"]
	return tags != nil && slices.Contains(tags.Types, "object")
}

// Lookup returns the type with the given name, and false if smgen carries no
// schema for it.
func Lookup(typeName string) (*Type, bool) {
	load, ok := registry()[typeName]
	if !ok {
		return nil, false
	}
	// A file that does not decode is a mistake of the build, which a test of all
	// types finds; there is nothing to say to the user.
	t, err := load()
	return t, err == nil
}

// Types returns the names of all embedded types, sorted.
func Types() []string {
	return slices.Sorted(maps.Keys(registry()))
}

//go:embed types/*_gen.json
var files embed.FS

var registry = sync.OnceValue(func() map[string]func() (*Type, error) {
	known := map[string]func() (*Type, error){}
	names, _ := fs.Glob(files, "types/*_*_gen.json") // fails on a malformed pattern only
	for _, file := range names {
		known[typeNameOf(file)] = sync.OnceValues(func() (*Type, error) {
			data, err := files.ReadFile(file)
			if err != nil {
				return nil, err
			}
			return decode(data)
		})
	}
	return known
})

// typeNameOf turns types/Scheduler_Schedule_gen.json into
// AWS::Scheduler::Schedule; tools/cfnschema does the reverse.
func typeNameOf(file string) string {
	base := strings.TrimSuffix(strings.TrimPrefix(file, "types/"), "_gen.json")
	return "AWS::" + strings.ReplaceAll(base, "_", "::")
}
