package trace

import (
	"slices"

	"github.com/smgen/smgen/internal/template"
)

// Place is where a stack is deployed. Empty fields are unknown: then references
// such as AWS::Region stay references, and literal ARNs are taken to name the
// stack's own place if all that the policies hold agree on it.
type Place struct{ Partition, Region, Account string }

// Role is a role that takes part in a launch.
type Role struct {
	// ID is its logical ID, empty if it is not in the template.
	ID string
	// ARN is its ARN for people to read, with references as ${Role}.
	ARN string
}

// Launch is one way in which a template starts a training job.
type Launch struct {
	// Trigger is the logical ID of the schedule or rule; empty if nothing in the
	// template starts the job, so that a person has to.
	Trigger string
	// Via are the logical IDs of what stands between trigger and SageMaker: the
	// function or the state machine.
	Via []string
	// Role is the role that calls CreateTrainingJob, zero where that is a person.
	// TrainingRole is the one that the request passes on.
	Role, TrainingRole Role
	// At is the JSON Pointer of the request in the template, in the form of
	// template.Template.Origin: /Resources/R/Properties/Target/Input#/request.
	At string
	// Request is what SageMaker would receive in a sample run: a tree of
	// map[string]any, []any, string, json.Number and bool, with a [Symbolic] for
	// each string that CloudFormation completes.
	Request map[string]any

	name string // the training job's name, with marks
}

// Launches finds all launches of a template, in the order of their triggers'
// logical IDs and then those that a person starts. A trigger whose request
// cannot be read starts no launch; [Prove] says so.
func Launches(d *template.Document, p Place) []Launch {
	t := newTracer(d, p)
	t.follow()
	return t.launches
}

// Prove returns what is wrong with the launches of a template, and by notes what
// cannot be proven; nothing if each of them is proven. The order is that of the
// launches, and the same in each run.
func Prove(d *template.Document, p Place) []Finding {
	t := newTracer(d, p)
	t.follow()
	for i := range t.launches {
		t.proveRequest(&t.launches[i])
		t.needForTraining(&t.launches[i])
	}
	t.proveRoles()
	return t.findings
}

// tracer follows one template.
type tracer struct {
	doc   *template.Document
	place Place
	// ids are the logical IDs in order.
	ids   []string
	marks marks
	// names and arns are the physical names and the ARNs of resources by logical
	// ID, as far as they were asked for.
	names, arns map[string]string
	// byARN finds a resource by its ARN, byType lists logical IDs by type.
	byARN  map[string]string
	byType map[string][]string

	// reached are the functions and state machines that a trigger starts.
	reached map[string]bool
	// running are the functions whose needs to run are noted, data those of the
	// inline functions that start no job.
	running  map[string]bool
	data     map[string]map[string]any
	launches []Launch
	roles    map[string]*role
	order    []*role // in the order in which they were first mentioned
	findings []Finding
}

// The types of resources that launches are made of.
const (
	typeSchedule = "AWS::Scheduler::Schedule"
	typeRule     = "AWS::Events::Rule"
	typeFunction = "AWS::Lambda::Function"
	typeMachine  = "AWS::StepFunctions::StateMachine"
	typeKept     = "AWS::CloudFormation::WaitConditionHandle"
	typeRole     = "AWS::IAM::Role"
)

// newTracer reads what the whole template is asked for again and again.
func newTracer(d *template.Document, p Place) *tracer {
	t := &tracer{
		doc: d, place: p,
		names: map[string]string{}, arns: map[string]string{}, byARN: map[string]string{}, byType: map[string][]string{},
		reached: map[string]bool{}, running: map[string]bool{}, data: map[string]map[string]any{}, roles: map[string]*role{},
	}
	for id := range d.Resources {
		t.ids = append(t.ids, id)
	}
	slices.Sort(t.ids)
	t.inferPlace()
	for _, id := range t.ids {
		typeName := d.Resources[id].Type
		t.byType[typeName] = append(t.byType[typeName], id)
		if _, known := physicalOf(typeName); known {
			t.byARN[t.arnOf(id)] = id
		}
	}
	return t
}

func (t *tracer) follow() {
	for _, id := range t.byType[typeSchedule] {
		t.followSchedule(id)
	}
	for _, id := range t.byType[typeRule] {
		t.followRule(id)
	}
	t.followMappings()
	for _, id := range t.byType[typeKept] {
		t.followKept(id)
	}
	for _, id := range t.byType[typeFunction] {
		if !t.reached[id] {
			t.followFunction(id, trigger{}, byHand())
		}
	}
	for _, id := range t.byType[typeMachine] {
		if !t.reached[id] {
			t.followMachine(id, trigger{}, byHand(), sampleID)
		}
	}
}

// properties returns the properties of a resource as they stand.
func (t *tracer) properties(id string) map[string]any { return t.doc.Resources[id].Properties }
