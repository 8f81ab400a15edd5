package graph

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// Draw draws a template of a stack, with what a change does to it. The place may
// be unknown. The text ends in a line break; [Fence] makes it a part of Markdown.
func Draw(d *template.Document, place trace.Place, marks Marks) string {
	s := newDrawing(d, place, marks)
	for _, id := range s.ids {
		if s.isDrawn(id) {
			s.resource(id)
		}
	}
	s.drawJobs()
	for _, id := range s.ids {
		s.drawLinks(id)
	}
	s.drawListeners()
	s.drawRest()
	return s.String()
}

// Fence returns a drawing as a block of Markdown, as GitHub and GitLab show it.
func Fence(drawing string) string { return "```mermaid\n" + drawing + "```\n" }

// drawing is the flowchart of one template.
type drawing struct {
	flowchart
	doc      *template.Document
	marks    Marks
	ids      []string
	launches []trace.Launch
	// watched are the resources that an alarm watches.
	watched map[string]bool
	// byName finds resources that have a name of their own by the end of their ARN,
	// in lower case as SageMaker writes it.
	byName map[string]string
}

func newDrawing(d *template.Document, place trace.Place, marks Marks) *drawing {
	s := &drawing{doc: d, marks: marks, ids: slices.Sorted(maps.Keys(d.Resources)), launches: trace.Launches(d, place), watched: map[string]bool{}, byName: map[string]string{}}
	for _, id := range s.ids {
		r := d.Resources[id]
		if name := ownName(r); name != "" {
			s.byName[strings.ToLower(name)] = id
		}
		if r.Type == typeAlarm {
			for _, watched := range references(d, r.Properties["Dimensions"]) {
				s.watched[watched] = true
			}
		}
	}
	return s
}

// isDrawn reports whether a resource has a box: those that only connect others
// have none, unless they are marked or watched.
func (s *drawing) isDrawn(id string) bool {
	return !isPlumbing(s.doc.Resources[id].Type) || s.marks[id] != Same || s.watched[id]
}

// resource returns the key of a resource's box.
func (s *drawing) resource(id string) string {
	r := s.doc.Resources[id]
	return s.add(box{key: "resource " + id, kind: kindOf(r.Type), lines: describe(id, r), mark: s.marks[id]}).key
}

// named returns the key of the box for a value that names one thing: a resource
// of the template, or something outside of it, for which kind is what it is taken
// for. It is empty where the value says nothing.
func (s *drawing) named(value any, kind kind) string {
	if ids := references(s.doc, value); len(ids) == 1 {
		return s.resource(ids[0])
	}
	name := text(value)
	if name == "" || name == "*" {
		return ""
	}
	if id, own := s.byName[strings.ToLower(nameOf(name))]; own && kindOf(s.doc.Resources[id].Type) == kind {
		return s.resource(id)
	}
	return s.outside(name, kind)
}

// outside returns the key of the box of what the template names and does not hold.
func (s *drawing) outside(name string, kind kind) string {
	lines := []string{nameOf(name)}
	switch kind {
	case topic:
		lines = append(lines, noun(typeTopic))
	case queue:
		lines = append(lines, noun(typeQueue))
	}
	return s.add(box{key: "outside " + name, kind: kind, lines: lines, outside: true}).key
}

// jobKey is the same for the launches of one job: its names begin alike.
func jobKey(l *trace.Launch) string { return "job " + cmp.Or(l.Prefix(), l.At) }

// drawJobs draws the jobs and the way to each of them.
func (s *drawing) drawJobs() {
	for i := range s.launches {
		l := &s.launches[i]
		key := jobKey(l)
		s.add(box{key: key, kind: job, lines: describeJob(l), mark: s.markOf(l)})
		at := ""
		for _, id := range append([]string{l.Trigger}, l.Via...) {
			if id == "" {
				continue
			}
			next := s.resource(id)
			if at != "" {
				s.connect(edge{from: at, to: next})
			}
			at = next
		}
		if at != "" {
			s.connect(edge{from: at, to: key})
		}
		if l.TrainingRole.ID != "" {
			s.connect(edge{from: key, to: s.resource(l.TrainingRole.ID), dotted: true})
		} else if l.TrainingRole.ARN != "" {
			s.connect(edge{from: key, to: s.outside(l.TrainingRole.ARN, role), dotted: true})
		}
		if server := mlflowOf(l.Request); server != "" {
			s.connect(edge{from: key, to: s.server(server), label: "tracks"})
		}
	}
}

// markOf returns the mark of a job.
func (s *drawing) markOf(l *trace.Launch) Mark {
	if own := s.marks[l.At]; own != Same {
		return own
	}
	holder, _, _ := strings.Cut(strings.TrimPrefix(l.At, "/Resources/"), "/")
	if m := s.marks[holder]; m == Added || m == Removed {
		return m
	}
	return Same
}

// server returns the box of the MLflow that a request names, in the words of
// package trace: ${Mlflow.Arn} is a resource of the template.
func (s *drawing) server(name string) string {
	for _, match := range substitution().FindAllStringSubmatch(name, -1) {
		if _, own := s.doc.Resources[match[1]]; own {
			return s.resource(match[1])
		}
	}
	return s.named(name, store)
}

// drawRest connects what nothing is connected to yet by what it refers to: types
// that this package does not know, and marked ones that only connect others.
func (s *drawing) drawRest() {
	linked := map[string]bool{}
	for _, e := range s.edges {
		linked[e.from], linked[e.to] = true, true
	}
	for _, id := range s.ids {
		key := "resource " + id
		if s.boxes[key] == nil || linked[key] {
			continue
		}
		for _, other := range references(s.doc, s.doc.Resources[id].Properties) {
			if s.boxes["resource "+other] != nil {
				s.connect(edge{from: key, to: "resource " + other, dotted: true})
			}
		}
	}
}
