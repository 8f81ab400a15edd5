package trace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/template"
)

// role is a role that takes part in launches, and what they need of it.
type role struct {
	id      string // its logical ID, empty if it is not in the template
	isOther bool   // it is a resource of the template, and no role
	arn     string
	pointer string // where it was named first
	needs   []need
	trusts  []trust

	policies []iam.Document
	places   []string // pointers of the policies
	trust    iam.Document
	// managed reports that policies are attached that are not in the template, or
	// are not known before deployment.
	managed bool
	// broken reports that a policy could not be read, so that nothing is proven.
	broken, brokenTrust bool
}

// role returns the role with an ARN, read when it is first asked for.
func (t *tracer) role(arn, pointer string) *role {
	if r, known := t.roles[arn]; known {
		return r
	}
	r := &role{arn: arn, pointer: pointer}
	t.roles[arn] = r
	t.order = append(t.order, r)
	if id, own := t.byARN[arn]; own && t.doc.Resources[id].Type == typeRole {
		r.id = id
		t.readRole(r)
	} else if own {
		r.isOther = true
		t.report(ruleStart, pointer, fmt.Sprintf("%s is named as a role, and is %s", id, t.doc.Resources[id].Type), "name a role by its ARN")
	}
	return r
}

// readRole reads a role's trust policy, its inline policies and those that other
// resources of the template attach to it.
func (t *tracer) readRole(r *role) {
	properties := t.properties(r.id)
	trust, err := iam.Parse(t.resolve(properties["AssumeRolePolicyDocument"]))
	if err != nil {
		r.brokenTrust = true
		t.report(ruleUnreadable, at(r.id, "AssumeRolePolicyDocument"), fmt.Sprintf("the trust policy of %s: %v", r.id, err), "write the policy out")
	}
	r.trust = trust
	policies, _ := properties["Policies"].([]any)
	if properties["Policies"] != nil && policies == nil {
		r.broken = true
		t.report(ruleUnreadable, at(r.id, "Policies"), fmt.Sprintf("the policies of %s are no list", r.id), "write the policies out")
	}
	for i, policy := range policies {
		t.addPolicy(r, template.Object(policy)["PolicyDocument"], at(r.id, "Policies", strconv.Itoa(i), "PolicyDocument"))
	}
	t.addAttached(r)
	attached, isList := properties["ManagedPolicyArns"].([]any)
	r.managed = r.managed || properties["ManagedPolicyArns"] != nil && !isList
	for _, policy := range attached {
		id, own := t.resource("AWS::IAM::ManagedPolicy", t.text(policy))
		if !own {
			r.managed = true
			continue
		}
		t.addPolicy(r, t.properties(id)["PolicyDocument"], at(id, "PolicyDocument"))
	}
}

func (t *tracer) addPolicy(r *role, document any, pointer string) {
	policy, err := iam.Parse(t.resolve(document))
	if err != nil && isConditional(document) {
		r.managed = true
		t.report(ruleUnfollowed, pointer, fmt.Sprintf("a policy of %s depends on a condition of the template, so that what it allows cannot be proven", r.id), "see that it allows what the launch needs in each case")
		return
	}
	if err != nil {
		r.broken = true
		t.report(ruleUnreadable, pointer, fmt.Sprintf("a policy of %s: %v", r.id, err), "write the policy out as IAM takes it")
		return
	}
	r.policies, r.places = append(r.policies, policy), append(r.places, pointer)
}

// isConditional reports whether a part of a value is chosen when the stack is
// deployed.
func isConditional(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for name, child := range v {
			if name == "Fn::If" || name == "Fn::Transform" || isConditional(child) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, isConditional)
	}
	return false
}

// addAttached adds the policies that are resources of their own and name the
// role.
func (t *tracer) addAttached(r *role) {
	name := t.nameOf(r.id)
	for _, typeName := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"} {
		for _, id := range t.byType[typeName] {
			properties := t.properties(id)
			roles, _ := t.resolve(properties["Roles"]).([]any)
			roles = append(roles, t.text(properties["RoleName"]))
			if slices.Contains(roles, any(name)) {
				t.addPolicy(r, properties["PolicyDocument"], at(id, "PolicyDocument"))
			}
		}
	}
}

// proveRoles proves what the launches need of all roles, in the order in which
// they were met.
func (t *tracer) proveRoles() {
	for _, r := range t.order {
		if r.id == "" {
			t.noteRole(r)
			continue
		}
		if !r.brokenTrust {
			for _, trust := range r.trusts {
				t.proveTrust(r, trust)
			}
		}
		if r.broken {
			continue
		}
		t.proveNeeds(r)
		t.provePassRole(r)
	}
}

// proveNeeds proves what the launches need of a role of the template. What its
// policies in the template leave open is one note.
func (t *tracer) proveNeeds(r *role) {
	var left []need
	for _, n := range r.needs {
		if open, isOpen := t.proveNeed(r, n); isOpen {
			left = append(left, open)
		}
	}
	if len(left) > 0 {
		t.report(ruleManaged, at(r.id, "ManagedPolicyArns"), fmt.Sprintf("the role %s has policies that are not known here, and the others do not allow all that it needs", r.id),
			"see that they allow "+strings.Join(t.summary(left), "; "))
	}
}

// provePassRole reports a role that may pass a training role to any service.
func (t *tracer) provePassRole(r *role) {
	for _, n := range r.needs {
		if !slices.Contains(n.actions, "iam:PassRole") {
			continue
		}
		other := need{keys: []key{{"iam:PassedToService", "another-service.amazonaws.com"}}}
		if iam.Decide(other.request("iam:PassRole", n.on), r.policies...) == iam.Allowed {
			t.report(rulePassRole, at(r.id, "Policies"), fmt.Sprintf("the role %s may pass %s to any service", r.id, t.nameFor(n.on)),
				"allow iam:PassRole under the condition that iam:PassedToService is sagemaker.amazonaws.com")
		}
	}
}

// noteRole says what a role must allow that is not in the template.
func (t *tracer) noteRole(r *role) {
	var wants []string
	for _, trust := range r.trusts {
		want := "be assumed by " + trust.service
		if trust.bySource {
			want += " on behalf of " + t.nameFor(trust.source)
		}
		wants = append(wants, want)
	}
	if allowed := t.summary(r.needs); len(allowed) > 0 {
		wants = append(wants, "allow "+strings.Join(allowed, "; "))
	}
	if len(wants) == 0 || r.isOther {
		return
	}
	t.report(ruleOutside, r.pointer, fmt.Sprintf("the role %s is not in the template, so that what it may do cannot be proven", r.arn),
		"it has to "+strings.Join(wants, ", and to "))
}
