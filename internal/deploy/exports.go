package deploy

import (
	"context"
	"slices"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/order"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/target"
)

// givenUp are the reasons to wait that only AWS knows: a stack that gives up an
// export comes after those that import it until now, as CloudFormation refuses it
// before. What cannot be found out is no reason; the stacks themselves will tell.
func (r *Run) givenUp(ctx context.Context) []order.Edge {
	var edges []order.Edge
	for _, t := range r.o.Targets {
		if planned := r.o.Plan.Stack(planfile.IdentityOf(t)); planned == nil || planned.Operation != changeset.UpdateStack {
			continue
		}
		place, err := r.at(ctx, t)
		if err != nil || place.stacks[t.Name] == nil {
			continue
		}
		for _, export := range place.stacks[t.Name].Exports {
			if slices.Contains(t.Exports, export) {
				continue
			}
			names, err := changeset.Importers(ctx, place.clients, export)
			if err != nil {
				continue
			}
			for _, name := range names {
				if other := r.sibling(t, name); other != nil {
					edges = append(edges, order.Edge{First: other, Then: t, Why: "gives up " + export + ", which is imported by"})
				}
			}
		}
	}
	return edges
}

// sibling is the target of a name where another one is.
func (r *Run) sibling(t *target.Target, name string) *target.Target {
	i := slices.IndexFunc(r.o.Targets, func(other *target.Target) bool {
		return other.Name == name && other.Account == t.Account && other.Region == t.Region && other != t
	})
	if i < 0 {
		return nil
	}
	return r.o.Targets[i]
}
