package removal

import (
	"context"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
)

// Orphans returns the stacks at a place that were deployed by smgen from a
// repository, and that none of its specs names, in the order of their names. Named
// are the targets of all specs of the repository: leave one out, and its stack is an
// orphan.
func Orphans(ctx context.Context, s *session.Sessions, place session.Place, repository string, named []*target.Target) ([]*operate.Stack, error) {
	clients, err := s.At(ctx, place)
	if err != nil {
		return nil, err
	}
	live, err := changeset.List(ctx, clients)
	if err != nil {
		return nil, err
	}
	var orphans []*operate.Stack
	for _, l := range live {
		if !operate.IsManaged(l.Tags, repository) || isNamed(named, place, l.Name) {
			continue
		}
		orphans = append(orphans, &operate.Stack{
			Target: &target.Target{
				Name: l.Name, Account: place.Account, Region: place.Region,
				Owner: l.Tags["Owner"], Environment: l.Tags["Environment"], Repository: repository,
				Settings: target.Settings{Role: place.Role},
			},
			Live: l, Clients: clients,
		})
	}
	slices.SortFunc(orphans, func(a, b *operate.Stack) int { return strings.Compare(a.Name, b.Name) })
	return orphans, nil
}

func isNamed(named []*target.Target, place session.Place, name string) bool {
	return slices.ContainsFunc(named, func(t *target.Target) bool {
		return t.Account == place.Account && t.Region == place.Region && t.Name == name
	})
}
