package launch

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/spec"
)

// Grant adds the user's own permissions to a policy, at a path of the job. What
// a reviewer would stumble over is reported together with the user's reason.
func (j *Job) Grant(d *iam.Document, access []spec.Access, field string) {
	for i, a := range access {
		at := fmt.Sprintf("%s[%d]", field, i)
		if strings.TrimSpace(a.Reason) == "" {
			j.report(diag.Error, at+".reason", "the permission has no reason", "say in a few words what it is for")
		}
		for k, action := range a.Actions {
			j.checkAction(fmt.Sprintf("%s.actions[%d]", at, k), action, a.Reason)
		}
		var resources []string
		for k, r := range a.Resources {
			j.checkResource(fmt.Sprintf("%s.resources[%d]", at, k), r, a)
			resources = append(resources, j.Text(r))
		}
		d.Add(iam.Allow(fmt.Sprintf("Access%d", i+1), resources, a.Actions...))
	}
}

func (j *Job) checkAction(field, action, reason string) {
	if problem := iam.CheckAction(action); problem != nil {
		j.report(diag.Error, field, problem.Message, problem.Help)
		return
	}
	if strings.Trim(action, "*") == "" {
		j.report(diag.Error, field, fmt.Sprintf("%q allows everything in AWS; the reason given is %q", action, reason),
			"name the actions, or attach a managed policy to the role with managedPolicies")
	}
}

// checkResource checks a resource of a permission. All resources at once are in
// order only for actions that AWS cannot confine.
func (j *Job) checkResource(field string, resource spec.Text, a spec.Access) {
	text, literal := resource.Literal()
	if !literal {
		return
	}
	if text != "*" {
		if _, err := arn.Parse(text); err != nil {
			j.report(diag.Error, field, err.Error(), "")
		} else if bad, found := iam.Unwritable(text); found {
			j.report(diag.Error, field, fmt.Sprintf("%q has the character %q, which IAM does not take in a policy", text, bad), "use a wildcard in its place")
		}
		return
	}
	for _, action := range a.Actions {
		// Patterns of actions are a rule's: they may be meant.
		if _, single := iam.LookupAction(action); !single || iam.NeedsStar(action) {
			continue
		}
		j.report(diag.Error, field, fmt.Sprintf("%s is allowed on every resource; the reason given is %q", action, a.Reason),
			"name the ARNs, with wildcards where they are needed, such as arn:aws:s3:::bucket/prefix/*")
	}
}

// checkPolicies checks what a role is made of, as far as the user decides it.
func (j *Job) checkPolicies(r Role) {
	if size := r.Policy.Size(); size > iam.MaxInlineSize {
		j.report(diag.Error, r.Path, fmt.Sprintf("the role's policy has %d characters, and IAM allows %d", size, iam.MaxInlineSize),
			"give channels that share a bucket one common prefix and access fewer resources, or use a role of your own: "+r.Path+": arn")
	}
	for i, policy := range r.Settings.ManagedPolicies {
		text, literal := policy.Literal()
		if literal {
			checkIAM(j, text, "policy", j.At(fmt.Sprintf("%s.managedPolicies[%d]", r.Path, i)))
		}
	}
}

// checkRoleARN checks the ARN of an existing role. The form of one that is in the
// request has been checked there.
func (j *Job) checkRoleARN(r Role) {
	text, literal := r.Settings.Arn.Literal()
	parsed, _ := arn.Parse(text)
	if literal && (strings.HasPrefix(parsed.Resource, "role/") || j.Request.Document["RoleArn"] != text) {
		checkIAM(j, text, "role", j.At(r.Path+".arn"))
	}
}

// checkIAM reports text that is not the ARN of a role or a policy.
func checkIAM(j *Job, text, kind, path string) {
	if message, help := IAMProblem(text, kind, j.Stack.Account); message != "" {
		j.ReportAt(path, message, help)
	}
}

// IAMProblem says what is wrong with the ARN of an IAM role or policy, the kind,
// in an account, and what would be right; both are empty for a sound one. No role
// can be passed from one account to another; policies are the account's or AWS's.
func IAMProblem(text, kind, account string) (message, help string) {
	parsed, err := arn.Parse(text)
	switch {
	case err != nil:
		return err.Error(), ""
	case parsed.Service != "iam" || !strings.HasPrefix(parsed.Resource, kind+"/"):
		return fmt.Sprintf("%q is not the ARN of an IAM %s", text, kind), "want arn:aws:iam::<account>:" + kind + "/<name>"
	case parsed.Account != account && (kind == "role" || parsed.Account != "aws"):
		return fmt.Sprintf("the %s is in account %s, and the stack in %s, where it cannot be used", kind, parsed.Account, account), "name a " + kind + " of account " + account
	}
	return "", ""
}

// topicName is that of Name in SNS's CreateTopic.
var topicName = lazyregexp.New(`^[A-Za-z0-9_-]{1,256}$`)

// TopicProblem says what is wrong with the ARN of an SNS topic, in any region and
// account, and what would be right; both are empty for a sound one.
func TopicProblem(text string) (message, help string) {
	const want = "want arn:aws:sns:<region>:<account>:<name>"
	parsed, err := arn.Parse(text)
	switch {
	case err != nil:
		return err.Error(), want
	case parsed.Service != "sns" || strings.ContainsAny(parsed.Resource, ":*?"):
		return strconv.Quote(text) + " is not the ARN of an SNS topic", want
	case !topicName().MatchString(strings.TrimSuffix(parsed.Resource, ".fifo")):
		return strconv.Quote(parsed.Resource) + " is not the name of an SNS topic", "want at most 256 letters, digits, - and _"
	}
	return "", ""
}
