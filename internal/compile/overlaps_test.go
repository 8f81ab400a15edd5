package compile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spectest"
	"github.com/smgen/smgen/internal/template"
)

// overlapping returns what is found about several stacks with each other, in
// words, of which each has one line.
func overlapping(t *testing.T, o compile.Options) []string {
	t.Helper()
	diags, err := compile.Run(t.Context(), o, func(*compile.Result) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, d := range diags {
		place, _, _ := strings.Cut(d.Pos.File, "/stack.cue")
		text := fmt.Sprintf("%s %s %s %s: %s", d.Rule, d.Severity, place, d.Path, d.Message)
		if d.Waiver != nil {
			text += " (waived: " + d.Waiver.Reason + ")"
		}
		if d.Help == "" || d.Pos.Line == 0 || len(d.Related) != 1 || d.Related[0].Pos.Line == 0 {
			t.Errorf("finding %+v, want a next step, a place and the other place", d)
		}
		list = append(list, text)
	}
	slices.Sort(list)
	return list
}

// stackOf returns a stack of a name whose jobs are given in CUE.
func stackOf(name, jobs string) string {
	cue := spectest.Stack("defaults: image: \"" + spectest.Image + "\"\n\tjobs: [_]: output: s3: *\"s3://acme-ml/models/\" | _\n\tjobs: {\n" + jobs + "\n}")
	return strings.Replace(cue, "project: ", "name: \""+name+"\"\n\tproject: ", 1)
}

// TestOverlappingPrefixes finds prefixes that begin others, in one stack and in
// several of a region and account.
func TestOverlappingPrefixes(t *testing.T) {
	job := func(prefix string) string { return `train: trainingJobNamePrefix: "` + prefix + `"` }
	begins := func(short, where, long string) string {
		return fmt.Sprintf("the names of this job's training jobs, %s-…, begin those of %s, %s-…: its roles may act on them, too", short, where, long)
	}
	const field = "jobs.train.trainingJobNamePrefix: "
	o := stacksOf(t, map[string]string{
		"stacks/a": stackOf("a", job("churn")),
		"stacks/b": stackOf("b", job("churn-eu")),
		"stacks/c": stackOf("c", job("churn-eu-west")),
		"stacks/d": stackOf("d", job("churned")),
		"stacks/e": strings.Replace(stackOf("e", job("churn-eu")), `"us-east-1"`, `"eu-west-1"`, 1),
		"stacks/f": stackOf("f", `train: {}, "train-eu": {}`),
		"stacks/g": stackOf("g", `train: {trainingJobNamePrefix: "g", waive: [{rule: "SM510", reason: "as it was"}]}, other: trainingJobNamePrefix: "g-x"`),
		"stacks/h": stackOf("h", `train: trainingJobNamePrefix: "h", other: trainingJobNamePrefix: "h-x"`) + `stack: rules: SM510: severity: "error"`,
	})
	want := []string{
		"SM510 error stacks/h " + field + begins("h", "jobs.other", "h-x"),
		"SM510 warning stacks/a " + field + begins("churn", "stacks/b, jobs.train", "churn-eu"),
		"SM510 warning stacks/b " + field + begins("churn-eu", "stacks/c, jobs.train", "churn-eu-west"),
		"SM510 warning stacks/f jobs.train: " + begins("churn-staging-train", `jobs."train-eu"`, "churn-staging-train-eu"),
		"SM510 warning stacks/g " + field + begins("g", "jobs.other", "g-x") + " (waived: as it was)",
	}
	if diff := cmp.Diff(want, overlapping(t, o)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	o.WithoutRules = true
	if got := overlapping(t, o); got != nil {
		t.Errorf("findings without rules: %q", got)
	}
}

// TestOverlappingPlaces finds what is written below what is read, and channels that
// read each other for want of a slash.
func TestOverlappingPlaces(t *testing.T) {
	reads := func(read, whose, write string) string {
		return fmt.Sprintf("the channel reads every object that begins with s3://%s, and so what %s writes to s3://%s", read, whose, write)
	}
	mixes := func(read, other, whose string) string {
		return fmt.Sprintf("the channel reads every object that begins with s3://%s, and so those of s3://%s, which %s reads on its own", read, other, whose)
	}
	keeps := func(read, whose, write string) string {
		return fmt.Sprintf("each run starts with all that lies below s3://%s as its checkpoints, and deletes there what it does not keep; %s writes to s3://%s", read, whose, write)
	}
	const input = "SM511 warning stacks/a jobs.train.inputs.a.s3: "
	const checkpoints = "SM511 warning stacks/a jobs.train.checkpoints.s3: "
	for name, test := range map[string]struct {
		jobs string
		want []string
	}{
		"apart":                    {`train: inputs: {a: s3: "s3://bkt/train/", b: s3: "s3://bkt/train-test/"}`, nil},
		"no slash":                 {`train: inputs: {a: s3: "s3://bkt/train", b: s3: "s3://bkt/train-test/"}`, []string{input + mixes("bkt/train", "bkt/train-test/", "the job itself")}},
		"no slash, another job":    {`train: inputs: a: s3: "s3://bkt/train", other: inputs: a: s3: "s3://bkt/train2"`, []string{input + mixes("bkt/train", "bkt/train2", "jobs.other")}},
		"no slash, own directory":  {`train: inputs: {a: s3: "s3://bkt/train", b: s3: "s3://bkt/train/part/"}`, nil},
		"the same twice":           {`train: inputs: {a: s3: "s3://bkt/train", b: s3: "s3://bkt/train"}`, nil},
		"a manifest":               {`train: inputs: {a: {s3: "s3://bkt/train", s3DataType: "ManifestFile"}, b: s3: "s3://bkt/train-test/"}`, nil},
		"own models":               {`train: {inputs: a: s3: "s3://bkt/", output: s3: "s3://bkt/models/"}`, []string{input + reads("bkt/", "the job itself", "bkt/models/")}},
		"own models, whole bucket": {`train: {inputs: a: s3: "s3://bkt", output: s3: "s3://bkt/models"}`, []string{input + reads("bkt/", "the job itself", "bkt/models/")}},
		"exactly its models":       {`train: {inputs: a: s3: "s3://bkt/models", output: s3: "s3://bkt/models/"}`, nil},
		"exactly another's models": {`train: inputs: a: s3: "s3://bkt/m/x/", other: output: s3: "s3://bkt/m/x"`, nil},
		"in another's models":      {`train: inputs: a: s3: "s3://bkt/m/x/", other: output: s3: "s3://bkt/m/"`, nil},
		"another's models":         {`train: inputs: a: s3: "s3://bkt/m/", other: output: s3: "s3://bkt/m/x/"`, []string{input + reads("bkt/m/", "jobs.other", "bkt/m/x/")}},
		"another's models, no slash": {`train: inputs: a: s3: "s3://bkt/m", other: output: s3: "s3://bkt/m2/"`,
			[]string{input + reads("bkt/m", "jobs.other", "bkt/m2/")}},
		"models of what it waits for": {`train: {inputs: a: s3: "s3://bkt/m/", on: completed: job: "other", launch: lambda: {}}, other: output: s3: "s3://bkt/m/x/"`, nil},
		"a place by reference":        {`train: {inputs: a: s3: "s3://bkt/", output: s3: {bucket: {import: "bkt"}, prefix: "m/"}}`, nil},
		"read by reference":           {`train: {inputs: a: s3: {bucket: {import: "bkt"}, prefix: ""}, output: s3: "s3://bkt/m/"}`, nil},
		"outputs in each other":       {`train: output: s3: "s3://bkt/m/", other: output: s3: "s3://bkt/m/x/"`, nil},
		"own checkpoints of runs": {`train: {inputs: a: s3: "s3://bkt/", checkpoints: s3: "s3://bkt/c/"}`,
			[]string{input + reads("bkt/", "the job itself", "bkt/c/")}},
		"profiler": {`train: {inputs: a: s3: "s3://bkt/", request: ProfilerConfig: S3OutputPath: "s3://bkt/p"}`,
			[]string{input + reads("bkt/", "the job itself", "bkt/p/")}},
		"MLflow's artifacts": {`train: {inputs: a: s3: "s3://bkt/", mlflow: {arn: {import: "a"}, artifacts: "s3://bkt/ml/"}}`,
			[]string{input + reads("bkt/", "the job itself", "bkt/ml/")}},
		"checkpoints of runs":     {`train: checkpoints: s3: "s3://bkt/c/", other: checkpoints: s3: "s3://bkt/c/"`, nil},
		"checkpoints of one job":  {`train: checkpoints: {s3: "s3://bkt/c/", resume: "previous"}`, nil},
		"checkpoints, neighbours": {`train: checkpoints: {s3: "s3://bkt/c", resume: "previous"}, other: output: s3: "s3://bkt/c2/"`, nil},
		"checkpoints of two jobs": {`train: checkpoints: {s3: "s3://bkt/c/", resume: "previous"}, other: checkpoints: {s3: "s3://bkt/c/x", resume: "previous"}`,
			[]string{checkpoints + keeps("bkt/c/", "jobs.other", "bkt/c/x/")}},
		"checkpoints and models": {`train: checkpoints: {s3: "s3://bkt/c/", resume: "previous"}, train: output: s3: "s3://bkt/c/"`,
			[]string{checkpoints + keeps("bkt/c/", "the job itself", "bkt/c/")}},
		"waived": {`train: {inputs: a: s3: "s3://bkt/", output: s3: "s3://bkt/models/", waive: [{rule: "SM511", reason: "on purpose"}]}`,
			[]string{input + reads("bkt/", "the job itself", "bkt/models/") + " (waived: on purpose)"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := stacksOf(t, map[string]string{"stacks/a": stackOf("a", test.jobs)})
			if diff := cmp.Diff(test.want, overlapping(t, o)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOverlappingStacks compares what one stack writes with what another reads.
func TestOverlappingStacks(t *testing.T) {
	job := func(name, fields string) string {
		return stackOf(name, `train: {trainingJobNamePrefix: "`+name+`", `+fields+`}`)
	}
	o := stacksOf(t, map[string]string{
		"stacks/a": job("a", `inputs: a: s3: "s3://bkt/data"`),
		"stacks/b": job("b", `output: s3: "s3://bkt/data-2/models/"`),
		"stacks/c": job("c", `inputs: a: s3: "s3://bkt/data-2/"`),
		"stacks/d": job("d", `checkpoints: {s3: "s3://bkt/c/", resume: "previous"}`),
		"stacks/e": job("e", `checkpoints: {s3: "s3://bkt/c/", resume: "previous"}`),
		"stacks/f": job("f", `inputs: a: s3: "s3://bkt/data-2/", on: completed: trainingJobNamePrefix: "b", launch: lambda: {}`),
	})
	const keeps = "each run starts with all that lies below s3://bkt/c/ as its checkpoints, and deletes there what it does not keep; "
	want := []string{
		"SM511 warning stacks/a jobs.train.inputs.a.s3: the channel reads every object that begins with s3://bkt/data, and so what stacks/b, jobs.train writes to s3://bkt/data-2/models/",
		"SM511 warning stacks/c jobs.train.inputs.a.s3: the channel reads every object that begins with s3://bkt/data-2/, and so what stacks/b, jobs.train writes to s3://bkt/data-2/models/",
		"SM511 warning stacks/d jobs.train.checkpoints.s3: " + keeps + "stacks/e, jobs.train writes to s3://bkt/c/",
		"SM511 warning stacks/e jobs.train.checkpoints.s3: " + keeps + "stacks/d, jobs.train writes to s3://bkt/c/",
	}
	for range 3 {
		if diff := cmp.Diff(want, overlapping(t, o)); diff != "" {
			t.Fatalf("findings (-want +got):\n%s", diff)
		}
	}
}

// TestStacksGoTogether holds the examples and the goldens to the rules about
// several stacks.
func TestStacksGoTogether(t *testing.T) {
	repository, err := source.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	dirs, _ := repository.Find(repository.Dir, []string{"stacks/...", golden + "/..."})
	diags, err := compile.Run(t.Context(), compile.Options{Repository: repository, Dirs: dirs, Version: "devel", Format: template.JSON}, func(*compile.Result) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if diag.Reaches(diags, diag.Warning) {
		t.Errorf("the stacks do not go together:\n%s", findings(diags))
	}
}
