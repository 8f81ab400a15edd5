package source

import (
	"maps"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/smgen/smgen/internal/diag"
)

// renameJobs gives the jobs whose names are not allowed names that are, in the
// files, and returns the findings about the names and the new names by old ones.
// CUE looks at nothing in a job under a name that the schema does not know, and
// the other mistakes in it should not wait for the next run. A job that is
// referred to keeps its name, and so does one whose better name is taken.
func (x *explainer) renameJobs() ([]diag.Diagnostic, map[string]string) {
	jobs, known := x.index.fields["jobs"], x.shape.at([]string{"jobs"})
	if jobs == nil || known == nil || known.names == nil || x.fieldsAsNames(jobs, []string{"jobs"}, known) != nil {
		return nil, nil
	}
	var diags []diag.Diagnostic
	renamed, taken, uses := map[string]string{}, map[string]bool{}, x.uses()
	for _, name := range slices.Sorted(maps.Keys(jobs.fields)) {
		job, better := jobs.fields[name], jobName(name)
		if name == anyField || strings.HasPrefix(name, "_") || strings.HasPrefix(name, "#") || known.names.MatchString(name) ||
			!known.names.MatchString(better) || jobs.fields[better] != nil || taken[better] || known.element.fields[name] != nil || uses[name] > 0 || len(job.decls) == 0 {
			continue
		}
		renamed[name], taken[better] = better, true
		f := x.unknownField([]string{"jobs"}, name)
		f.Pos = position(job.decls[0].label)
		diags = append(diags, f.Diagnostic)
		for _, d := range job.decls {
			if d.field != nil {
				rename(d.field, better)
			}
		}
	}
	return diags, renamed
}

// rename changes the label of a field, which keeps its place.
func rename(f *ast.Field, name string) {
	label := ast.NewString(name)
	ast.SetPos(label, f.Label.Pos())
	f.Label = label
}

// underOldNames writes paths of jobs with the names that stand in the files.
func underOldNames(diags []diag.Diagnostic, renamed map[string]string) {
	for old, name := range renamed {
		from, to := display([]string{"jobs", name}), display([]string{"jobs", old})
		for i, d := range diags {
			if rest, ok := strings.CutPrefix(d.Path, from); ok && (rest == "" || strings.ContainsAny(rest[:1], ".[")) {
				diags[i].Path = to + rest
			}
		}
	}
}
