package source

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// failed explains an expression of the user's that has no value: a name that
// is not defined, a division by zero.
func (x *explainer) failed(f *fault, e errors.Error) *diag.Diagnostic {
	pos := position(e.Position())
	wording, args := e.Msg()
	if !isUsers(pos) || isAboutValues(wording) || x.isErrorCallAt(pos) {
		return nil
	}
	d := &diag.Diagnostic{Pos: pos, Message: message(e)}
	switch {
	case strings.HasPrefix(wording, "reference %q not found"):
		d.Message, d.Help = x.undefined(f.path, fmt.Sprint(args[0]))
	case strings.HasPrefix(wording, "preference mark not allowed"):
		d.Message = "a value marked with * is a default, and nothing else is allowed beside it"
		d.Help = "write *value | _ where a lower layer may choose another, or leave out the mark"
	case strings.HasPrefix(wording, "undefined field"):
		name := fmt.Sprint(args[0])
		d.Message = fmt.Sprintf("there is no field %s%s", name, didYouMean(name, x.shape.definitions))
	case strings.HasPrefix(wording, "imported and not used"):
		d.Help = "remove the import"
		if strings.Contains(d.Message, schema.ImportPath) {
			d.Help = "check the stack with it: stack: schema.#Stack & {…}"
		}
	case strings.HasPrefix(wording, "builtin package"):
		d.Message = fmt.Sprintf("CUE has no standard package %v", args[0])
		d.Help = "packages of modules start with a domain, such as " + schema.ImportPath
	case strings.HasPrefix(wording, "cycle with field"):
		d.Message = fmt.Sprintf("the value depends on itself, through %v", args[0])
		d.Help = "give one of the fields a value of its own"
	case strings.HasPrefix(wording, "unresolved disjunction"):
		other := packageMark().ReplaceAllString(fmt.Sprint(args[0]), "")
		d.Message = fmt.Sprintf("the value depends on %s, which has no single value", other)
		d.Help = fmt.Sprintf("give %s a value", other)
	case strings.HasPrefix(wording, "incomplete "):
		d.Message = fmt.Sprintf("no value is given here, only %v, and the field depends on it", args[len(args)-1])
		d.Help = "give it a value"
	case strings.Contains(d.Message, "(- string)"):
		d.Message = "a dash does not start a list element in CUE"
		d.Help = `write a list as ["a", "b"]`
	}
	return d
}

// isAboutValues reports whether an error speaks of a value and what is allowed,
// rather than of an expression that failed.
func isAboutValues(wording string) bool {
	return wording == "%s" || slices.ContainsFunc([]string{
		"conflicting values", "invalid value", "incomplete value", "field not allowed", "field is required", "incompatible list lengths", "structural cycle",
	}, func(prefix string) bool { return strings.HasPrefix(wording, prefix) })
}

// undefined explains a name that stands for nothing: mostly a string without
// quotes.
func (x *explainer) undefined(path []string, name string) (string, string) {
	switch strings.ToLower(name) {
	case "yes", "on", "true":
		return name + " is not a value in CUE", "write true"
	case "no", "off", "false":
		return name + " is not a value in CUE", "write false"
	case "schema":
		return "schema is not imported", fmt.Sprintf("write at the top of the file: import %q", schema.ImportPath)
	case "null", "none", "nil":
		return name + " is not a value in CUE", "leave the field out"
	}
	if isTerraforms(name) {
		return name + " is not defined: CUE knows nothing of Terraform", "write the value itself, or {import: \"export-name\"} for what another stack exports"
	}
	if x.pkg.isPrivate(path) {
		return "a name stands here that is not defined", "a string needs quotes"
	}
	message := fmt.Sprintf("%s is not defined%s", name, didYouMean(name, x.names()))
	for _, d := range x.index.lookup(path) {
		if written := text(d.value); !strings.ContainsAny(name[:1], "_#") && written == name || strings.HasPrefix(written, name+".") {
			return message, fmt.Sprintf("a string needs quotes: %q", written)
		} else if strings.HasPrefix(written, name+"(") {
			return message, "a string needs quotes"
		}
	}
	if x.shape.fields[name] != nil {
		return message, "in another file than the field itself, write stack." + name
	}
	return message, "define it, or write the value itself"
}

// isTerraforms reports whether a name starts a reference of Terraform's, such as
// var.account or aws_iam_role.training.arn.
func isTerraforms(name string) bool {
	return slices.Contains([]string{"var", "local", "module", "data"}, name) || strings.HasPrefix(name, "aws_")
}

// names returns the names that the user's files define at their roots.
func (x *explainer) names() []string {
	var names []string
	for _, f := range x.pkg.files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.Field:
				if name, ok := labelName(d.Label); ok {
					names = append(names, name)
				}
			case *ast.LetClause:
				names = append(names, d.Ident.Name)
			}
		}
	}
	return names
}

func didYouMean(name string, known []string) string {
	if near := diag.Suggest(name, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}
