package source_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/source"
)

// TestFromTerraform holds the promise that each variable of the Terraform
// module leads to a field that exists, or to a reason.
func TestFromTerraform(t *testing.T) {
	fields, err := source.Fields()
	if err != nil {
		t.Fatal(err)
	}
	variables := source.FromTerraform()
	if len(variables) != 38 {
		t.Errorf("got %d variables, want the module's 38", len(variables))
	}
	for name, v := range variables {
		if v.Field == "" {
			if v.Reason == "" {
				t.Errorf("%s: neither a field nor a reason", name)
			}
			continue
		}
		plain, _, _ := strings.Cut(v.Field, ": {")
		path := strings.ReplaceAll(strings.ReplaceAll(plain, "<name>", "*"), ": ", ".")
		known := slices.ContainsFunc(fields, func(field string) bool {
			for _, prefix := range []string{"", "jobs.*."} {
				if field == prefix+path || strings.HasPrefix(field, prefix+path+".") || strings.HasPrefix(field, prefix+path+"[]") {
					return true
				}
			}
			return false
		})
		if !known {
			t.Errorf("%s: the schema has no field %s", name, path)
		}
	}
}
