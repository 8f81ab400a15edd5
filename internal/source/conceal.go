package source

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
)

// conceal takes the texts that the user wrote for a variable or a hyperparameter
// out of a finding about it: people put secrets there, and findings end up in
// the logs of pipelines.
func (x *explainer) conceal(path []string, d *diag.Diagnostic) {
	if !slices.Contains(path, "environment") && !slices.Contains(path, "hyperparameters") {
		return
	}
	for _, written := range x.index.lookup(path) {
		lit, ok := written.value.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			continue
		}
		d.Message = strings.ReplaceAll(d.Message, text(lit), `"…"`)
		d.Help = strings.ReplaceAll(d.Help, text(lit), `"…"`)
	}
	d.Message = strings.Replace(d.Message, `"…" conflicts with "…", set at`, "the value conflicts with the one set at", 1)
}
