package artifact

import (
	"context"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Address is the address of a version, for tests of AWS's own.
func Address(ctx context.Context, c *session.Clients, bucket, key, version string) (string, error) {
	return (&store{c, bucket}).address(ctx, key, version)
}
