package policy

import (
	"strconv"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// Ruling is what a stack decides about rules: how much each matters, and which
// findings are accepted.
type Ruling struct {
	stack    *spec.Stack
	rules    map[string]Rule
	severity map[string]diag.Severity
	waivers  []*waiver
	// wrong are the findings about the decisions themselves.
	wrong []diag.Diagnostic
}

// waiver is one of the spec's.
type waiver struct {
	spec.Waiver
	// path is the waiver's own, and scope that of the job it is about; empty for
	// the whole stack.
	path, scope string
	pos         diag.Position
	void        bool // it is expired, or wrong
	used        bool
}

// NewRuling reads what a stack decides. Waivers are held against the date of now;
// without one, none is expired.
func NewRuling(stack *spec.Stack, now time.Time) *Ruling {
	r := &Ruling{stack: stack, rules: known().byID, severity: map[string]diag.Severity{}}
	r.settings()
	r.collect(stack.Waive, "waive", "", now)
	for _, name := range stack.JobNames() {
		job := stack.Jobs[name]
		r.collect(job.Waive, job.Path()+".waive", job.Path(), now)
	}
	return r
}

func (r *Ruling) collect(list []spec.Waiver, path, scope string, now time.Time) {
	for i, given := range list {
		at := path + "[" + strconv.Itoa(i) + "]"
		w := &waiver{Waiver: given, path: at, scope: scope, pos: r.stack.Origins.At(at + ".rule").Pos}
		w.void = !r.accepts(w) || r.isExpired(w, now)
		r.waivers = append(r.waivers, w)
	}
}

// report adds a finding about one of the decisions.
func (r *Ruling) report(rule, path, message, help string) {
	r.wrong = append(r.wrong, r.rules[rule].finding(r.stack, path, message, help))
}

// Apply gives each finding the severity and the waiver that the stack decides,
// and returns the list, changed in place.
func (r *Ruling) Apply(diags []diag.Diagnostic) []diag.Diagnostic {
	for i := range diags {
		d := &diags[i]
		if severity, ok := r.severity[d.Rule]; ok {
			d.Severity = min(d.Severity, severity)
		}
		for _, w := range r.waivers {
			if w.covers(*d) {
				w.used = true
				d.Waiver = &diag.Waiver{Pos: w.pos, Reason: w.Reason, Until: w.Until}
				break
			}
		}
	}
	return diags
}

// Finding returns a finding of a rule at a field of the spec, still without a
// message, with the severity and the waiver that the stack decides. It is for
// rules that are found broken elsewhere.
func (r *Ruling) Finding(rule, path string) diag.Diagnostic {
	return r.Apply([]diag.Diagnostic{r.rules[rule].finding(r.stack, path, "", "")})[0]
}

func (w *waiver) covers(d diag.Diagnostic) bool {
	return !w.void && w.Rule == d.Rule && isBelow(d.Path, w.scope)
}

// isBelow reports whether a path is that of scope or of something in it.
func isBelow(path, scope string) bool {
	rest, ok := strings.CutPrefix(path, scope)
	return ok && (scope == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

// Findings returns what is wrong with the decisions themselves.
func (r *Ruling) Findings() []diag.Diagnostic { return r.wrong }
