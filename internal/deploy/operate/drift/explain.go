package drift

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
)

// State is the outcome of looking for drift in one stack.
type State string

// The states.
const (
	InSync  State = "inSync"
	Drifted State = "drifted"
	// NotDeployed: there is no stack yet, or none with resources.
	NotDeployed State = "notDeployed"
	// NotChecked: CloudFormation cannot look, as while a deployment is under way.
	NotChecked State = "notChecked"
)

// Stack is what was found in one stack.
type Stack struct {
	review.Identity
	// Dir is the stack's directory in the repository of specs.
	Dir   string `json:"dir"`
	State State  `json:"state"`
	// Reason says why a stack was not checked.
	Reason string `json:"reason,omitempty"`
	// Sensitive is what the specs mark as sensitive, which is concealed.
	Sensitive secret.Marks `json:"-"`
	// Unchecked are the logical IDs of resources of which CloudFormation could not
	// tell.
	Unchecked []string `json:"unchecked"`
	// Switched are the triggers that somebody turned off or on.
	Switched []Switch `json:"switched"`
	// Jobs, Access and Changes are what the differences do: before is what was
	// deployed, after what there is now. Secrets are concealed.
	Jobs    []review.Job  `json:"jobs"`
	Access  plan.Access   `json:"access"`
	Changes []plan.Change `json:"changes"`
	// Unexplained are resources that differ in something that the template does not
	// show, or only in how it is written.
	Unexplained []Unexplained `json:"unexplained"`
}

// Unexplained is a resource of which only the places of differences are known.
type Unexplained struct {
	Resource string `json:"resource"`
	// Paths are JSON pointers below the resource's properties.
	Paths []string `json:"paths"`
}

// Switch is a schedule or a rule whose state is another one than was deployed.
type Switch struct {
	Trigger string `json:"trigger"`
	Type    string `json:"type"`
	// Off reports that it starts nothing any more; otherwise it does again.
	Off bool `json:"off"`
}

// Explain puts differences into words. The template is the one that was deployed;
// Name, Account, Region, Dir and Sensitive of the stack are set. Now is the time from which
// next runs are counted.
func (s *Stack) Explain(text []byte, resources []Resource, now time.Time) error {
	deployed, live, err := ends(text, resources)
	if err != nil {
		return err
	}
	for _, r := range resources {
		s.note(r, live)
	}
	r, err := s.compare(deployed, live, now)
	if err != nil {
		return err
	}
	for _, found := range r.Stacks {
		s.Jobs, s.Access, s.Changes = found.Jobs, found.Access, found.ChangeSet.Changes
	}
	s.Changes = own(s.Changes, resources)
	for _, r := range resources {
		if !slices.ContainsFunc(s.Changes, func(c plan.Change) bool { return c.ResourceChange.LogicalResourceId == r.ID }) {
			s.Unexplained = append(s.Unexplained, Unexplained{r.ID, r.paths()})
		}
	}
	return nil
}

func (r Resource) paths() []string {
	paths := []string{}
	for _, d := range r.Differences {
		paths = append(paths, d.Path)
	}
	return paths
}

// note takes down a trigger that was switched off or on.
func (s *Stack) note(r Resource, live *template.Document) {
	if r.Type != "AWS::Scheduler::Schedule" && r.Type != "AWS::Events::Rule" {
		return
	}
	for _, d := range r.Differences {
		if d.Path == "/State" {
			state, _ := live.Resources[r.ID].Properties["State"].(string)
			s.Switched = append(s.Switched, Switch{r.ID, r.Type, state == "DISABLED"})
		}
	}
}

// compare reviews what would make what was deployed into what there is now.
func (s *Stack) compare(deployed, live *template.Document, now time.Time) (*review.Review, error) {
	side := func(d *template.Document) ([]*review.Side, error) {
		text, err := d.Encode(template.JSON)
		if err != nil {
			return nil, fmt.Errorf("write a template of %s: %w", s.Name, err)
		}
		return []*review.Side{{Identity: s.Identity, Dir: s.Dir, Text: text, Sensitive: s.Sensitive}}, nil
	}
	before, err := side(deployed)
	if err != nil {
		return nil, err
	}
	after, err := side(live)
	if err != nil {
		return nil, err
	}
	return review.Build(before, after, review.Options{Now: now})
}

// own are the changes of the resources that drifted themselves, by their logical IDs. A deployment would
// pass a new name on to those that refer to it; who changes a resource by hand does
// not.
func own(changes []plan.Change, resources []Resource) []plan.Change {
	var list []plan.Change
	for _, c := range changes {
		r := c.ResourceChange
		if !slices.ContainsFunc(resources, func(drifted Resource) bool { return drifted.ID == r.LogicalResourceId }) {
			continue
		}
		c.ResourceChange.Details = slices.DeleteFunc(slices.Clone(r.Details), func(d plan.Detail) bool { return d.ChangeSource != plan.DirectModification })
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b plan.Change) int {
		return strings.Compare(a.ResourceChange.LogicalResourceId, b.ResourceChange.LogicalResourceId)
	})
	return list
}
