package spec

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// Stack is one CloudFormation stack.
type Stack struct {
	// Dir is the stack's directory, slash-separated and relative to the
	// repository's root.
	Dir string `json:"-"`
	// Origins says where each value came from, by path.
	Origins Origins `json:"-"`
	// Files are the spec files that make up the stack, its own and inherited.
	Files []string `json:"-"`
	// Sensitive is what the specs mark as sensitive, nil for nothing.
	Sensitive *Sensitive `json:"-"`

	Smgen               *Pin                    `json:"smgen"`
	Project             string                  `json:"project"`
	Environment         string                  `json:"environment"`
	Account             string                  `json:"account"`
	Region              string                  `json:"region"`
	Name                string                  `json:"name"`
	Description         string                  `json:"description"`
	Owner               string                  `json:"owner"`
	Repository          string                  `json:"repository"`
	Tags                map[string]string       `json:"tags"`
	ArtifactBucket      Text                    `json:"artifactBucket"`
	PermissionsBoundary Text                    `json:"permissionsBoundary"`
	RolePath            string                  `json:"rolePath"`
	Deploy              *Deploy                 `json:"deploy"`
	Runbook             string                  `json:"runbook"`
	Notify              *Notify                 `json:"notify"`
	Alarms              *StackAlarms            `json:"alarms"`
	Mlflow              *MlflowResource         `json:"mlflow"`
	Exports             bool                    `json:"exports"`
	Rules               map[string]RuleSettings `json:"rules"`
	Waive               []Waiver                `json:"waive"`
	Defaults            map[string]any          `json:"defaults"`
	Jobs                map[string]*Job         `json:"jobs"`
	Resources           map[string]Resource     `json:"resources"`
}

// Pin names the version of smgen that renders a repository.
type Pin struct {
	Version string `json:"version"`
}

// Resource is a CloudFormation resource that the user wrote, as it stands.
type Resource = map[string]any

// Origin is where a value came from.
type Origin struct {
	Pos diag.Position
	// Default tells that the job did not set the value itself: it came from the
	// schema or from the defaults of a layer.
	Default bool
}

// Origins are the origins of values by path.
type Origins map[string]Origin

// At returns the origin of the value at path, or of the nearest value around it.
func (o Origins) At(path string) Origin {
	for {
		if origin, ok := o[path]; ok {
			return origin
		}
		// A cut inside a quoted name leaves no path of anything.
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return o[""]
		}
		path = path[:i]
	}
}

// PathAt returns the field whose value came from a place; where several did, what
// their paths have in common, which may be nothing.
func (o Origins) PathAt(pos diag.Position) string {
	common, found := "", false
	for path, origin := range o {
		switch {
		case origin.Pos != pos:
		case !found:
			common, found = path, true
		default:
			common = commonPath(common, path)
		}
	}
	return common
}

// commonPath returns the path of the innermost value around two others.
func commonPath(a, b string) string {
	for a != b {
		if len(a) < len(b) {
			a, b = b, a
		}
		// A cut inside a quoted name leaves no path that another could have.
		a = a[:max(0, strings.LastIndexAny(a, ".["))]
	}
	return a
}

// Join appends the field name to a path, in quotes if it is no plain identifier.
func Join(path, name string) string {
	if !isIdentifier(name) {
		name = strconv.Quote(name)
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func isIdentifier(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && c != '$' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// StackName is the name that the stack has in CloudFormation.
func (s *Stack) StackName() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Project + "-" + s.Environment
}

// DefaultBucket is the artifact bucket of an account and region where a spec names
// no other, as smgen bootstrap makes it.
func DefaultBucket(account, region string) string { return "smgen-" + account + "-" + region }

// JobNames returns the names of the jobs in order.
func (s *Stack) JobNames() []string { return SortedKeys(s.Jobs) }

// SortedKeys returns the keys of m in order.
func SortedKeys[V any](m map[string]V) []string {
	keys := slices.AppendSeq(make([]string, 0, len(m)), maps.Keys(m))
	slices.Sort(keys)
	return keys
}
