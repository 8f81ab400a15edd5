package source

import (
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/schema"
)

// markDefaults notes which values of jobs the job did not set itself: those of
// the schema, of the stack's defaults, and of patterns over all jobs.
//
// CUE keeps a literal's place through most references. Where only the schema
// writes a field, the place is the schema's or that of the struct around it,
// and the place of the stack's default is filled in.
func markDefaults(origins spec.Origins, idx *index) {
	shared, structs := idx.sharedLiterals(), map[diag.Position]bool{}
	idx.structPositions(structs)
	for path, origin := range origins {
		if strings.HasPrefix(path, "defaults.") {
			shared[origin.Pos] = true
		}
	}
	for path, origin := range origins {
		job, ok := strings.CutPrefix(path, "jobs.")
		if !ok {
			continue
		}
		_, field, ok := strings.Cut(job, ".")
		if !ok {
			continue
		}
		if from, ok := origins["defaults."+defaultName(field)]; ok && (isSchemas(origin.Pos) || structs[origin.Pos]) {
			origin.Pos = from.Pos
		}
		origin.Default = isSchemas(origin.Pos) || shared[origin.Pos]
		origins[path] = origin
	}
}

func isSchemas(pos diag.Position) bool {
	return strings.HasPrefix(pos.File, schema.ImportPath)
}

// structPositions returns where structs stand in the user's files: a place that
// says nothing about a scalar.
func (x *index) structPositions(places map[diag.Position]bool) {
	for _, d := range x.decls {
		if isNested(d.value) {
			places[position(d.value.Pos())] = true
		}
	}
	for _, child := range x.fields {
		child.structPositions(places)
	}
}

// defaultName is the path in the stack's defaults of a job's field. Most have
// the same name; some stand deeper in the job.
func defaultName(field string) string {
	if launch, ok := strings.CutPrefix(field, "launch."); ok {
		_, name, _ := strings.Cut(launch, ".")
		return name
	}
	for _, name := range [][2]string{
		{"schedule.timezone", "timezone"},
		{"schedule.flexibleWindowMinutes", "flexibleWindowMinutes"},
		{"mlflow.arn", "mlflowArn"},
		{"output.kmsKey", "outputKmsKey"},
		{"trainingRole.managedPolicies", "managedPolicies"},
	} {
		if rest, ok := strings.CutPrefix(field, name[0]); ok && (rest == "" || strings.ContainsAny(rest[:1], ".[")) {
			return name[1] + rest
		}
	}
	return field
}

// sharedLiterals returns the places of the literals in patterns over all jobs,
// such as jobs: [_]: spot: maxWaitSeconds: 7200.
func (x *index) sharedLiterals() map[diag.Position]bool {
	places := map[diag.Position]bool{}
	jobs := x.fields["jobs"]
	if jobs == nil || jobs.fields[anyField] == nil {
		return places
	}
	for _, d := range jobs.fields[anyField].decls {
		ast.Walk(d.value, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit, *ast.StructLit, *ast.ListLit, *ast.Interpolation:
				places[position(n.Pos())] = true
			case *ast.Field:
				places[position(n.Label.Pos())] = true
			}
			return true
		}, nil)
	}
	return places
}
