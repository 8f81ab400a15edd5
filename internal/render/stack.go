package render

import (
	"errors"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render/alerts"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// Assets reads the code at a path, relative to a stack's directory.
type Assets func(dir, path string) (launch.Asset, error)

// Result is a rendered stack.
type Result struct {
	Template *template.Template
	// Requests are the requests of the jobs by name.
	Requests map[string]*request.Request
	// Names are the names that the spec gives to resources, by what they name.
	Names  map[launch.Name]string
	Assets []launch.Asset
	Diags  []diag.Diagnostic
}

// Stack renders a stack. What is wrong with the spec is among the diagnostics;
// an error is a mistake in smgen.
func Stack(stack *spec.Stack, assets Assets) (*Result, error) {
	r := &renderer{
		stack:  stack,
		assets: assets,
		result: &Result{Template: template.New(), Requests: map[string]*request.Request{}},
		ids:    map[string]string{},
	}
	r.shared = launch.NewShared(stack, r.result.Template)
	r.describe()
	r.references()
	r.deployment()
	r.blanks()
	if err := r.mlflow(); err != nil {
		return nil, fmt.Errorf("render MLflow of %s: %w", stack.Dir, err)
	}
	for _, name := range stack.JobNames() {
		if err := r.job(stack.Jobs[name]); err != nil && !r.isTaken(err, name) {
			return nil, fmt.Errorf("render job %s of %s: %w", name, stack.Dir, err)
		}
	}
	found, err := alerts.Add(stack, r.result.Template, r.shared, r.jobs)
	if err != nil && !r.isTaken(err, "") {
		return nil, fmt.Errorf("render alerts of %s: %w", stack.Dir, err)
	}
	r.result.Diags = append(r.result.Diags, found...)
	if err := r.shared.Finish(); err != nil {
		return nil, fmt.Errorf("render %s: %w", stack.Dir, err)
	}
	r.tagValues()
	r.result.Names = r.shared.Claimed()
	r.resources()
	if len(r.result.Template.Resources()) == 0 && len(stack.Resources) == 0 {
		r.report("jobs", "the stack has no jobs and no resources", "add a job: jobs: <name>: {image: …, output: s3: …}")
	}
	return r.result, nil
}

type renderer struct {
	stack  *spec.Stack
	assets Assets
	shared *launch.Shared
	result *Result
	jobs   []*launch.Job
	// ids are the jobs by the start of their logical IDs.
	ids map[string]string
}

func (r *renderer) report(path, message, help string) {
	r.result.Diags = append(r.result.Diags, diag.Diagnostic{Pos: r.stack.Origins.At(path).Pos, Path: path, Message: message, Help: help})
}

func (r *renderer) describe() {
	r.result.Template.Description = r.stack.Description
	if r.stack.Description == "" {
		r.result.Template.Description = "Training jobs of " + r.stack.Project + " in " + r.stack.Environment
	}
	if len(r.stack.RolePath) > 512 {
		r.report("rolePath", fmt.Sprintf("the path has %d characters, and IAM allows 512", len(r.stack.RolePath)), "shorten it")
	}
	// The schema checks the length of a name that is given.
	if n := len(r.stack.StackName()); r.stack.Name == "" && n > 128 {
		r.report("project", fmt.Sprintf("the stack's name, <project>-<environment>, has %d characters, and CloudFormation allows 128", n), "shorten it, or give the stack a name")
	}
}

// isTaken reports a logical ID that the resources of two jobs would have, or those
// of a job and of the stack. Without a name it is the job whose resources start
// like the one that is there already.
func (r *renderer) isTaken(err error, job string) bool {
	var taken *template.TakenError
	if !errors.As(err, &taken) {
		return false
	}
	start := ""
	for id, name := range r.ids {
		if (job == "" || start != "") && strings.HasPrefix(taken.Name, id) && len(id) > len(start) {
			start, job = id, name
		}
	}
	if job == "" {
		return false
	}
	r.report(r.stack.Jobs[job].Path(), fmt.Sprintf("the stack would have the %s %s twice, for the job %s and for something else", taken.Kind, taken.Name, job), "rename the job")
	return true
}
