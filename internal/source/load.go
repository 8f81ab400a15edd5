package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	cueerrors "cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// stacksPerContext is how many stacks are evaluated in one CUE context. A
// context keeps all it has evaluated, and a new one costs as much as a stack.
const stacksPerContext = 11

// Loader reads the stacks of one repository, for one goroutine.
type Loader struct {
	repository *Repository
	cue        *cue.Context
	packages   *packages
	loaded     int
}

// NewLoader returns a loader of the repository's stacks.
func (r *Repository) NewLoader() *Loader { return &Loader{repository: r} }

// Load reads the stack in dir. If there are errors among the diagnostics, the
// stack is what remains without the fields that they are about, for the sake of
// further findings, or nil if that is nothing.
func (l *Loader) Load(dir string) (stack *spec.Stack, diags []diag.Diagnostic) {
	defer func() {
		// CUE's evaluator has paths that panic; one stack must not take the
		// others with it, and the context may be in any state.
		if cause := recover(); cause != nil {
			l.cue = nil
			stack, diags = nil, []diag.Diagnostic{{
				Pos:     diag.Position{File: dir + "/" + StackFile},
				Message: fmt.Sprintf("CUE failed on this stack: %v", cause),
				Help:    "the other stacks are not affected; simplify the last change to this one, and report the failure",
			}}
		}
	}()
	stack, diags = l.load(dir)
	return stack, named(onOneLine(diags))
}

func (l *Loader) load(dir string) (*spec.Stack, []diag.Diagnostic) {
	pkg, diags := l.repository.readPackage(dir)
	if len(diags) > 0 {
		return nil, diags
	}
	if diags := checkLayout(pkg.files); len(diags) > 0 {
		return nil, diags
	}
	stack, diags := l.evaluate(pkg)
	if len(pkg.vain) > 0 {
		diags = diag.Sort(append(diags, pkg.vain...))
	}
	concealing := stack
	if stack == nil {
		concealing = &spec.Stack{Sensitive: pkg.sensitive}
	}
	concealing.Conceal(diags)
	return stack, diags
}

func (l *Loader) evaluate(pkg *specPackage) (*spec.Stack, []diag.Diagnostic) {
	if l.cue == nil || l.loaded%stacksPerContext == 0 {
		l.cue = cuecontext.New()
		l.packages = newPackages(l.repository)
	}
	l.loaded++
	idx := newIndex(pkg.files)
	if crowded := idx.crowded(nil); len(crowded) > 0 {
		return nil, diag.Sort(crowded)
	}
	instance, diags := l.packages.instance(pkg.files)
	if len(diags) > 0 {
		return nil, diags
	}
	pkg.mark(instance.Imports)
	value := l.cue.BuildInstance(instance)
	stack := value.LookupPath(cue.ParsePath("stack"))
	if !stack.Exists() && value.Err() != nil {
		return nil, newExplainer(pkg, idx, l.cue).explain(cueerrors.Errors(value.Err()), nil)
	}
	err := stack.Validate(cue.Concrete(true), cue.Final())
	if stack.Exists() && err != nil && (stack.IsClosed() || !onlyIncomplete(err)) {
		x := newExplainer(pkg, idx, l.cue)
		if names, renamed := x.renameJobs(); len(names) > 0 {
			stack, diags := l.evaluate(pkg)
			underOldNames(diags, renamed)
			return stack, diag.Sort(append(names, diags...))
		}
		p := newPartial()
		idx.positions("", p.origins)
		p.value(stack, "", nil, x.shape)
		return p.stack(pkg, idx), x.explain(p.errors, p.missing)
	}
	if diags := checkClosed(stack, pkg, idx); len(diags) > 0 {
		return nil, diags
	}
	if idx.loose {
		if unknown := newExplainer(pkg, idx, l.cue).unknown(); len(unknown) > 0 {
			return nil, diag.Sort(oneForEachPlace(unknown))
		}
	}
	return decode(stack, pkg, idx)
}

// checkClosed refuses a package without a stack, and a stack that the schema
// does not stand behind.
func checkClosed(stack cue.Value, pkg *specPackage, idx *index) []diag.Diagnostic {
	switch {
	case !stack.Exists():
		return []diag.Diagnostic{{
			Pos:     pkg.main(),
			Message: "the package defines no stack",
			Help:    "write: stack: schema.#Stack & {…}",
		}}
	case !stack.IsClosed():
		return []diag.Diagnostic{{
			Pos:     idx.nearest(nil),
			Path:    "stack",
			Message: "the stack is not checked by the schema",
			Help:    `import "github.com/smgen/smgen/schema" and write: stack: schema.#Stack & {…}`,
		}}
	}
	return nil
}

// decode turns the concrete value into a stack.
func decode(value cue.Value, pkg *specPackage, idx *index) (*spec.Stack, []diag.Diagnostic) {
	w := &walker{origins: spec.Origins{}}
	idx.positions("", w.origins)
	stack := &spec.Stack{Dir: pkg.dir, Origins: w.origins}
	err := w.value(value, "")
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(w.json))
		decoder.UseNumber()
		decoder.DisallowUnknownFields()
		err = decoder.Decode(stack)
	}
	var wrong *walkError
	switch {
	case errors.As(err, &wrong):
		return nil, []diag.Diagnostic{{Pos: wrong.place(w.origins), Path: wrong.path, Message: wrong.Error()}}
	case err != nil:
		return nil, []diag.Diagnostic{{Pos: idx.nearest(nil), Message: "decode the stack: " + err.Error()}}
	}
	complete(stack, pkg, idx)
	return stack, nil
}

// complete fills in what a decoded stack does not say itself.
func complete(stack *spec.Stack, pkg *specPackage, idx *index) {
	stack.Sensitive = pkg.sensitive
	markDefaults(stack.Origins, idx)
	for name, job := range stack.Jobs {
		job.Name = name
	}
	for _, f := range pkg.files {
		stack.Files = append(stack.Files, f.Filename)
	}
}

// onOneLine replaces the control characters in messages, which quote what users
// wrote: a message is one line, and says nothing to the terminal.
func onOneLine(diags []diag.Diagnostic) []diag.Diagnostic {
	clean := func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}
	for i := range diags {
		diags[i].Message = strings.Map(clean, diags[i].Message)
		diags[i].Help = strings.Map(clean, diags[i].Help)
	}
	return diags
}
