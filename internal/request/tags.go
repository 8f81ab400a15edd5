package request

import (
	"strconv"

	"github.com/smgen/smgen/internal/spec"
)

// Tag is one AWS tag and the field of the spec that it came from.
type Tag struct {
	Key, Value string
	Path       string
}

// Tags returns the tags of a job, or with a nil job those of the stack's shared
// resources, in the order of their keys: the user's own, and Project,
// Environment, Owner, Repository, ManagedBy and Service, which the user's win
// over.
func Tags(stack *spec.Stack, job *spec.Job) []Tag {
	tags := map[string]Tag{}
	add := func(key, value, path string) {
		if value != "" {
			tags[key] = Tag{key, value, path}
		}
	}
	add("Project", stack.Project, "project")
	add("Environment", stack.Environment, "environment")
	add("Owner", stack.Owner, "owner")
	add("Repository", stack.Repository, "repository")
	add("ManagedBy", "smgen", "")
	add("Service", "sagemaker-training", "")
	own := func(values map[string]string, path string) {
		for key, value := range values {
			tags[key] = Tag{key, value, spec.Join(path, key)}
		}
	}
	own(stack.Tags, "tags")
	if job != nil {
		own(job.Tags, job.Path()+".tags")
	}
	list := make([]Tag, 0, len(tags))
	for _, key := range spec.SortedKeys(tags) {
		list = append(list, tags[key])
	}
	return list
}

func quoted(t spec.Text) string { return strconv.Quote(t.String()) }
