package changeset

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Importers are the names of the stacks that import an export, sorted. None is an
// error to AWS, which has no code of its own.
func Importers(ctx context.Context, c *session.Clients, export string) ([]string, error) {
	var names []string
	pages := cloudformation.NewListImportsPaginator(c.CloudFormation, &cloudformation.ListImportsInput{ExportName: &export})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		switch {
		case session.Code(err) == "ValidationError" && strings.Contains(session.Reason(err), "not imported"):
			return nil, nil
		case err != nil:
			return nil, err
		}
		names = append(names, page.Imports...)
	}
	slices.Sort(names)
	return names, nil
}
