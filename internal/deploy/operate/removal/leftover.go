package removal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/session"
)

// leftovers are the resources that could not be deleted, by their logical IDs.
func leftovers(ctx context.Context, s *operate.Stack) ([]Leftover, error) {
	var list []Leftover
	pages := cloudformation.NewListStackResourcesPaginator(s.Clients.CloudFormation, &cloudformation.ListStackResourcesInput{StackName: &s.Live.ID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read what is left of %s: %w", s.Path(), session.Explain(err))
		}
		for _, r := range page.StackResourceSummaries {
			if r.ResourceStatus == types.ResourceStatusDeleteFailed {
				list = append(list, Leftover{aws.ToString(r.LogicalResourceId), aws.ToString(r.ResourceType), aws.ToString(r.ResourceStatusReason)})
			}
		}
	}
	slices.SortFunc(list, func(a, b Leftover) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

// explain says what could not be deleted, and what there is to do. Path is what the
// stack is called in commands.
func explain(failed []Leftover, path string) string {
	if len(failed) == 0 {
		return "smgen events " + path + " says why"
	}
	var lines, ids []string
	for _, f := range failed {
		lines = append(lines, fmt.Sprintf("%s (%s) could not be deleted: %s", f.ID, f.Type, f.Reason))
		ids = append(ids, f.ID)
	}
	return strings.Join(lines, "; ") + fmt.Sprintf(". Remove what stands in the way, and run smgen destroy %s again; or leave it behind with smgen destroy %[1]s --retain %s; "+
		"or with --force, which leaves behind whatever cannot be deleted then", path, strings.Join(ids, ","))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// CheckForce says what is wrong with leaving something of the stack behind, nil if
// nothing is.
func (r *Removal) CheckForce(f Force) error {
	if r.Status() != deleteFailed {
		return fmt.Errorf("%s is %s, and CloudFormation leaves resources behind only of a stack that is %s: leave --retain and --force out; to keep a resource, deploy it with DeletionPolicy: Retain first", r.Name, r.Status(), deleteFailed)
	}
	var ids []string
	for _, l := range r.Failed {
		ids = append(ids, l.ID)
	}
	for _, id := range f.Retain {
		if !slices.Contains(ids, id) {
			return fmt.Errorf("%s is not among the resources that could not be deleted, which are %s; --retain takes only those", id, strings.Join(ids, ", "))
		}
	}
	return nil
}
