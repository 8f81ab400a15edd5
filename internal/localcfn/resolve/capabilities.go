package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// Capabilities returns the capabilities that a template needs to be acknowledged,
// and why.
func Capabilities(d *template.Document) (needed []string, reason string) {
	named, types := false, map[string]bool{}
	for _, r := range d.Resources {
		if !strings.HasPrefix(r.Type, "AWS::IAM::") {
			continue
		}
		types[r.Type] = true
		for _, property := range []string{"RoleName", "ManagedPolicyName", "UserName", "GroupName"} {
			named = named || r.Properties[property] != nil && !strings.HasSuffix(r.Type, "Addition")
		}
	}
	if len(types) == 0 {
		return nil, ""
	}
	reason = "The following resource(s) require capabilities: [" + strings.Join(slices.Sorted(maps.Keys(types)), ", ") + "]"
	if named {
		return []string{"CAPABILITY_NAMED_IAM"}, reason
	}
	return []string{"CAPABILITY_IAM"}, reason
}
