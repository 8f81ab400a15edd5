package artifact

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
)

// Bucket returns the name of a target's artifact bucket. One that is another
// stack's export is looked up; one that is an SSM parameter is refused, as smgen
// reads none.
func Bucket(ctx context.Context, c *session.Clients, t *target.Target) (string, error) {
	switch b := t.Bucket; {
	case b.Parameter != "":
		return "", fmt.Errorf("the artifact bucket is the SSM parameter %s, which smgen does not read; set artifactBucket to the bucket's name, or to an export: {import: \"…\"}", b.Parameter)
	case b.Export != "":
		return exported(ctx, c, b.Export)
	default:
		return b.Name, nil
	}
}

// exported returns the value of an export.
func exported(ctx context.Context, c *session.Clients, name string) (string, error) {
	pages := cloudformation.NewListExportsPaginator(c.CloudFormation, &cloudformation.ListExportsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", fmt.Errorf("look up the export %s, the artifact bucket: %w", name, session.Explain(err))
		}
		for _, e := range page.Exports {
			if aws.ToString(e.Name) == name {
				return aws.ToString(e.Value), nil
			}
		}
	}
	return "", fmt.Errorf("no stack of account %s in %s exports %s, which the spec names as artifactBucket; deploy the one that does first", c.Account, c.Region, name)
}
