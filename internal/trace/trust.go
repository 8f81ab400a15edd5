package trace

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// trust is how a role has to trust a service: to be assumed for the launch, and
// for nobody else.
type trust struct {
	service string
	// source is the ARN for which the service acts, aws:SourceArn.
	source string
	// bySource demands a condition on the source, beside that on the account.
	bySource bool
	// noSource says that the service sends no source, and so none is demanded:
	// Lambda documents no condition key for its execution roles.
	noSource bool
}

// needTrust notes that a role has to trust a service.
func (t *tracer) needTrust(role, pointer string, want trust) {
	if !t.isNamed(role, pointer) {
		return
	}
	r := t.role(role, pointer)
	if !slices.Contains(r.trusts, want) {
		r.trusts = append(r.trusts, want)
	}
}

// The account and the group of somebody else, for whom a service must not be
// able to assume the role. No account has this number.
const (
	otherAccount = "000000000000"
	otherSource  = "somebody-elses"
)

func (w trust) request(account, source string) iam.Request {
	r := iam.Request{Action: "sts:AssumeRole", Principal: iam.Principal{"Service": {w.service}}}
	if !w.noSource {
		r.Keys = map[string][]string{"aws:SourceAccount": {account}, "aws:SourceArn": {source}}
	}
	return r
}

// proveTrust reports a role that the service cannot assume, or can assume for
// others: see "The confused deputy problem" in the IAM user guide, and for
// schedules "Confused deputy prevention in EventBridge Scheduler".
func (t *tracer) proveTrust(r *role, w trust) {
	pointer := at(r.id, "AssumeRolePolicyDocument")
	account := t.account()
	if decision := r.trust.Decide(w.request(account, w.source)); decision != iam.Allowed {
		help := fmt.Sprintf("allow sts:AssumeRole to the service %s", w.service)
		if !w.noSource {
			help += ", under the condition that aws:SourceAccount is " + account
		}
		if w.bySource {
			help += " and aws:SourceArn is " + w.source
		}
		t.report(ruleTrust, pointer, fmt.Sprintf("%s cannot assume the role %s", w.service, r.id), help)
		return
	}
	if w.noSource {
		return
	}
	if r.trust.Decide(w.request(otherAccount, w.source)) == iam.Allowed {
		t.report(ruleDeputy, pointer, fmt.Sprintf("the role %s trusts %s on behalf of every account", r.id, w.service),
			"add the condition that aws:SourceAccount is "+account)
	}
	if w.bySource && r.trust.Decide(w.request(account, another(w.source))) == iam.Allowed {
		t.report(ruleDeputy, pointer, fmt.Sprintf("the role %s trusts %s on behalf of every schedule group of the account", r.id, w.service),
			"add the condition that aws:SourceArn is "+w.source)
	}
}

// another returns another ARN of the same kind.
func another(source string) string {
	return source[:strings.LastIndexByte(source, '/')+1] + otherSource
}
