package request

import (
	"fmt"
	"slices"
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

// tags puts the job's tags on each training job; a schedule's own tags do not
// reach the jobs that it starts.
func (b *builder) tags() {
	tags := newList(b.at("tags"))
	for _, tag := range Tags(b.stack, b.job) {
		n := newObject(tag.Path)
		n.put(&node{path: tag.Path, scalar: tag.Key}, "Key")
		n.put(&node{path: tag.Path, scalar: tag.Value}, "Value")
		tags.list = append(tags.list, n)
	}
	b.scheduledTime(tags)
	b.putList(tags, "Tags")
}

// maxTags is how many tags a training job can have.
const maxTags = 50

// scheduledTime tags each training job with the time that it was started for,
// which nothing else says of a job that failed: the events of SageMaker carry the
// tags. It stands back for the user's own.
func (b *builder) scheduledTime(tags *node) {
	const key = "ScheduledTime"
	taken := slices.ContainsFunc(tags.list, func(n *node) bool { return n.members["Key"].scalar == key })
	if !b.job.IsTriggered() || taken || len(tags.list) >= maxTags {
		return
	}
	n := newObject("")
	n.put(&node{scalar: key}, "Key")
	n.put(&node{scalar: spec.Text{{Run: "time"}}}, "Value")
	at := slices.IndexFunc(tags.list, func(other *node) bool { return fmt.Sprint(other.members["Key"].scalar) > key })
	if at < 0 {
		at = len(tags.list)
	}
	tags.list = slices.Insert(tags.list, at, n)
}
