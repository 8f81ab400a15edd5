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
func (x *explainer) explain(err error, missing [][]string) []diag.Diagnostic {
	unknown := x.unknown()
	list := x.faults(err)
	findings := slices.Clone(unknown)
	// From the innermost field outwards: what is wrong with a struct is told by
	// what is wrong in it.
	slices.SortStableFunc(list, func(f, g *fault) int { return len(g.path) - len(f.path) })
	for _, f := range list {
		if x.isCovered(f, list, unknown, findings) || f.isMissing() && x.isMissingForAReason(f.path, unknown) {
			continue
		}
		if d := x.explainFault(f); d != nil {
			x.conceal(f.path, d)
			findings = append(findings, finding{f.path, *d})
		}
	}
	for _, path := range missing {
		known := slices.ContainsFunc(list, func(f *fault) bool { return slices.Equal(f.path, path) })
		if !known && !x.isMissingForAReason(path, unknown) {
			findings = append(findings, finding{path, x.missingField(path)})
		}
	}
	if len(findings) == 0 {
		return cueErrors(err, x.pkg.main())
	}
	return diag.Sort(oneForEachPlace(findings))
}

// isMissingForAReason reports whether another finding tells why a required field
// is absent: it was misspelled, or the struct around it is not the user's own.
func (x *explainer) isMissingForAReason(path []string, unknown []finding) bool {
	last := len(path) - 1
	if last > 0 && len(x.index.lookup(path[:last])) == 0 {
		return true
	}
	for _, u := range unknown {
		if len(u.path) == len(path) && within(u.path[:last], path[:last]) && (diag.Suggest(u.path[last], path[last:]) != "" || u.means(path[last])) {
			return true
		}
	}
	return false
}

// isMissing reports whether the fault is about a required field that is absent.
func (f *fault) isMissing() bool {
	return len(f.errors) > 0 && message(f.errors[0]) == notPresent
}

// isCovered reports whether another finding tells about the fault already.
func (x *explainer) isCovered(f *fault, all []*fault, unknown, findings []finding) bool {
	for _, u := range unknown {
		if within(f.path, u.path) {
			return true
		}
	}
	// An alternative that the user did not choose objects to what is in the
	// one that was chosen.
	for _, g := range all {
		if g.union && len(g.path) < len(f.path) && within(f.path, g.path) && !x.index.isNested(g.path) {
			return true
		}
	}
	for _, inner := range findings {
		if len(f.path) < len(inner.path) && within(inner.path, f.path) && x.index.isNested(f.path) && !f.hasFailed() {
			return true
		}
	}
	// A job repeats what is wrong with a default that it takes. Beside a mistake in
	// the defaults, CUE does not settle on those that a lower layer may override.
	if len(f.path) > 2 && f.path[0] == "jobs" {
		if f.isIncomplete() && len(x.index.lookup(f.path)) == 0 && x.isAmongDefaults(all, unknown) {
			return true
		}
		return slices.ContainsFunc(all, func(g *fault) bool {
			return len(g.path) > 1 && g.path[0] == "defaults" && slices.Equal(g.path[1:], f.path[2:])
		})
	}
	return false
}

// within reports whether path is inner's field itself or one in it.
func within(path, outer []string) bool {
	if len(path) < len(outer) {
		return false
	}
	for i, name := range outer {
		if name != path[i] && name != anyField && path[i] != anyField && name != elementName(path[i]) && path[i] != elementName(name) {
			return false
		}
	}
	return true
}

// cueErrors returns CUE's errors as they are, one finding for each, at main if
// CUE names no place of the user's.
func cueErrors(err error, main diag.Position) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, e := range errors.Errors(err) {
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
	all := findings
	findings = slices.DeleteFunc(slices.Clone(all), func(f finding) bool {
		return slices.ContainsFunc(all, func(g finding) bool {
			return f.Pos == g.Pos && len(f.path) < len(g.path) && within(g.path, f.path)
		})
	})
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
