package changeset

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Author says for others who makes a change set: the caller's ARN, and in a pipeline
// the address of the job, from the variables of GitHub Actions, GitLab CI and
// Jenkins.
func Author(caller string, getenv func(string) string) string {
	job := ""
	switch {
	case getenv("GITHUB_ACTIONS") == "true" && getenv("GITHUB_RUN_ID") != "":
		job = getenv("GITHUB_SERVER_URL") + "/" + getenv("GITHUB_REPOSITORY") + "/actions/runs/" + getenv("GITHUB_RUN_ID")
	case getenv("CI_JOB_URL") != "":
		job = getenv("CI_JOB_URL")
	case getenv("BUILD_URL") != "":
		job = getenv("BUILD_URL")
	}
	if job == "" {
		return "smgen, " + caller
	}
	return fmt.Sprintf("smgen, %s, %s", caller, job)
}

// Deploying says who is deploying the stack just now: the description of the change
// set that is being executed. It is empty if none is, or if it has no description.
// Whether AWS lists such a change set is not documented, so that the stack is asked
// for it, too.
func Deploying(ctx context.Context, c *session.Clients, name string) (string, error) {
	fail := func(err error) (string, error) {
		if err == nil || session.IsAbsent(err) {
			return "", nil
		}
		return "", fmt.Errorf("find out who deploys %s: %w", name, session.Explain(err))
	}
	pages := cloudformation.NewListChangeSetsPaginator(c.CloudFormation, &cloudformation.ListChangeSetsInput{StackName: aws.String(name)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fail(err)
		}
		for _, s := range page.Summaries {
			if s.ExecutionStatus == types.ExecutionStatusExecuteInProgress {
				return aws.ToString(s.Description), nil
			}
		}
	}
	out, err := c.CloudFormation.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String(name)})
	if err != nil || len(out.Stacks) == 0 || out.Stacks[0].ChangeSetId == nil {
		return fail(err)
	}
	cs, err := c.CloudFormation.DescribeChangeSet(ctx, &cloudformation.DescribeChangeSetInput{ChangeSetName: out.Stacks[0].ChangeSetId})
	if err != nil || cs.ExecutionStatus != types.ExecutionStatusExecuteInProgress {
		return fail(err)
	}
	return aws.ToString(cs.Description), nil
}
