package localcfn

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

type detectStackDriftInput struct {
	StackName          string
	LogicalResourceIds []string
}

type detectStackDriftOutput struct{ StackDriftDetectionId string }

func (s *Server) detectStackDrift(q request, in *detectStackDriftInput) (any, error) {
	var out detectStackDriftOutput
	err := s.run.Update(func(d stacks.Data) error {
		stack, err := detectable(d, q, in.StackName)
		if err != nil {
			return err
		}
		found, err := d.Detect(stack, in.LogicalResourceIds, s.options.Step)
		if err == nil {
			out.StackDriftDetectionId = found.ID
		}
		return err
	})
	return out, err
}

// detectable returns a stack on which drift can be looked for.
func detectable(d stacks.Data, q request, name string) (*stacks.Stack, error) {
	stack, err := existing(d, q, name)
	if err != nil {
		return nil, err
	}
	if !stack.Status.Allows(lifecycle.Detect) {
		return nil, query.Validation("Drift detection cannot be performed on stack [%s] while in status %s", stack.Name, stack.Status)
	}
	return stack, nil
}

type detectionInput struct{ StackDriftDetectionId string }

type detectionOutput struct {
	StackId, StackDriftDetectionId string
	StackDriftStatus               string `xml:",omitempty"`
	DetectionStatus                string
	DriftedStackResourceCount      *int
	Timestamp                      query.Time
}

func (s *Server) describeStackDriftDetectionStatus(_ request, in *detectionInput) (any, error) {
	var out detectionOutput
	err := s.run.View(func(d stacks.Data) error {
		found, err := d.Detection(in.StackDriftDetectionId)
		if err != nil {
			return err
		}
		if found == nil {
			return query.Validation("Drift detection with id %s does not exist", in.StackDriftDetectionId)
		}
		out = detectionOutput{StackId: found.StackID, StackDriftDetectionId: found.ID, Timestamp: query.Time{Time: found.Started}}
		if s.options.Now().Before(found.Ready) {
			out.DetectionStatus = "DETECTION_IN_PROGRESS"
			return nil
		}
		out.DetectionStatus, out.StackDriftStatus, out.DriftedStackResourceCount = "DETECTION_COMPLETE", found.Status, &found.Drifted
		return nil
	})
	return out, err
}

type resourceDriftsInput struct {
	StackName                       string
	StackResourceDriftStatusFilters []string
	NextToken                       string
	MaxResults                      *int
}

type resourceDriftsOutput struct {
	StackResourceDrifts []resourceDrift `xml:"StackResourceDrifts>member"`
	NextToken           string          `xml:",omitempty"`
}

type resourceDrift struct {
	StackId, LogicalResourceId string
	PhysicalResourceId         string `xml:",omitempty"`
	ResourceType               string
	ExpectedProperties         string           `xml:",omitempty"`
	ActualProperties           string           `xml:",omitempty"`
	PropertyDifferences        []differenceView `xml:"PropertyDifferences>member"`
	StackResourceDriftStatus   string
	Timestamp                  query.Time
}

type differenceView struct{ PropertyPath, ExpectedValue, ActualValue, DifferenceType string }

func (s *Server) describeStackResourceDrifts(q request, in *resourceDriftsInput) (any, error) {
	size := itemsPerPage
	if in.MaxResults != nil {
		if size = *in.MaxResults; size < 1 || size > itemsPerPage {
			return nil, query.Validation("1 validation error detected: Value '%d' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and %d", size, itemsPerPage)
		}
	}
	var out resourceDriftsOutput
	err := s.run.View(func(d stacks.Data) error {
		stack, err := existing(d, q, in.StackName)
		if err != nil {
			return err
		}
		found, err := d.Drifts(stack)
		if err != nil {
			return err
		}
		var list []resourceDrift
		for _, r := range found {
			if len(in.StackResourceDriftStatusFilters) == 0 || slices.Contains(in.StackResourceDriftStatusFilters, r.Status) {
				list = append(list, driftOf(stack, r))
			}
		}
		out.StackResourceDrifts, out.NextToken, err = page(list, in.NextToken, size)
		return err
	})
	return out, err
}

func driftOf(stack *stacks.Stack, r *stacks.ResourceDrift) resourceDrift {
	v := resourceDrift{
		StackId: stack.ID, LogicalResourceId: r.LogicalID, PhysicalResourceId: r.PhysicalID, ResourceType: r.Type,
		ExpectedProperties: r.Expected, ActualProperties: r.Actual, StackResourceDriftStatus: r.Status, Timestamp: query.Time{Time: r.Checked},
	}
	for _, diff := range r.Differences {
		v.PropertyDifferences = append(v.PropertyDifferences, differenceView{diff.Path, diff.Expected, diff.Actual, diff.Kind})
	}
	return v
}

type resourceDriftOutput struct{ StackResourceDrift resourceDrift }

func (s *Server) detectStackResourceDrift(q request, in *oneResource) (any, error) {
	var out resourceDriftOutput
	err := s.run.Update(func(d stacks.Data) error {
		if _, err := detectable(d, q, in.StackName); err != nil {
			return err
		}
		stack, r, err := in.find(d, q)
		if err != nil {
			return err
		}
		found, err := d.DetectResource(stack, r)
		if err == nil && found == nil {
			return query.Validation("Drift detection is not supported for resource type %s", r.Type)
		}
		if err == nil {
			out.StackResourceDrift = driftOf(stack, found)
		}
		return err
	})
	return out, err
}

// Touch changes a property of a stack's resource behind CloudFormation's back, as
// somebody does who pauses a schedule by hand: a detection of drift sees it. The
// property is a path such as State or Target.RetryPolicy, the value what JSON can
// hold; nil removes it.
func (s *Server) Touch(account, region, stack, logicalID, property string, value any) error {
	return s.behind(account, region, stack, logicalID, func(d stacks.Data, found *stacks.Stack, r *stacks.Resource) error {
		return d.Touch(found, r, property, value)
	})
}

// Vanish deletes a stack's resource behind CloudFormation's back.
func (s *Server) Vanish(account, region, stack, logicalID string) error {
	return s.behind(account, region, stack, logicalID, stacks.Data.Vanish)
}

func (s *Server) behind(account, region, stack, logicalID string, do func(stacks.Data, *stacks.Stack, *stacks.Resource) error) error {
	return s.run.Update(func(d stacks.Data) error {
		found, err := d.Find(stacks.Place{Account: account, Region: region}, stack)
		if err != nil {
			return err
		}
		if found == nil {
			return fmt.Errorf("there is no stack %s in account %s and region %s", stack, account, region)
		}
		r, err := d.Resource(found, logicalID)
		if err != nil {
			return err
		}
		if r == nil {
			return fmt.Errorf("stack %s has no resource %s", stack, logicalID)
		}
		return do(d, found, r)
	})
}
