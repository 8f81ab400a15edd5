package execute

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Protect switches a stack's termination protection on or off.
func Protect(ctx context.Context, c *session.Clients, stack string, on bool) error {
	_, err := c.CloudFormation.UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
		StackName: &stack, EnableTerminationProtection: &on,
	})
	if err != nil {
		return fmt.Errorf("set the termination protection: %w", session.Explain(err))
	}
	return nil
}

// SetPolicy gives a stack a stack policy in JSON, and reports whether it had another
// one. An empty policy leaves the stack's as it is: AWS has no call that takes a
// policy away. CloudFormation refuses it while it works on the stack.
func SetPolicy(ctx context.Context, c *session.Clients, stack, policy string) (changed bool, err error) {
	if policy == "" {
		return false, nil
	}
	current, err := c.CloudFormation.GetStackPolicy(ctx, &cloudformation.GetStackPolicyInput{StackName: &stack})
	if err != nil {
		return false, fmt.Errorf("read the stack policy: %w", session.Explain(err))
	}
	if isSameJSON(aws.ToString(current.StackPolicyBody), policy) {
		return false, nil
	}
	if _, err := c.CloudFormation.SetStackPolicy(ctx, &cloudformation.SetStackPolicyInput{StackName: &stack, StackPolicyBody: &policy}); err != nil {
		return false, fmt.Errorf("set the stack policy: %w", session.Explain(err))
	}
	return true, nil
}

// isSameJSON reports whether two texts are the same JSON.
func isSameJSON(a, b string) bool {
	read := func(text string) (v any, err error) {
		decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
		decoder.UseNumber()
		return v, decoder.Decode(&v)
	}
	x, errX := read(a)
	y, errY := read(b)
	return errX == nil && errY == nil && reflect.DeepEqual(x, y)
}
