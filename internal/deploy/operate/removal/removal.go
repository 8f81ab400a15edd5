package removal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/review"
)

// Removal is a stack that is to be deleted.
type Removal struct {
	*operate.Stack
	Loss *Loss
	// Importers are stacks that import what this one exports, by the export's name.
	Importers map[string][]string
	// Failed are the resources that an earlier deletion could not delete, for a stack
	// that is DELETE_FAILED.
	Failed []Leftover
}

// Leftover is a resource that could not be deleted.
type Leftover struct {
	// ID is the logical ID; Reason is AWS's, in full.
	ID, Type, Reason string
}

// Look finds out what the deletion of a stack that exists would do. Now is the time
// from which next runs are counted.
func Look(ctx context.Context, s *operate.Stack, now time.Time) (*Removal, error) {
	r := &Removal{Stack: s, Importers: map[string][]string{}}
	var text []byte
	if !isEmpty(s.Status()) {
		var err error
		if text, err = changeset.Template(ctx, s.Clients, s.Live.ID); err != nil {
			return nil, err
		}
	}
	var err error
	if r.Loss, err = LossOf(review.Identity{Name: s.Name, Account: s.Account, Region: s.Region}, text, now); err != nil {
		return nil, err
	}
	if s.Status() == deleteFailed {
		if r.Failed, err = leftovers(ctx, s); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// isEmpty reports whether a stack of a status has no resources.
func isEmpty(status string) bool {
	return status == "REVIEW_IN_PROGRESS" || status == "ROLLBACK_COMPLETE"
}

const deleteFailed = "DELETE_FAILED"

// Obstacle says in a sentence why the stack cannot be deleted now, and what to do;
// empty if it can. Others are the stacks that are deleted with it.
func (r *Removal) Obstacle(others []*Removal) string {
	switch {
	case r.Live.Protected:
		return r.Name + " is protected from deletion; " + r.unprotect()
	case r.Settings.Protected:
		return fmt.Sprintf("the spec of %s protects it from deletion; set deploy: terminationProtection: false in %s first", r.Name, r.Dir)
	case r.Live.IsBusy():
		return fmt.Sprintf("%s cannot be deleted now: %s; run this again when that has ended: smgen events -f %s", r.Name, operate.StandingOf(r.Status()).Long, r.Path())
	}
	for _, export := range sortedKeys(r.Importers) {
		left := slices.DeleteFunc(slices.Clone(r.Importers[export]), func(name string) bool {
			return slices.ContainsFunc(others, func(o *Removal) bool { return o.Name == name && o.isBeside(r) })
		})
		if len(left) > 0 {
			return fmt.Sprintf("%s cannot be deleted: its export %s is imported by %s; take the import out and deploy, or destroy that stack first", r.Name, export, strings.Join(left, ", "))
		}
	}
	return ""
}

// unprotect says how to switch off the protection that is on.
func (r *Removal) unprotect() string {
	if r.Dir != "" {
		return fmt.Sprintf("set deploy: terminationProtection: false in its spec, deploy that with smgen deploy %s, and destroy it then", r.Dir)
	}
	return fmt.Sprintf("no spec names it any more, so switch that off by hand: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name %s --region %s", r.Name, r.Region)
}

func (r *Removal) isBeside(other *Removal) bool {
	return r.Account == other.Account && r.Region == other.Region
}
