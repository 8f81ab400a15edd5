package bootstrap

import "github.com/smgen/smgen/internal/iam"

// gitHubIssuer issues the tokens of GitHub's workflows.
const gitHubIssuer = "token.actions.githubusercontent.com"

// audience is whom the tokens are for.
const audience = "sts.amazonaws.com"

// provider is one identity provider, as its address has it without https://.
type provider struct{ id, issuer string }

// providers are those that the roles trust.
func (o Options) providers() []provider {
	var list []provider
	if o.GitHub != "" {
		list = append(list, provider{"GitHubProvider", gitHubIssuer})
	}
	if o.GitLab != "" {
		list = append(list, provider{"GitLabProvider", o.GitLabHost})
	}
	return list
}

// hasRoles reports whether anybody is trusted.
func (o Options) hasRoles(kind Kind) bool {
	return o.GitHub != "" || o.GitLab != "" || len(o.from(kind)) > 0
}

func (o Options) from(kind Kind) []string {
	if kind == Plan {
		return o.PlanFrom
	}
	return o.DeployFrom
}

// trust says who may assume the role of a kind.
func (o Options) trust(p Place, kind Kind) iam.Document {
	var d iam.Document
	if o.GitHub != "" {
		d.Add(federated(p, "GitHub", gitHubIssuer, iam.StringEquals(gitHubIssuer+":sub", o.gitHubSubjects(kind)...)))
	}
	if o.GitLab != "" {
		d.Add(federated(p, "GitLab", o.GitLabHost, o.gitLabSubject(kind)))
	}
	if from := o.from(kind); len(from) > 0 {
		d.Add(iam.Statement{Sid: "Roles", Effect: iam.EffectAllow, Principal: iam.Principal{"AWS": from}, Actions: []string{"sts:AssumeRole"}})
	}
	return d
}

func federated(p Place, sid, issuer string, subject iam.Condition) iam.Statement {
	s := iam.Statement{
		Sid: sid, Effect: iam.EffectAllow, Actions: []string{"sts:AssumeRoleWithWebIdentity"},
		Principal: iam.Principal{"Federated": {p.iam("oidc-provider/" + issuer)}},
	}
	return s.When(iam.StringEquals(issuer+":aud", audience), subject)
}

// gitHubSubjects are the subjects of tokens: of jobs with the environment, which its
// rules protect, for deployments; of pull requests and of the branch for plans.
func (o Options) gitHubSubjects(kind Kind) []string {
	repository := "repo:" + o.GitHub + ":"
	if kind == Deploy {
		return []string{repository + "environment:" + o.Environment}
	}
	return []string{repository + "pull_request", repository + "ref:refs/heads/" + o.Branch}
}

// gitLabSubject is about the subjects of tokens, which name the branch and not the
// environment: the protected branch for deployments, any for plans.
func (o Options) gitLabSubject(kind Kind) iam.Condition {
	branches := "project_path:" + o.GitLab + ":ref_type:branch:ref:"
	if kind == Deploy {
		return iam.StringEquals(o.GitLabHost+":sub", branches+o.Branch)
	}
	return iam.StringLike(o.GitLabHost+":sub", branches+"*")
}
