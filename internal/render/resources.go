package render

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// resources adds the resources that the user wrote as CloudFormation has them.
func (r *renderer) resources() {
	for _, id := range spec.SortedKeys(r.stack.Resources) {
		body := r.stack.Resources[id]
		path := spec.Join("resources", id)
		typeName, _ := body["Type"].(string)
		if typeName == "" {
			r.report(path+".Type", "the resource has no type", "want one of CloudFormation's, such as AWS::SQS::Queue")
			continue
		}
		if known, ok := cfnschema.Lookup(typeName); ok {
			for _, p := range known.Check(body["Properties"]) {
				r.report(propertyPath(path, p.Pointer), typeName+": "+p.Message, p.Help)
			}
		} else {
			r.result.Diags = append(r.result.Diags, diag.Diagnostic{
				Severity: diag.Note, Pos: r.stack.Origins.At(path + ".Type").Pos, Path: path,
				Message: fmt.Sprintf("smgen does not know the properties of %s, and leaves their check to AWS", typeName),
			})
		}
		rest := map[string]any{}
		for name, value := range body {
			if name != "Type" {
				rest[name] = value
			}
		}
		r.shared.Origin(id, "", path)
		if err := r.result.Template.Add(id, template.Raw{Type: typeName, Body: rest}); err != nil {
			r.report(path, fmt.Sprintf("smgen makes a resource with the logical ID %s itself", id), "choose another logical ID")
		}
	}
}

// propertyPath is the path in the spec of a value at a JSON Pointer below a raw
// resource's Properties.
func propertyPath(resource, pointer string) string {
	path := resource + ".Properties"
	for _, name := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		switch {
		case name == "":
		case strings.Trim(name, "0123456789") == "":
			path += "[" + name + "]"
		default:
			path = spec.Join(path, name)
		}
	}
	return path
}
