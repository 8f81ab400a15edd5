package source

import (
	"path"
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// checkLayout finds definitions of the schema that are embedded beside fields.
// CUE opens the struct around an embedded definition, and would then accept
// misspelled fields without a word.
func checkLayout(files []*ast.File) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, f := range files {
		names := schemaNames(f)
		if len(names) == 0 {
			continue
		}
		diags = append(diags, embedded(f.Decls, names, "at the root of the file")...)
		for _, d := range f.Decls {
			field, ok := d.(*ast.Field)
			if !ok {
				continue
			}
			if name, _ := labelName(field.Label); name == "stack" {
				diags = append(diags, embeddedIn(field.Value, names)...)
			}
		}
	}
	return diags
}

// embeddedIn finds embedded definitions in the structs of an expression.
func embeddedIn(e ast.Expr, names map[string]bool) []diag.Diagnostic {
	switch e := e.(type) {
	case *ast.StructLit:
		diags := embedded(e.Elts, names, "inside a struct")
		for _, d := range e.Elts {
			if field, ok := d.(*ast.Field); ok {
				diags = append(diags, embeddedIn(field.Value, names)...)
			}
		}
		return diags
	case *ast.BinaryExpr:
		return append(embeddedIn(e.X, names), embeddedIn(e.Y, names)...)
	case *ast.ParenExpr:
		return embeddedIn(e.X, names)
	}
	return nil
}

func embedded(decls []ast.Decl, names map[string]bool, where string) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, d := range decls {
		embed, ok := d.(*ast.EmbedDecl)
		if !ok || len(decls) == 1 && where != "at the root of the file" {
			continue
		}
		if definition := schemaDefinition(embed.Expr, names); definition != "" {
			help := "write the field as: " + definition + " & {…}"
			if strings.HasSuffix(definition, ".#Stack") {
				help = "write: stack: " + definition + " & {…}"
			}
			diags = append(diags, diag.Diagnostic{
				Pos:     position(embed.Pos()),
				Message: definition + " is embedded " + where + ", where CUE accepts misspelled fields silently",
				Help:    help,
			})
		}
	}
	return diags
}

// schemaDefinition returns the schema's definition that an expression names,
// such as schema.#Stack, or "".
func schemaDefinition(e ast.Expr, names map[string]bool) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		pkg, ok := e.X.(*ast.Ident)
		if !ok || !names[pkg.Name] {
			return ""
		}
		if name, _, err := ast.LabelName(e.Sel); err == nil {
			return pkg.Name + "." + name
		}
	case *ast.BinaryExpr:
		if x := schemaDefinition(e.X, names); x != "" {
			return x
		}
		return schemaDefinition(e.Y, names)
	case *ast.ParenExpr:
		return schemaDefinition(e.X, names)
	}
	return ""
}

// schemaNames returns the names under which a file imports the schema.
func schemaNames(f *ast.File) map[string]bool {
	names := map[string]bool{}
	for imported := range f.ImportSpecs() {
		importPath := strings.Trim(imported.Path.Value, `"`)
		if importPath != schema.ImportPath {
			continue
		}
		if imported.Name != nil {
			names[imported.Name.Name] = true
		} else {
			names[path.Base(importPath)] = true
		}
	}
	return names
}
