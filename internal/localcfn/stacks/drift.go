package stacks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/localcfn/changeset"
	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// The statuses of drift.
const (
	NotChecked = "NOT_CHECKED"
	InSync     = "IN_SYNC"
	Drifted    = "DRIFTED"  // of a stack
	Modified   = "MODIFIED" // of a resource
	Deleted    = "DELETED"  // of a resource
)

// Detection is one look for drift on a stack.
type Detection struct {
	ID, StackID string
	// Started is when it was asked for, Ready when it has an answer.
	Started, Ready time.Time
	Status         string
	// Drifted is how many resources are no longer as they were deployed.
	Drifted int
}

// ResourceDrift is what a detection found at a resource.
type ResourceDrift struct {
	LogicalID, PhysicalID, Type string
	Status                      string
	Checked                     time.Time
	// Expected and Actual are the properties as JSON.
	Expected, Actual string
	Differences      []Difference
}

// Difference is one property that is no longer what was deployed.
type Difference struct {
	// Path is a JSON pointer, Kind is ADD, REMOVE or NOT_EQUAL.
	Path, Expected, Actual, Kind string
}

// Detect looks for drift on resources, all if none is named. It takes a while.
func (d Data) Detect(s *Stack, only []string, takes time.Duration) (*Detection, error) {
	number, err := d.Tx.Next(kindDetections)
	if err != nil {
		return nil, err
	}
	found := &Detection{
		ID:      physical.UUID(fmt.Sprintf("detection %d of %s", number, s.ID)),
		StackID: s.ID, Started: d.Now, Ready: d.Now.Add(takes), Status: InSync,
	}
	resources, err := d.Resources(s)
	if err != nil {
		return nil, err
	}
	for _, r := range resources {
		if len(only) > 0 && !slices.Contains(only, r.LogicalID) {
			continue
		}
		drift, err := d.DetectResource(s, r)
		if err != nil {
			return nil, err
		}
		if drift != nil && drift.Status != InSync {
			found.Drifted++
			found.Status = Drifted
		}
	}
	s.Drift = Drift{found.Status, d.Now}
	if err := d.Put(s); err != nil {
		return nil, err
	}
	return found, d.Tx.Put(kindDetections, found.ID, found)
}

// Detection returns a look for drift by its ID, nil if there was none.
func (d Data) Detection(id string) (*Detection, error) {
	var found Detection
	if ok, err := d.Tx.Get(kindDetections, id, &found); !ok || err != nil {
		return nil, err
	}
	return &found, nil
}

// DetectResource looks for drift on a resource, and returns nil for a type on which
// it cannot be seen.
func (d Data) DetectResource(s *Stack, r *Resource) (*ResourceDrift, error) {
	t, ok := cfnschema.Lookup(r.Type)
	if !ok || strings.HasPrefix(r.Type, "AWS::CloudFormation::") || strings.HasPrefix(r.Status, "DELETE_") {
		return nil, nil
	}
	found := &ResourceDrift{LogicalID: r.LogicalID, PhysicalID: r.Identity.Physical, Type: r.Type, Checked: d.Now}
	expected := visible(t, r.Properties)
	actual := explicit(expected, visible(t, r.Actual()))
	found.Expected, found.Actual = changeset.JSON(orNone(expected)), changeset.JSON(orNone(actual))
	found.Differences = differences("", expected, actual)
	switch {
	case r.Gone:
		found.Status, found.Actual, found.Differences = Deleted, "", nil
	case len(found.Differences) > 0:
		found.Status = Modified
	default:
		found.Status = InSync
	}
	r.Drift = Drift{found.Status, d.Now}
	if err := d.PutResource(s, r); err != nil {
		return nil, err
	}
	return found, d.Tx.Put(kindDrifts, s.UUID+"/"+r.LogicalID, found)
}

// Drifts returns what was found at the resources of a stack.
func (d Data) Drifts(s *Stack) ([]*ResourceDrift, error) {
	return store.All[*ResourceDrift](d.Tx, kindDrifts, s.UUID+"/")
}

// visible returns the properties that the service shows: those that can be written
// alone, such as the code of a function, are never compared.
func visible(t *cfnschema.Type, properties map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range properties {
		hidden := slices.ContainsFunc(t.WriteOnly, func(path string) bool {
			top, _, _ := strings.Cut(path, ".")
			return top == name
		})
		if !hidden {
			out[name] = value
		}
	}
	return out
}

// explicit returns the properties that the template sets: others are not looked at.
func explicit(expected, actual map[string]any) map[string]any {
	out := map[string]any{}
	for name := range expected {
		if value, ok := actual[name]; ok {
			out[name] = value
		}
	}
	return out
}
