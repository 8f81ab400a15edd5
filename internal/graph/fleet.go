package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// maxStacks is how many stacks a drawing of a fleet shows.
const maxStacks = 60

// Stack is one stack of a fleet.
type Stack struct {
	// Name is the stack's, for people.
	Name     string
	Document *template.Document
	// Place may be unknown.
	Place trace.Place
}

// member is a stack while the fleet is drawn.
type member struct {
	Stack
	key       string
	ids       []string
	launches  []trace.Launch
	listeners []listener
}

// Fleet draws many stacks: the jobs of each with what starts them, and what
// connects one stack to another: events of completed jobs, exports, and topics
// that several tell. Stacks are drawn in the order given, those beyond the first
// 60 are counted.
func Fleet(stacks []Stack) string {
	var f flowchart
	if n := len(stacks) - maxStacks; n > 0 {
		f.leftGroups = n
		stacks = stacks[:maxStacks]
	}
	var members []member
	for i, s := range stacks {
		m := member{Stack: s, key: fmt.Sprintf("stack %02d", i), ids: slices.Sorted(maps.Keys(s.Document.Resources)), launches: trace.Launches(s.Document, s.Place)}
		m.listeners = listeners(s.Document, m.ids)
		f.groups = append(f.groups, box{key: m.key, lines: []string{s.Name}})
		f.drawMember(&m)
		members = append(members, m)
	}
	f.drawEvents(members)
	f.drawExports(members)
	f.drawTopics(members)
	return f.String()
}

// jobOf is the key of a job of a stack.
func (m *member) jobOf(l *trace.Launch) string { return m.key + " " + jobKey(l) }

// drawMember draws a stack's jobs; of a stack without jobs, how much it holds.
func (f *flowchart) drawMember(m *member) {
	for i := range m.launches {
		l := &m.launches[i]
		b := f.add(box{key: m.jobOf(l), kind: job, lines: describeJob(l), group: m.key})
		if l.Trigger == "" {
			continue
		}
		for _, line := range describe(l.Trigger, m.Document.Resources[l.Trigger])[1:] {
			if !slices.Contains(b.lines, line) {
				b.lines = append(b.lines, line)
			}
		}
	}
	if len(m.launches) == 0 {
		f.add(box{key: m.key + " rest", kind: stack, lines: []string{counted(len(m.ids), "resource")}, group: m.key})
	}
}

// drawEvents connects a job with those that its end starts, in its own stack and
// in others of the account and region.
func (f *flowchart) drawEvents(members []member) {
	for t := range members {
		to := &members[t]
		for _, listener := range to.listeners {
			for i := range to.launches {
				if to.launches[i].Trigger == listener.rule {
					f.drawEvent(members, t, listener, to.jobOf(&to.launches[i]))
				}
			}
		}
	}
}

func (f *flowchart) drawEvent(members []member, t int, l listener, started string) {
	for m := range members {
		from := &members[m]
		for i := range from.launches {
			heard := from.launches[i]
			if m == t && l.hearsOwn(&heard) || m != t && len(l.roles) == 0 && len(l.prefixes) > 0 && isTogether(from.Place, members[t].Place) && l.hears(&heard) {
				f.connect(edge{from: from.jobOf(&heard), to: started, label: l.statuses})
			}
		}
	}
}

// isTogether reports whether two stacks may hear each other's events.
func isTogether(a, b trace.Place) bool { return a.Account == b.Account && a.Region == b.Region }

// drawExports connects a stack with those that import from it.
func (f *flowchart) drawExports(members []member) {
	type export struct {
		place trace.Place
		name  string
	}
	owners := map[export]string{}
	for _, m := range members {
		for _, output := range m.Document.Outputs {
			if name := text(template.Object(output, "Export")["Name"]); name != "" {
				owners[export{m.Place, name}] = m.key
			}
		}
	}
	for _, to := range members {
		names := map[string][]string{}
		for _, name := range imports(to.Document) {
			if owner := owners[export{to.Place, name}]; owner != "" {
				names[owner] = append(names[owner], name)
			}
		}
		for _, from := range slices.Sorted(maps.Keys(names)) {
			label := names[from][0]
			if n := len(names[from]); n > 1 {
				label = counted(n, "export")
			}
			f.connect(edge{from: from, to: to.key, label: label, dotted: true})
		}
	}
}

// imports returns the exports that a template uses, sorted.
func imports(d *template.Document) []string {
	found := map[string]bool{}
	var visit func(any)
	visit = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, item := range v {
				visit(item)
			}
		case map[string]any:
			if name, argument := single(v); name == "Fn::ImportValue" {
				found[text(argument)] = true
			}
			for _, member := range v {
				visit(member)
			}
		}
	}
	for _, r := range d.Resources {
		visit(r.Properties)
	}
	return slices.Sorted(maps.Keys(found))
}

// drawTopics draws the topics that more than one stack tells.
func (f *flowchart) drawTopics(members []member) {
	tellers := map[string][]string{}
	for _, m := range members {
		s := newDrawing(m.Document, m.Place, nil)
		for _, id := range s.ids {
			s.drawLinks(id)
		}
		for _, b := range s.boxes {
			if b.kind == topic && b.outside && strings.Contains(b.key, ":sns:") {
				tellers[b.key] = append(tellers[b.key], m.key)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(tellers)) {
		if len(tellers[key]) < 2 {
			continue
		}
		f.add(box{key: key, kind: topic, lines: []string{nameOf(strings.TrimPrefix(key, "outside ")), noun(typeTopic)}, outside: true})
		for _, from := range tellers[key] {
			f.connect(edge{from: from, to: key, dotted: true})
		}
	}
}
