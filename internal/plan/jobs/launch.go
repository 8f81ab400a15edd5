package jobs

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// Kind is what makes the call CreateTrainingJob, in the spelling of specs.
type Kind string

// The kinds.
const (
	Scheduler     Kind = "scheduler"     // EventBridge Scheduler, by its universal target
	Lambda        Kind = "lambda"        // smgen's own function
	StepFunctions Kind = "stepFunctions" // a state machine
	Custom        Kind = "custom"        // a function of the user's
)

const (
	typeSchedule    = "AWS::Scheduler::Schedule"
	typeMachine     = "AWS::StepFunctions::StateMachine"
	typeInvocations = "AWS::Lambda::EventInvokeConfig"
)

// side is one of the two templates.
type side struct {
	document *template.Document
	values   func(any) any
	launches []*launch
}

// launch is one launch of a template, ready to be compared.
type launch struct {
	side *side
	trace.Launch
	kind    Kind
	name    string // of the job
	request map[string]any
}

func read(d *template.Document, p trace.Place) *side {
	if d == nil {
		d = &template.Document{}
	}
	s := &side{document: d, values: plan.Values(d)}
	for _, l := range trace.Launches(d, p) {
		request, _ := everyRun(l.Request).(map[string]any)
		out := &launch{side: s, Launch: l, request: request}
		out.kind = out.kindOf()
		name, _ := request["TrainingJobName"].(string)
		out.name = strings.TrimSuffix(strings.TrimSuffix(name, "*"), "-")
		if out.name == "" {
			out.name = out.anchor()
		}
		s.launches = append(s.launches, out)
	}
	return s
}

// everyRun returns a copy of a request in which text holds for every run and
// references are text.
func everyRun(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, child := range v {
			out[trace.AnyRun(key)] = everyRun(child)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = everyRun(child)
		}
		return out
	case string:
		return trace.AnyRun(v)
	case fmt.Stringer:
		if _, isNumber := v.(json.Number); !isNumber {
			return trace.AnyRun(v.String())
		}
	}
	return v
}

func (l *launch) kindOf() Kind {
	id, inside, _ := strings.Cut(strings.TrimPrefix(l.At, "/Resources/"), "/")
	switch {
	case len(l.Via) > 0 && l.side.document.Resources[l.Via[0]].Type == typeMachine:
		return StepFunctions
	case len(l.Via) > 0 && id == l.Via[0]:
		return Lambda
	case len(l.Via) > 0 || strings.HasSuffix(inside, "#/request"):
		return Custom
	}
	return Scheduler
}

// anchor is the logical ID that identifies the launch beside its name.
func (l *launch) anchor() string {
	switch {
	case l.Trigger != "":
		return l.Trigger
	case len(l.Via) > 0:
		return l.Via[0]
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(l.At, "/Resources/"), "/")
	return id
}

// within returns where the request is in a text of a resource, as a JSON Pointer
// into the text, if it is in the one at the pointer from the resource on.
func (l *launch) within(resource, pointer string) (inner string, ok bool) {
	outer, inner, found := strings.Cut(l.At, "#")
	return inner, found && outer == "/Resources/"+resource+pointer
}

// properties returns the evaluated properties of a resource.
func (s *side) properties(id string) map[string]any {
	tree, _ := s.values(s.document.Resources[id].Properties).(map[string]any)
	return tree
}
