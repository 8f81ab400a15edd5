package removal

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/session"
)

// FindImporters notes for each stack who imports what it exports, as CloudFormation
// knows it: as long as anybody does, it does not delete the exporter.
func FindImporters(ctx context.Context, removals []*Removal) error {
	places := map[session.Place][]*Removal{}
	for _, r := range removals {
		if len(r.Loss.Exports) > 0 {
			places[r.Target.Place()] = append(places[r.Target.Place()], r)
		}
	}
	for place, here := range places {
		if err := findImporters(ctx, here[0].Clients, here); err != nil {
			return fmt.Errorf("ask who imports values in account %s, %s: %w", place.Account, place.Region, session.Explain(err))
		}
	}
	return nil
}

func findImporters(ctx context.Context, c *session.Clients, removals []*Removal) error {
	pages := cloudformation.NewListExportsPaginator(c.CloudFormation, &cloudformation.ListExportsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, e := range page.Exports {
			i := slices.IndexFunc(removals, func(r *Removal) bool { return r.Live.ID == aws.ToString(e.ExportingStackId) })
			if i < 0 {
				continue
			}
			names, err := changeset.Importers(ctx, c, aws.ToString(e.Name))
			if err != nil {
				return err
			}
			if len(names) > 0 {
				removals[i].Importers[aws.ToString(e.Name)] = names
			}
		}
	}
	return nil
}
