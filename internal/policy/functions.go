package policy

import (
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/schema"
)

// exampleOfFunction are properties of a function that is in order.
const exampleOfFunction = `Role: "arn:aws:iam::123456789012:role/a", Runtime: "python3.13", Handler: "index.handler", Code: ZipFile: "def handler(event, context): pass"`

// functions calls visit for each Lambda function among the stack's own resources,
// with its properties and their path.
func (p *Pass) functions(visit func(path string, properties map[string]any)) {
	p.resources(func(typeName, path string, properties map[string]any) {
		if typeName == "AWS::Lambda::Function" {
			visit(path, properties)
		}
	})
}

// resources calls visit for each of the stack's own resources in the order of
// their logical IDs, with its properties and their path.
func (p *Pass) resources(visit func(typeName, path string, properties map[string]any)) {
	for _, id := range spec.SortedKeys(p.Stack.Resources) {
		typeName, _ := p.Stack.Resources[id]["Type"].(string)
		if properties, ok := p.Stack.Resources[id]["Properties"].(map[string]any); ok {
			visit(typeName, spec.Join("resources", id)+".Properties", properties)
		}
	}
}

// place is a path of the job, or the job's own where no line of the spec stands
// behind it but a default of the schema's.
func (p *Pass) place(path string) string {
	if strings.HasPrefix(p.Stack.Origins.At(path).Pos.File, schema.ImportPath) {
		return p.Job.Path()
	}
	return path
}

// reportAs adds a finding of another severity than the rule's, for what gets worse
// with time.
func (p *Pass) reportAs(severity diag.Severity, path, message, help string) {
	p.Report(path, message, help)
	p.diags[len(p.diags)-1].Severity = severity
}
