package trace

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/request/model"
)

// proveRequest proves that SageMaker takes the request of a launch: by the API's
// model, by what the model does not say of the machines, and by its name.
func (t *tracer) proveRequest(l *Launch) {
	who := l.who()
	missing := t.missing(l)
	if len(missing) > 1 {
		t.report(ruleRequest, l.At, fmt.Sprintf("%s sends a request without %s", who, and(missing)), "complete the request: each run would fail")
	}
	for _, p := range model.CreateTrainingJob().Validate(l.Request) {
		if p.Pointer == "" && len(missing) > 1 && slices.Contains(missing, p.Member) {
			continue
		}
		if s, ok := valueAt(l.Request, p.Pointer).(Symbolic); ok && s.least == 0 {
			continue // a reference in place of a number is filled in with one
		}
		if p.Unlisted {
			t.report(ruleMachine, l.At+p.Pointer, fmt.Sprintf("%s asks for a machine that is not known: %s", who, sentence(p)),
				strings.TrimPrefix(p.Help+" if it is newer than smgen's data, waive SM127 with that as the reason", " "))
			continue
		}
		t.report(ruleRequest, l.At+p.Pointer, fmt.Sprintf("%s sends a request that SageMaker refuses: %s", who, sentence(p)), p.Help)
	}
	if len(missing) == 1 && !slices.Contains(model.CreateTrainingJob().Required, missing[0]) {
		t.report(ruleRequest, l.At, fmt.Sprintf("%s sends a request without %s", who, missing[0]), "add it: only serverless jobs go without")
	}
	if l.name != "" && !t.differsByRun(l.name) {
		t.report(ruleName, l.At+"/TrainingJobName", fmt.Sprintf("each run of %s is named %s, and the account takes a name once", who, t.describe(l.name)),
			"put the run's ID into the name, such as <aws.scheduler.execution-id> in the input of a schedule")
	}
}

// missing returns the members that a request lacks and has to have, in order.
func (t *tracer) missing(l *Launch) []string {
	required := slices.Clone(model.CreateTrainingJob().Required)
	if l.Request["ServerlessJobConfig"] == nil {
		// See CreateTrainingJob in the API reference: only serverless jobs go without.
		required = append(required, "AlgorithmSpecification", "ResourceConfig", "StoppingCondition")
	}
	slices.Sort(required)
	return slices.DeleteFunc(slices.Compact(required), func(member string) bool { return l.Request[member] != nil })
}

// sentence says what is wrong with which member, once: some messages of the
// model start with the member's name.
func sentence(p model.Problem) string {
	first, rest, _ := strings.Cut(p.Message, " ")
	switch {
	case p.Member == "":
		return p.Message
	case p.Member == first || strings.HasSuffix(p.Member, "."+first):
		return p.Member + " " + rest
	}
	return p.Member + ": " + p.Message
}

// who names what starts the launch, for messages.
func (l *Launch) who() string {
	switch {
	case l.Trigger != "":
		return l.Trigger
	case len(l.Via) > 0:
		return l.Via[0]
	}
	id := strings.TrimPrefix(l.At, "/Resources/")
	id, _, _ = strings.Cut(id, "/")
	return id
}

// valueAt returns the value of a request at a JSON Pointer, nil if there is none.
func valueAt(tree any, pointer string) any {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch v := tree.(type) {
		case map[string]any:
			tree = v[strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")]
		case []any:
			n, err := index(step)
			if err != nil || n >= len(v) {
				return nil
			}
			tree = v[n]
		default:
			return nil
		}
	}
	return tree
}
