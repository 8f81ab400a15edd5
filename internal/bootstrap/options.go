package bootstrap

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/lazyregexp"
)

// Options say what is made beside the bucket, the boundary and the policies.
type Options struct {
	// Access are IAM actions that roles may have beside those that training jobs
	// need: for fields called access.
	Access []string
	// GitHub is the repository whose workflows may plan and deploy, as it begins the
	// tokens' subjects: acme/specs, or acme@1/specs@2 with the numbers of owner and
	// repository. Empty for none.
	GitHub string
	// Environment is GitHub's environment for deployments, default production.
	Environment string
	// GitLab is the project whose pipelines may plan and deploy, such as acme/specs.
	// Empty for none.
	GitLab string
	// GitLabHost is where it is, default gitlab.com.
	GitLabHost string
	// Branch is the branch that is deployed, default main.
	Branch string
	// HasProvider says that the account has the identity provider already, perhaps
	// from another region.
	HasProvider bool
	// PlanFrom and DeployFrom are ARNs of roles that may assume those to plan and to
	// deploy, such as a pipeline's in another account.
	PlanFrom, DeployFrom []string
}

// defaults fills in what was left out.
func (o Options) defaults() Options {
	for value, word := range map[*string]string{&o.Environment: "production", &o.GitLabHost: "gitlab.com", &o.Branch: "main"} {
		if *value == "" {
			*value = word
		}
	}
	return o
}

var (
	// gitHubRepository is a repository with or without numbers.
	gitHubRepository = lazyregexp.New(`^[A-Za-z0-9](-?[A-Za-z0-9])*(@[0-9]+)?/[A-Za-z0-9._-]+(@[0-9]+)?$`)
	gitLabProject    = lazyregexp.New(`^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$`)
	hostName         = lazyregexp.New(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)
	// word is a name without what policies take for a wildcard or a variable.
	word = lazyregexp.New(`^[A-Za-z0-9._/-]+$`)
)

// check refuses what would trust somebody else than is meant.
func (o Options) check() error {
	for _, c := range []struct {
		flag, value, want string
		form              func() *regexp.Regexp
	}{
		{"--github", o.GitHub, "a repository such as acme/ml-specs, or acme@1234/ml-specs@5678 with the numbers of owner and repository", gitHubRepository},
		{"--environment", o.Environment, "the name of an environment: letters, digits and ._/-", word},
		{"--gitlab", o.GitLab, "a project such as acme/ml-specs", gitLabProject},
		{"--gitlab-host", o.GitLabHost, "the name of a host such as gitlab.example.com", hostName},
		{"--branch", o.Branch, "the name of a branch: letters, digits and ._/-", word},
	} {
		if c.value != "" && !c.form().MatchString(c.value) {
			return fmt.Errorf("%s %q: want %s", c.flag, c.value, c.want)
		}
	}
	if strings.Count(o.GitHub, "@") == 1 {
		return fmt.Errorf("--github %q has the number of one of owner and repository; want both, such as acme@1234/ml-specs@5678, or neither", o.GitHub)
	}
	for flag, list := range map[string][]string{"--plan-from": o.PlanFrom, "--deploy-from": o.DeployFrom} {
		for _, text := range list {
			a, err := arn.Parse(text)
			if err != nil || a.Service != "iam" || !strings.HasPrefix(a.Resource, "role/") || strings.ContainsAny(text, "*?$") {
				return fmt.Errorf("%s %q: want the ARN of a role, such as arn:aws:iam::123456789012:role/pipeline", flag, text)
			}
		}
	}
	for _, action := range o.Access {
		if problem := iam.CheckAction(action); problem != nil {
			return fmt.Errorf("--access %q: %s; %s", action, problem.Message, problem.Help)
		}
		if strings.Trim(action, "*") == "" || strings.HasPrefix(strings.ToLower(action), "iam:") || strings.HasPrefix(strings.ToLower(action), "sts:") {
			return fmt.Errorf("--access %q would let the boundary hold nothing back; name actions such as dynamodb:GetItem", action)
		}
	}
	return nil
}
