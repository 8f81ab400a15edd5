package localcfn

import (
	"github.com/smgen/smgen/internal/localcfn/query"
)

// action does what a request asks for, and returns what answers it.
type action func(s *Server, q request) (any, error)

// actions are those of CloudFormation that the endpoint has.
func actions() map[string]action {
	return map[string]action{
		"CancelUpdateStack":                 on((*Server).cancelUpdateStack),
		"ContinueUpdateRollback":            on((*Server).continueUpdateRollback),
		"CreateChangeSet":                   on((*Server).createChangeSet),
		"CreateStack":                       on((*Server).createStack),
		"DeleteChangeSet":                   on((*Server).deleteChangeSet),
		"DeleteStack":                       on((*Server).deleteStack),
		"DescribeChangeSet":                 on((*Server).describeChangeSet),
		"DescribeEvents":                    on((*Server).describeEvents),
		"DescribeStackDriftDetectionStatus": on((*Server).describeStackDriftDetectionStatus),
		"DescribeStackEvents":               on((*Server).describeStackEvents),
		"DescribeStackResource":             on((*Server).describeStackResource),
		"DescribeStackResourceDrifts":       on((*Server).describeStackResourceDrifts),
		"DescribeStackResources":            on((*Server).describeStackResources),
		"DescribeStacks":                    on((*Server).describeStacks),
		"DetectStackDrift":                  on((*Server).detectStackDrift),
		"DetectStackResourceDrift":          on((*Server).detectStackResourceDrift),
		"ExecuteChangeSet":                  on((*Server).executeChangeSet),
		"GetStackPolicy":                    on((*Server).getStackPolicy),
		"GetTemplate":                       on((*Server).getTemplate),
		"GetTemplateSummary":                on((*Server).getTemplateSummary),
		"ListChangeSets":                    on((*Server).listChangeSets),
		"ListExports":                       on((*Server).listExports),
		"ListImports":                       on((*Server).listImports),
		"ListStackResources":                on((*Server).listStackResources),
		"ListStacks":                        on((*Server).listStacks),
		"RollbackStack":                     on((*Server).rollbackStack),
		"SetStackPolicy":                    on((*Server).setStackPolicy),
		"UpdateStack":                       on((*Server).updateStack),
		"UpdateTerminationProtection":       on((*Server).updateTerminationProtection),
		"ValidateTemplate":                  on((*Server).validateTemplate),
	}
}

// on makes an action of a function that takes its input as a struct.
func on[I any](f func(s *Server, q request, in *I) (any, error)) action {
	return func(s *Server, q request) (any, error) {
		var in I
		if err := query.Decode(q.form, &in); err != nil {
			return nil, err
		}
		return f(s, q, &in)
	}
}

// cloudFormation does an action of CloudFormation.
func (s *Server) cloudFormation(q request) (any, error) {
	if q.key == "" {
		return nil, &query.Error{Status: 403, Code: "MissingAuthenticationToken", Message: "Request is missing Authentication Token"}
	}
	do, ok := s.actions[q.action]
	if !ok {
		return nil, query.Refuse("InvalidAction", "Could not find operation %s for version 2010-05-15; this endpoint does not have it", q.action)
	}
	return do(s, q)
}
