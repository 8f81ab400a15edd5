package review

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
	"github.com/smgen/smgen/internal/trace"
	"github.com/smgen/smgen/schema"
)

// origins finds where in the specs values of a template come from.
type origins struct{ after *end }

// at returns the position of the value at a pointer, or of the nearest one around
// it within the resource. What the schema alone decides has no place in the specs.
func (o origins) at(pointer string) string {
	if o.after == nil || len(o.after.Origins) == 0 {
		return ""
	}
	for strings.Count(pointer, "/") > 1 {
		position, known := o.after.Origins[pointer]
		if known && !strings.HasPrefix(position, schema.ImportPath) {
			return position
		}
		above, ok := trace.Parent(pointer)
		if !ok {
			break
		}
		pointer = above
	}
	return ""
}

// jobs adds the origins to the lines of jobs.
func (o origins) jobs(list []jobs.Job) []Job {
	out := []Job{}
	for _, j := range list {
		job := Job{Job: j, Lines: []Line{}}
		for _, l := range j.Lines {
			job.Lines = append(job.Lines, Line{l, o.line(j.Name, l)})
		}
		job.Job.Lines = nil
		out = append(out, job)
	}
	return out
}

// line returns the origin of a line: of the first of its values that has one.
func (o origins) line(job string, l jobs.Line) string {
	var roots []string
	if l.Resource != "" {
		roots = append(roots, "/Resources/"+l.Resource+"/Properties")
	} else {
		for _, launch := range o.after.allLaunches() {
			if launch.job == job {
				roots = append(roots, launch.At)
			}
		}
	}
	for _, root := range roots {
		for _, v := range l.Values {
			if position := o.at(root + pointerOf(v.Path)); position != "" {
				return position
			}
		}
		if position := o.at(root); position != "" && len(l.Values) == 0 {
			return position
		}
	}
	return ""
}

// pointerOf writes the path of a value as a JSON pointer, up to the first list:
// how an element is counted, the path does not say.
func pointerOf(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path, ".") {
		name, _, isElement := strings.Cut(part, "[")
		if name != "" {
			b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
		}
		if isElement {
			break
		}
	}
	return b.String()
}

// changes returns the origins of what changes for its own sake.
func (o origins) changes(list []plan.Change) []Origin {
	found := []Origin{}
	add := func(id, path string) {
		if position := o.at("/Resources/" + id + path); position != "" {
			found = append(found, Origin{LogicalResourceId: id, Path: path, Position: position})
		}
	}
	for _, c := range list {
		r := c.ResourceChange
		if r.Action == plan.Add {
			add(r.LogicalResourceId, "")
		}
		for _, d := range r.Details {
			if d.ChangeSource == plan.DirectModification {
				add(r.LogicalResourceId, d.Target.Path)
			}
		}
	}
	return slices.Compact(found)
}

// fileOf is the file of a position such as stacks/a/stack.cue:3:4, lineOf the file
// and the line.
func fileOf(position string) string {
	file, _, _ := strings.Cut(lineOf(position), ":")
	return file
}

func lineOf(position string) string {
	if i := strings.LastIndexByte(position, ':'); i > 0 {
		return position[:i]
	}
	return position
}
