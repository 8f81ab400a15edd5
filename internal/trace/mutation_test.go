package trace_test

import (
	"maps"
	"regexp"
	"sync"
	"testing"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// harmless are changes that leave every launch as it was, each with the reason.
// Empty fields fit everything.
type harmless struct {
	sid, element, change, item string // regular expressions
	in, unless                 string // found in the statement, or the text
	typeName, resource         string
	custom                     bool // not where a launcher's code is in the template
	why                        string
}

func (h *harmless) fits(m mutation, compiled map[string]*regexp.Regexp) bool {
	fits := func(expression, text string) bool {
		if expression != "" && compiled[expression] == nil {
			compiled[expression] = regexp.MustCompile(expression)
		}
		return expression == "" || compiled[expression].MatchString(text)
	}
	return fits(h.sid, m.sid) && fits(h.element, m.element) && fits(h.change, m.change) && fits(h.item, m.item) && fits(h.typeName, m.typeName) &&
		fits(h.resource, m.resource) && !(h.custom && m.inline) &&
		fits(h.in, m.in) && (h.unless == "" || !fits(h.unless, m.in+m.item))
}

func harmlessChanges() []*harmless {
	const (
		mlflow  = `GetLoggedModel|FinalizeLoggedModel|LogLoggedModelParams|SetLoggedModelTags|LogInputs|LogModel|LogOutputs|ListArtifacts|SearchExperiments|SetExperimentTag`
		models  = `CreateModelVersion|CreateRegisteredModel|GetModelVersion|GetRegisteredModel|SearchModelVersions|SetRegisteredModelAlias|UpdateModelVersion`
		outputs = `s3:::(acme-models|acme-observed|acme-sealed|acme-mlflow)"|"models-bucket"`
		// What MLflow writes to is the one resource of the statement.
		artifacts = `"Resource":\[("arn:aws:s3:::(acme-mlflow|acme-models)/[a-z/]*\*"|[^\]]*"models-bucket"},"/mlflow/\*"\]\]\})\]`
	)
	return []*harmless{
		{sid: `^Access\d+$`, why: "a permission of the user's own: nothing in the template says what for"},
		{sid: `^ReadSecrets$`, why: "which secrets a launcher of the user's own reads, its code says"},
		{sid: `^StartTraining$`, element: `^Action$`, item: `DescribeTrainingJob`, custom: true, unless: `ListTags`,
			why: "whether a launcher of the user's own asks for the job, its code says; smgen's own do"},

		{sid: `^LocateBuckets$`, why: "SageMaker knows the region that it reads from and writes to: the API reference does not list the action"},
		{sid: `^WriteMetrics$`, element: `^Condition$`, change: `remove`, why: "without the condition the role may do more, not less"},
		{sid: `^Encrypt(Output|Volume)$`, element: `^Condition$`, change: `remove`, why: "without the condition the role may do more, not less"},
		{sid: `^ListBucket\d$`, element: `^Condition$`, change: `remove`, why: "without the condition the role may do more, not less"},
		{sid: `^FindLog$`, element: `^Resource$`, why: "AWS documents a log group's ARN with and without what is below it: one of the two is enough"},

		{sid: `^ListBucket\d$`, in: outputs, unless: `checkpoints/`, why: "only outputs are in this bucket, and writing needs no listing"},
		{sid: `^ListBucket\d$`, element: `^Value$`, item: `^"(mlflow|data|training-outputs|model-artifacts|models|debugger|profiler|tensorboard)/\*"$`,
			why: "the prefix is an output's, and writing needs no listing"},
		{sid: `^ListBucket\d$`, element: `^Value$`, in: outputs, unless: `"checkpoints/[a-z/]*\*"$`, why: "of the prefixes in this bucket only that of the checkpoints is read"},

		{sid: `^ReadInput$|^WriteOutput$`, element: `^Resource$`, item: `/mlflow/|acme-mlflow`, why: "where MLflow keeps artifacts is not in the request"},
		{sid: `^ReadInput$`, in: artifacts, why: "where MLflow keeps artifacts is not in the request"},
		{sid: `^ReadInput$`, element: `^Resource$`, in: `"arn:aws:s3:::acme-data/\*"`, unless: `\}"arn:aws:s3:::acme-data/\*"$`,
			why: "the whole bucket is allowed, too"},
		{sid: `^WriteOutput$`, element: `^(Statement|Action|Resource)$`, in: `net-models"},"/runs/\*"`, why: "checkpoints are kept below the whole bucket, with the same actions"},
		{sid: `^CallMlflowServer$`, element: `^Action$`, item: mlflow, why: "a run with parameters and metrics does without; which other calls a script makes, nothing in the template says"},
		{sid: `^CallMlflowServer$`, element: `^Action$`, item: models, why: "whether a script registers models, nothing in the template says"},

		{sid: `^ReadModel$`, why: "which object holds the model is known when a job has completed"},
		{resource: `^MlflowRole$`, why: "in this role MLflow itself acts, and no launch"},
		{sid: `^CountRuns$`, element: `^Condition$`, change: `remove`, why: "without the condition the role may do more, not less"},
		{resource: `RegistrationRule$`, element: `InputPathsMap`, why: "what a registrar hears starts no job"},

		{typeName: `Lambda::Permission`, element: `SourceAccount`, change: `remove`, why: "the rule's ARN names the account"},
		{typeName: `QueuePolicy`, element: `^Condition$`, change: `remove`, item: `aws:SourceAccount`, why: "the rule's ARN names the account"},

		{element: `^text$`, item: `scheduled-time> to always`, custom: true, why: "the time is a text for the container, or for a launcher of the user's own"},
	}
}

// TestMutations changes every part of every golden that a launch depends on, one
// at a time: the proof objects to each change but those that are harmless.
func TestMutations(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	used := map[string]bool{}
	var mu sync.Mutex
	t.Run("goldens", func(t *testing.T) {
		for name, d := range goldenTemplates(t) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				own := mutate(t, name, d)
				mu.Lock()
				defer mu.Unlock()
				maps.Copy(used, own)
			})
		}
	})
	for _, h := range harmlessChanges() {
		if !used[h.why+h.element+h.item] {
			t.Errorf("no change fits the harmless one %q; take it out", h.why)
		}
	}
}

// mutate tries all changes of a template, and returns which harmless ones were
// among them.
func mutate(t *testing.T, name string, d *template.Document) (used map[string]bool) {
	used = map[string]bool{}
	table, compiled, place := harmlessChanges(), map[string]*regexp.Regexp{}, placeOf(name)
	known := map[*template.Document]map[trace.Finding]bool{}
	mutations(d, func(m mutation) {
		isHarmless := false
		for _, h := range table {
			if h.fits(m, compiled) {
				isHarmless, used[h.why+h.element+h.item] = true, true
			}
		}
		if known[m.of] == nil {
			known[m.of] = map[trace.Finding]bool{}
			for _, f := range trace.Prove(m.of, place) {
				known[m.of][f] = true
			}
		}
		objections := 0
		for _, f := range trace.Prove(m.document, place) {
			if !known[m.of][f] {
				objections++
				if isHarmless {
					t.Errorf("%s is harmless, and the proof objects: %s %s", m, f.Rule, f.Message)
				}
			}
		}
		if objections == 0 && !isHarmless {
			t.Errorf("the proof does not object to this: %s", m)
		}
	})
	return used
}
