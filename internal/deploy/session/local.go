package session

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// localCredentials are the keys by which the local endpoint knows an account.
func localCredentials(account string) aws.CredentialsProvider {
	return aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider("LOCAL"+account, "local", ""))
}

// withoutEnvironment takes out of each request what the SDK writes into its headers
// from the environment, whatever it is told.
func withoutEnvironment(stack *middleware.Stack) error {
	return stack.Build.Add(middleware.BuildMiddlewareFunc("WithoutEnvironment", func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
		if request, ok := in.Request.(*smithyhttp.Request); ok {
			request.Header.Set("User-Agent", "smgen")
			request.Header.Del("X-Amzn-Trace-Id")
		}
		return next.HandleBuild(ctx, in)
	}), middleware.After)
}
