package compile_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spectest"
)

// stacksOf writes stacks by their directories, and returns the options to compile
// them all.
func stacksOf(t *testing.T, stacks map[string]string) compile.Options {
	t.Helper()
	files := map[string]string{}
	var dirs []string
	for dir, cue := range stacks {
		files[dir+"/"+source.StackFile] = cue
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	return compile.Options{Repository: spectest.Repository(t, files), Dirs: dirs, Version: "v1.0.0"}
}

// named returns a complete stack with a name of its own, as its training jobs have.
func named(name, more string) string {
	return strings.Replace(spectest.Complete(`trainingJobNamePrefix: "`+name+`"`), "project: ", "name: \""+name+"\"\n\t"+more+"\n\tproject: ", 1)
}

// slow returns a stack that takes far longer than a test waits.
func slow() string {
	head, rest, _ := strings.Cut(spectest.Complete(`environment: X: "\(len([for a in list.Range(0, 2000, 1) for b in list.Range(0, 2000, 1) if a+b < 0 {a}]))"`), "import")
	return head + "import \"list\"\nimport" + rest
}

// messages compiles stacks, and returns what the findings say.
func messages(t *testing.T, o compile.Options) []string {
	t.Helper()
	diags, err := compile.Run(t.Context(), o, func(*compile.Result) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, d := range diags {
		list = append(list, d.Message)
	}
	return list
}

func lines(diags []diag.Diagnostic) []string {
	var list []string
	for _, d := range withoutAdvice(diags) {
		list = append(list, fmt.Sprintf("%s %s: %s", d.Severity, d.Pos, d.Message))
	}
	return list
}

// TestRun hands on every result, also of stacks with mistakes.
func TestRun(t *testing.T) {
	o := stacksOf(t, map[string]string{
		"stacks/a": named("a", ""), "stacks/b": named("b", "oops: 1"), "stacks/c": named("c", ""), "stacks/d": "package stacks\nstack: {",
	})
	got := map[string]string{}
	diags, err := compile.Run(t.Context(), o, func(r *compile.Result) error {
		got[r.Dir] = fmt.Sprintf("template %t, errors %t", r.Template != nil, diag.HasErrors(r.Diags))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"stacks/a": "template true, errors false", "stacks/b": "template false, errors true",
		"stacks/c": "template true, errors false", "stacks/d": "template false, errors true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if len(diags) > 0 {
		t.Errorf("findings about the stacks as a whole: %v", lines(diags))
	}
}

// TestSameName finds stacks that CloudFormation would take for one, and leaves
// those of other regions and accounts alone.
func TestSameName(t *testing.T) {
	o := stacksOf(t, map[string]string{
		"stacks/a": named("same", ""), "stacks/b": named("same", ""), "stacks/c": named("same", ""),
		"stacks/d": strings.Replace(named("same", ""), `"us-east-1"`, `"eu-west-1"`, 1),
		"stacks/e": strings.Replace(named("same", ""), `"123456789012"`, `"210987654321"`, 1),
		"stacks/f": spectest.Complete(""), "stacks/g": spectest.Complete(""),
		// Without a project, nobody knows the names of these two.
		"stacks/h": strings.Replace(spectest.Complete(""), "project: ", "projct: ", 1),
		"stacks/i": strings.Replace(spectest.Complete(""), "project: ", "projct: ", 1),
	})
	want := []string{
		"error stacks/a/stack.cue:6:8: two stacks have the name same in us-east-1, account 123456789012: the other is stacks/b",
		"error stacks/b/stack.cue:6:8: two stacks have the name same in us-east-1, account 123456789012: the other is stacks/c",
		"error stacks/c/stack.cue:6:8: two stacks have the name same in us-east-1, account 123456789012: the other is stacks/a",
		"error stacks/f/stack.cue:6:15: two stacks have the name churn-staging in us-east-1, account 123456789012: the other is stacks/g",
		"error stacks/g/stack.cue:6:15: two stacks have the name churn-staging in us-east-1, account 123456789012: the other is stacks/f",
	}
	for range 5 {
		diags, err := compile.Run(t.Context(), o, func(*compile.Result) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, lines(diags)); diff != "" {
			t.Fatalf("findings (-want +got):\n%s", diff)
		}
	}
}

// TestSamePrefix finds jobs whose training jobs would have the same names, and
// leaves alone those of stacks that are one stack, which is said already.
func TestSamePrefix(t *testing.T) {
	two := strings.Replace(spectest.Complete(`trainingJobNamePrefix: "b"`), "jobs: train: {", `jobs: {[string]: {trainingJobNamePrefix: "b"}, other: {output: s3: "s3://acme/"}}`+"\n\tjobs: train: {", 1)
	o := stacksOf(t, map[string]string{
		"stacks/a": named("a", ""), "stacks/b": strings.Replace(two, "project: ", "name: \"b\"\n\tproject: ", 1),
		"stacks/c": strings.Replace(named("a", ""), `name: "a"`, `name: "c"`, 1),
		"stacks/d": strings.Replace(named("a", ""), `"us-east-1"`, `"eu-west-1"`, 1),
	})
	got := messages(t, o)
	want := []string{
		"two jobs name their training jobs a-… in us-east-1, account 123456789012: the other is stacks/c, jobs.train",
		"two jobs name their training jobs b-… in us-east-1, account 123456789012: the other is stacks/b, jobs.train",
		"two jobs name their training jobs b-… in us-east-1, account 123456789012: the other is stacks/b, jobs.other",
		"two jobs name their training jobs a-… in us-east-1, account 123456789012: the other is stacks/a, jobs.train",
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestSameResource finds stacks that would create one resource, and leaves alone
// what has its name in a region or a stack of its own.
func TestSameResource(t *testing.T) {
	stack := func(name string) string {
		return strings.Replace(spectest.Complete(`trainingJobNamePrefix: "`+name+`"
			schedule: {expression: "cron(0 2 * * ? *)", name: "nightly"}
			launch: lambda: name: "launcher"
			launchRole: name: "launching"
			registration: {modelPackageGroup: "churn", create: true}`), "project: ", "name: \""+name+"\"\n\tmlflow: {name: \"ml\", artifacts: \"s3://acme-ml/mlflow/\"}\n\tproject: ", 1)
	}
	o := stacksOf(t, map[string]string{
		"stacks/a": stack("a"), "stacks/b": stack("b"), "stacks/c": strings.Replace(stack("c"), `"us-east-1"`, `"eu-west-1"`, 1),
		"stacks/d": strings.Replace(strings.Replace(stack("d"), `"123456789012"`, `"210987654321"`, 1), "123456789012.dkr", "210987654321.dkr", 1),
	})
	got := messages(t, o)
	slices.Sort(got)
	want := []string{
		"two stacks create the MLflow app ml in us-east-1, account 123456789012: the other is stacks/a, mlflow.name",
		"two stacks create the MLflow app ml in us-east-1, account 123456789012: the other is stacks/b, mlflow.name",
		"two stacks create the function launcher in us-east-1, account 123456789012: the other is stacks/a, jobs.train.launch.lambda.name",
		"two stacks create the function launcher in us-east-1, account 123456789012: the other is stacks/b, jobs.train.launch.lambda.name",
		"two stacks create the model package group churn in us-east-1, account 123456789012: the other is stacks/a, jobs.train.registration.modelPackageGroup",
		"two stacks create the model package group churn in us-east-1, account 123456789012: the other is stacks/b, jobs.train.registration.modelPackageGroup",
		"two stacks create the role launching in account 123456789012: the other is stacks/a, jobs.train.launchRole.name",
		"two stacks create the role launching in account 123456789012: the other is stacks/b, jobs.train.launchRole.name",
		"two stacks create the role launching in account 123456789012: the other is stacks/c, jobs.train.launchRole.name",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestWatchdog names the stack that takes too long, and says that others were
// left out; what was found before is handed on.
func TestWatchdog(t *testing.T) {
	stacks := map[string]string{"stacks/a": named("a", "")}
	for i := range runtime.GOMAXPROCS(0) {
		stacks[fmt.Sprintf("stacks/slow%d", i)] = slow()
	}
	stacks["stacks/z1"], stacks["stacks/z2"] = named("z1", ""), named("z2", "")
	o := stacksOf(t, stacks)
	o.Timeout = 300 * time.Millisecond
	var seen []string
	start := time.Now()
	diags, err := compile.Run(t.Context(), o, func(r *compile.Result) error {
		seen = append(seen, r.Dir)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("the run took %s, want little more than the limit", took)
	}
	if diff := cmp.Diff([]string{"stacks/a"}, seen); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	// The second slow stack is reported, or counted with those left out,
	// depending on which of the two is looked at when the time is over.
	got := strings.Join(lines(diags), "\n")
	for _, want := range []string{"error stacks/slow0/stack.cue: the evaluation takes longer than 300ms", " of the other stacks were not checked because of it: ", "stacks/z1, stacks/z2"} {
		if !strings.Contains(got, want) {
			t.Errorf("findings:\n%s\nwant %q among them", got, want)
		}
	}
}

// TestMemoryLimit gives up before the machine does.
func TestMemoryLimit(t *testing.T) {
	o := stacksOf(t, map[string]string{"stacks/slow": slow()})
	o.MaxMemory = 1 << 20
	diags, err := compile.Run(t.Context(), o, func(*compile.Result) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"error stacks/slow/stack.cue: the evaluation takes more than 1 MB of memory"}, lines(diags)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestEnd ends a run from outside, and leaves no worker behind.
func TestEnd(t *testing.T) {
	stacks := map[string]string{}
	for i := range 20 {
		stacks[fmt.Sprintf("stacks/s%02d", i)] = named(fmt.Sprintf("s%d", i), "")
	}
	o := stacksOf(t, stacks)
	before := runtime.NumGoroutine()
	full := errors.New("no space left")
	calls := 0
	_, err := compile.Run(t.Context(), o, func(*compile.Result) error {
		calls++
		return full
	})
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("after %d calls the error is %v, want %v after one", calls, err, full)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = compile.Run(ctx, o, func(*compile.Result) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("there are %d goroutines, and were %d", runtime.NumGoroutine(), before)
		}
	}
}
