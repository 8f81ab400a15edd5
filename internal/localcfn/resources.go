package localcfn

import (
	"encoding/json"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

// resourceView writes a resource in all the forms that the API has for one.
type resourceView struct {
	StackName            string `xml:",omitempty"`
	StackId              string `xml:",omitempty"`
	LogicalResourceId    string
	PhysicalResourceId   string `xml:",omitempty"`
	ResourceType         string
	Timestamp            *query.Time // in StackResource
	LastUpdatedTimestamp *query.Time // in the others
	ResourceStatus       string
	ResourceStatusReason string `xml:",omitempty"`
	Metadata             string `xml:",omitempty"`
	DriftInformation     resourceDriftInfo
}

type resourceDriftInfo struct {
	StackResourceDriftStatus string
	LastCheckTimestamp       *query.Time
}

func resourceOf(r *stacks.Resource) resourceView {
	v := resourceView{
		LogicalResourceId: r.LogicalID, PhysicalResourceId: r.Identity.Physical, ResourceType: r.Type,
		LastUpdatedTimestamp: moment(r.Updated), ResourceStatus: r.Status, ResourceStatusReason: r.Reason,
		DriftInformation: resourceDriftInfo{orNotChecked(r.Drift.Status), moment(r.Drift.Checked)},
	}
	if r.Status == "CREATE_IN_PROGRESS" || r.Unmade && r.Status == "CREATE_FAILED" {
		v.PhysicalResourceId = ""
	}
	return v
}

func orNotChecked(status string) string {
	if status == "" {
		return "NOT_CHECKED"
	}
	return status
}

type listStackResourcesOutput struct {
	StackResourceSummaries []resourceView `xml:"StackResourceSummaries>member"`
	NextToken              string         `xml:",omitempty"`
}

func (s *Server) listStackResources(q request, in *listedInput) (any, error) {
	var out listStackResourcesOutput
	err := s.run.View(func(d stacks.Data) error {
		_, list, err := s.resources(d, q, in.StackName)
		if err != nil {
			return err
		}
		var views []resourceView
		for _, r := range list {
			views = append(views, resourceOf(r))
		}
		out.StackResourceSummaries, out.NextToken, err = page(views, in.NextToken, itemsPerPage)
		return err
	})
	return out, err
}

// resources returns the resources of a stack; the error is the refusal if there is
// no such stack.
func (s *Server) resources(d stacks.Data, q request, name string) (*stacks.Stack, []*stacks.Resource, error) {
	stack, err := d.Find(q.place(), name)
	if err != nil {
		return nil, nil, err
	}
	if stack == nil {
		return nil, nil, query.Validation("Stack with id %s does not exist", name)
	}
	list, err := d.Resources(stack)
	return stack, list, err
}

type describeStackResourcesInput struct{ StackName, LogicalResourceId, PhysicalResourceId string }

type describeStackResourcesOutput struct {
	StackResources []resourceView `xml:"StackResources>member"`
}

// maxDescribed is how many resources DescribeStackResources returns at most.
const maxDescribed = 100

func (s *Server) describeStackResources(q request, in *describeStackResourcesInput) (any, error) {
	var out describeStackResourcesOutput
	err := s.run.View(func(d stacks.Data) error {
		if in.StackName == "" {
			return query.Validation("StackName must be specified; this endpoint finds no stack by a PhysicalResourceId")
		}
		stack, list, err := s.resources(d, q, in.StackName)
		if err != nil {
			return err
		}
		for _, r := range list {
			if in.LogicalResourceId != "" && in.LogicalResourceId != r.LogicalID || len(out.StackResources) == maxDescribed {
				continue
			}
			v := resourceOf(r)
			v.StackName, v.StackId, v.Timestamp, v.LastUpdatedTimestamp = stack.Name, stack.ID, v.LastUpdatedTimestamp, nil
			out.StackResources = append(out.StackResources, v)
		}
		if in.LogicalResourceId != "" && len(out.StackResources) == 0 {
			return noResource(in.LogicalResourceId, stack)
		}
		return nil
	})
	return out, err
}

func noResource(id string, stack *stacks.Stack) error {
	return query.Validation("Resource %s does not exist for stack %s", id, stack.Name)
}

type oneResource struct{ StackName, LogicalResourceId string }

// find returns a resource and its stack; the error is the refusal if there is none.
func (in oneResource) find(d stacks.Data, q request) (*stacks.Stack, *stacks.Resource, error) {
	stack, err := d.Find(q.place(), in.StackName)
	if err != nil {
		return nil, nil, err
	}
	if stack == nil {
		return nil, nil, query.Validation("Stack '%s' does not exist", in.StackName)
	}
	r, err := d.Resource(stack, in.LogicalResourceId)
	if err == nil && r == nil {
		err = noResource(in.LogicalResourceId, stack)
	}
	return stack, r, err
}

type describeStackResourceOutput struct{ StackResourceDetail resourceView }

func (s *Server) describeStackResource(q request, in *oneResource) (any, error) {
	var out describeStackResourceOutput
	err := s.run.View(func(d stacks.Data) error {
		stack, r, err := in.find(d, q)
		if err != nil {
			return err
		}
		v := resourceOf(r)
		v.StackName, v.StackId = stack.Name, stack.ID
		if len(r.Metadata) > 0 {
			text, err := json.Marshal(r.Metadata)
			if err != nil {
				return err
			}
			v.Metadata = string(text)
		}
		out.StackResourceDetail = v
		return nil
	})
	return out, err
}
