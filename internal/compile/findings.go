package compile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// prove returns what is wrong with the launches of a finished template, or cannot
// be proven, at the places in the spec behind it.
func prove(stack *spec.Stack, t *template.Template, document *template.Document) []diag.Diagnostic {
	place := trace.Place{Partition: arn.Partition(stack.Region), Region: stack.Region, Account: stack.Account}
	var diags []diag.Diagnostic
	for _, f := range trace.Prove(document, place) {
		pos := originOf(t, f.Pointer, stack)
		path := stack.Origins.PathAt(pos)
		if f.Rule == policy.Unlisted && !strings.HasPrefix(path, "resources.") {
			continue // the rule itself has looked at the jobs
		}
		diags = append(diags, diag.Diagnostic{Rule: f.Rule, Severity: f.Severity, Pos: pos, Path: path, Message: f.Message, Help: f.Help})
	}
	return diags
}

// checkLimits compares the template with CloudFormation's quotas.
func checkLimits(stack *spec.Stack, t *template.Template, text []byte) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, l := range t.Limits(text) {
		if !l.Exceeded() {
			continue
		}
		d := diag.Diagnostic{
			Pos:     stack.Origins.At("").Pos,
			Message: fmt.Sprintf("%s: %d, and CloudFormation allows %d", l.Name, l.Reached, l.Max),
			Help:    "move some jobs to another stack",
		}
		switch {
		case l.Name == "dynamic references":
			d.Help = "refer to fewer SSM parameters: an export, {import: …}, does not count; or move some jobs to another stack"
		case l.Advisory:
			d.Severity, d.Help = diag.Note, "nothing is wrong: it is deployed from the artifact bucket"
			d.Message = fmt.Sprintf("the template has more than %d bytes, which CloudFormation takes from S3 only", l.Max)
		case l.Pointer == "/Description":
			d.Pos, d.Path, d.Help = stack.Origins.At("description").Pos, "description", "shorten it"
		}
		diags = append(diags, d)
	}
	return diags
}

// encodingProblems are the findings behind an error of encoding a template: text
// that CloudFormation would take for something else. Any other error comes back.
func encodingProblems(stack *spec.Stack, t *template.Template, err error) ([]diag.Diagnostic, error) {
	var joined interface{ Unwrap() []error }
	list := []error{err}
	if errors.As(err, &joined) {
		list = joined.Unwrap()
	}
	var diags []diag.Diagnostic
	for _, e := range list {
		pointer, message, ok := textProblem(e)
		if !ok {
			return nil, err
		}
		diags = append(diags, diag.Diagnostic{Pos: originOf(t, pointer, stack), Message: message})
	}
	return diags, nil
}

func textProblem(err error) (pointer, message string, ok bool) {
	var dynamic *template.DynamicReferenceError
	var key *template.IntrinsicKeyError
	var text *template.InvalidUTF8Error
	var token *template.TokenError
	var deep *template.DepthError
	switch {
	case errors.As(err, &dynamic):
		pointer = dynamic.Pointer
	case errors.As(err, &key):
		pointer = key.Pointer
	case errors.As(err, &text):
		pointer = text.Pointer
	case errors.As(err, &token):
		pointer = token.Pointer
	case errors.As(err, &deep):
		// It has no pointer that anybody would read.
	default:
		return "", "", false
	}
	return pointer, strings.TrimPrefix(err.Error(), pointer+": "), true
}

// rawPath is the path in the spec of a value of a raw resource, which stands there
// as in the template.
func rawPath(stack *spec.Stack, pointer string) (string, bool) {
	pointer, _, _ = strings.Cut(pointer, "#")
	steps := strings.Split(pointer, "/")
	if len(steps) < 3 || steps[1] != "Resources" || stack.Resources[steps[2]] == nil {
		return "", false
	}
	path := spec.Join("resources", steps[2])
	for _, step := range steps[3:] {
		if strings.Trim(step, "0123456789") == "" {
			path += "[" + step + "]"
		} else {
			path = spec.Join(path, strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
		}
	}
	return path, true
}

// originOf is the place in the spec behind a pointer into the template, or behind
// the nearest value around it that has one.
func originOf(t *template.Template, pointer string, stack *spec.Stack) diag.Position {
	if path, ok := rawPath(stack, pointer); ok {
		return stack.Origins.At(path).Pos
	}
	origins := t.Origins()
	for at, ok := pointer, true; ok; at, ok = trace.Parent(at) {
		if text, ok := origins[at]; ok {
			return diag.ParsePosition(text)
		}
	}
	return stack.Origins.At("").Pos
}
