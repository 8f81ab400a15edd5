package source

import (
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
)

// explainer turns CUE's errors about one stack into findings at the user's
// lines: what was given, what is allowed, and the next step.
type explainer struct {
	pkg     *specPackage
	index   *index
	shape   *shape
	context *cue.Context
	// errorCalls are the places of error("…") in the user's files, once asked for.
	errorCalls map[diag.Position]bool
}

// finding is a diagnostic and the path of the field that it is about.
type finding struct {
	path []string
	diag.Diagnostic
}

// newExplainer returns the explainer for a package. Its context serves to
// compare single values.
func newExplainer(pkg *specPackage, idx *index, context *cue.Context) *explainer {
	stack, err := stackShape()
	if err != nil {
		// Messages then say less; what is wrong with the schema says CUE.
		stack = &shape{open: true}
	}
	return &explainer{pkg: pkg, index: idx, shape: stack, context: context}
}

// unknown returns the fields that the schema does not know, and those that CUE
// would keep to itself.
func (x *explainer) unknown() []finding {
	return append(x.unknownFields(x.index, nil, x.shape), x.vanishing()...)
}

// explain returns the findings behind errors of CUE's evaluator, and those about
// required fields that are missing.
func (x *explainer) explain(errs []errors.Error, missing [][]string) []diag.Diagnostic {
	known := &known{faults: x.faults(errs)}
	for _, f := range x.unknown() {
		known.addUnknown(f)
	}
	x.sortOut(known)
	// From the innermost field outwards: what is wrong with a struct is told by
	// what is wrong in it.
	slices.SortStableFunc(known.faults, func(f, g *fault) int { return len(g.path) - len(f.path) })
	for _, f := range known.faults {
		if x.isCovered(f, known) || f.isMissing() && x.isMissingForAReason(f.path, known) {
			continue
		}
		if d := x.explainFault(f); d != nil {
			x.conceal(f.path, d)
			known.add(finding{f.path, *d})
		}
	}
	for _, path := range missing {
		if !known.isFault[pathKey(path)] && !x.isMissingForAReason(path, known) {
			known.add(finding{path, x.missingField(path)})
		}
	}
	if len(known.findings) == 0 {
		return cueErrors(errs, x.pkg.main())
	}
	return diag.Sort(oneForEachPlace(known.findings))
}

// isMissing reports whether the fault is about a required field that is absent.
func (f *fault) isMissing() bool {
	return len(f.errors) > 0 && message(f.errors[0]) == notPresent
}

// cueErrors returns CUE's errors as they are, one finding for each, at main if
// CUE names no place of the user's.
func cueErrors(errs []errors.Error, main diag.Position) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, e := range errs {
		if isHeader(e) {
			continue
		}
		d := diag.Diagnostic{Pos: main, Message: message(e)}
		for _, pos := range userPositions(e) {
			d.Pos = pos
			break
		}
		if path := fieldPath(e); len(path) > 0 {
			d.Path = display(path)
		}
		diags = append(diags, d)
	}
	return diag.Sort(diags)
}

// oneForEachPlace keeps the first finding about a name at each place: a value
// that several jobs take fails once more in each of them.
func oneForEachPlace(findings []finding) []diag.Diagnostic {
	type key struct {
		pos  diag.Position
		name string
	}
	seen := map[key]bool{}
	at := map[diag.Position]*pathTree{}
	for _, f := range findings {
		if at[f.Pos] == nil {
			at[f.Pos] = &pathTree{}
		}
		at[f.Pos].add(f.path)
	}
	findings = slices.DeleteFunc(slices.Clone(findings), func(f finding) bool { return at[f.Pos].hasInside(f.path) })
	slices.SortStableFunc(findings, func(f, g finding) int { return slices.Compare(f.path, g.path) })
	var diags []diag.Diagnostic
	for _, f := range findings {
		k := key{pos: f.Pos}
		if len(f.path) > 0 {
			k.name = f.path[len(f.path)-1]
		}
		if !seen[k] {
			diags = append(diags, f.Diagnostic)
		}
		seen[k] = true
	}
	return diags
}

// explainFault returns what to say about one field: the most telling of CUE's
// errors, or nil if CUE only counts the errors that others explain.
func (x *explainer) explainFault(f *fault) *diag.Diagnostic {
	for _, kind := range []func(*fault, errors.Error) *diag.Diagnostic{
		x.failed, x.notAllowed, x.missing, x.disagreement, x.ownRule, x.wanted, x.mismatch, x.incomplete, x.other,
	} {
		for _, e := range f.errors {
			if d := kind(f, e); d != nil {
				if d.Path == "" && len(f.path) > 0 {
					d.Path = x.index.written(f.path, d.Pos)
				}
				return d
			}
		}
	}
	return nil
}
