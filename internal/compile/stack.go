package compile

import (
	"errors"
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/asset"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/render"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// Result is one compiled stack.
type Result struct {
	// Dir is the stack's directory, relative to the repository's root.
	Dir string
	// Stack is nil if the spec could not be read.
	Stack *spec.Stack
	// Template is the encoded template, nil if there are errors.
	Template []byte
	// Origins are the positions in the spec by JSON Pointer into the template.
	Origins map[string]string
	// Requests are the requests of the jobs by name, also where there are errors.
	Requests map[string]*request.Request
	// Names are the paths of the fields that gave resources their names.
	Names  map[launch.Name]string
	Assets []launch.Asset
	Diags  []diag.Diagnostic

	// holds are what the stack is compared with others by.
	holds holds
}

// survive compiles the stack in dir. A panic is a mistake in smgen, and one stack
// that finds it must not take the findings about the others with it.
func (o *Options) survive(loader *source.Loader, dir string) (result *Result, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			result, err = &Result{Dir: dir, Diags: []diag.Diagnostic{{
				Pos:     diag.Position{File: dir + "/" + source.StackFile},
				Message: fmt.Sprintf("smgen failed on this stack: %v", cause),
				Help:    "the other stacks are not affected; simplify the last change to this one, and report the failure",
			}}}, nil
		}
	}()
	if result, err = o.stack(loader, dir); result != nil && diag.HasErrors(result.Diags) {
		// What is worth knowing can wait until nothing is wrong.
		result.Diags = slices.DeleteFunc(result.Diags, func(d diag.Diagnostic) bool { return d.Severity == diag.Note })
	}
	if result != nil && result.Stack != nil {
		result.Stack.Conceal(result.Diags)
	}
	return result, err
}

// stack compiles the stack in dir. A stack whose spec has mistakes is rendered
// too, so that one run tells them all; what follows from mistakes that are known
// is left out then.
func (o *Options) stack(loader *source.Loader, dir string) (*Result, error) {
	r := &Result{Dir: dir}
	r.Stack, r.Diags = loader.Load(dir)
	if r.Stack == nil {
		return r, nil
	}
	if pinned := o.checkPin(r.Stack); pinned != nil {
		r.Diags = append(r.Diags, *pinned)
		return r, nil
	}
	rendered, err := render.Stack(r.Stack, o.readAsset)
	var deep *template.DepthError
	switch {
	case errors.As(err, &deep):
		r.Diags = append(r.Diags, diag.Diagnostic{Pos: r.Stack.Origins.At("").Pos, Message: err.Error()})
		return r, nil
	case err != nil:
		return nil, err
	}
	r.Requests, r.Names, r.Assets = rendered.Requests, rendered.Names, rendered.Assets
	found, ruling := rendered.Diags, policy.NewRuling(r.Stack, o.Now)
	if !o.WithoutRules {
		found = append(found, policy.Check(policy.Input{Stack: r.Stack, Requests: r.Requests, Now: o.Now})...)
		found = append(found, ruling.Findings()...)
		r.holds = holdsOf(r.Stack, r.Requests, ruling)
	}
	r.Diags = append(r.Diags, withoutConsequences(r.Diags, ruling.Apply(found))...)
	if diag.HasErrors(r.Diags) {
		return r, nil
	}
	r.Diags = append(r.Diags, render.Unresolved(r.Stack, rendered.Template)...)
	return r, o.encode(r, rendered.Template, ruling)
}

// encode writes the template, unless it has findings of its own.
func (o *Options) encode(r *Result, t *template.Template, ruling *policy.Ruling) error {
	text, document, err := t.Finish(o.Format)
	if err != nil {
		problems, err := encodingProblems(r.Stack, t, err)
		r.Diags = append(r.Diags, problems...)
		return err
	}
	r.Diags = append(r.Diags, checkLimits(r.Stack, t, text)...)
	if !o.WithoutRules {
		r.Diags = append(r.Diags, ruling.Apply(prove(r.Stack, t, document))...)
		r.Diags = append(r.Diags, ruling.Unused()...)
	}
	if !diag.HasErrors(r.Diags) {
		r.Template, r.Origins = text, t.Origins()
	}
	return nil
}

// checkPin refuses a stack that another version of smgen renders.
func (o *Options) checkPin(stack *spec.Stack) *diag.Diagnostic {
	if stack.Smgen == nil || stack.Smgen.Version == o.Version {
		return nil
	}
	return &diag.Diagnostic{
		Pos:     stack.Origins.At("smgen.version").Pos,
		Path:    "smgen.version",
		Message: fmt.Sprintf("the repository is rendered by smgen %s, and this is %s", stack.Smgen.Version, o.Version),
		Help:    "install that version, or run smgen init --upgrade and commit what changes",
	}
}

func (o *Options) readAsset(dir, path string) (launch.Asset, error) {
	a, err := asset.Read(o.Repository.Dir, dir, path)
	if err != nil {
		return launch.Asset{}, err
	}
	return launch.Asset{Path: a.Path, Digest: a.Digest(), Size: int64(len(a.Zip)), Files: a.Files}, nil
}
