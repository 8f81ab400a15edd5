package plan

import "github.com/smgen/smgen/internal/iam"

// identityProperty is the property that names a principal of IAM.
func identityProperty(typeName string) string {
	switch typeName {
	case "AWS::IAM::Role":
		return "RoleName"
	case "AWS::IAM::User":
		return "UserName"
	case "AWS::IAM::Group":
		return "GroupName"
	}
	return ""
}

// readIdentity reads a role, user or group, and notes which managed policies of
// the template it has.
func (r *accessReader) readIdentity(id string, attached map[string]bool) {
	resource := r.doc.Resources[id]
	if identityProperty(resource.Type) == "" {
		return
	}
	p := resource.Properties
	h := r.on(subject{id, GrantIdentity})
	h.boundary = iam.Readable(textIn(r.marked(p["PermissionsBoundary"])))
	if trust := p["AssumeRolePolicyDocument"]; trust != nil {
		r.add(subject{id, GrantTrust}, id, trust)
	}
	policies, isList := p["Policies"].([]any)
	if !isList && p["Policies"] != nil {
		policies = []any{map[string]any{"PolicyDocument": p["Policies"]}} // not to be read
	}
	for _, policy := range policies {
		document := policy
		if fields, ok := policy.(map[string]any); ok && fields["PolicyDocument"] != nil {
			document = fields["PolicyDocument"]
		}
		r.add(subject{id, GrantIdentity}, id, document)
	}
	arns, isList := p["ManagedPolicyArns"].([]any)
	if !isList && p["ManagedPolicyArns"] != nil {
		arns = []any{p["ManagedPolicyArns"]}
	}
	for _, arn := range arns {
		policy := r.idIn(arn)
		if r.doc.Resources[policy].Type == "AWS::IAM::ManagedPolicy" {
			attached[policy] = true
			r.add(subject{id, GrantIdentity}, policy, r.doc.Resources[policy].Properties["PolicyDocument"])
			continue
		}
		h.managed[iam.Readable(textIn(r.marked(arn)))] = id
	}
}

// readAttachment reads a policy that is a resource of its own. A managed policy
// that nobody in the template has stands for itself.
func (r *accessReader) readAttachment(id string, attached map[string]bool) {
	resource := r.doc.Resources[id]
	switch resource.Type {
	case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy":
	default:
		return
	}
	p := resource.Properties
	found := false
	for _, property := range []string{"Roles", "Users", "Groups", "RoleName", "UserName", "GroupName"} {
		names, isList := p[property].([]any)
		if !isList && p[property] != nil {
			names = []any{p[property]}
		}
		for _, name := range names {
			found = true
			r.add(subject{r.principalIn(name), GrantIdentity}, id, p["PolicyDocument"])
		}
	}
	if !found && !attached[id] {
		r.add(subject{id, GrantIdentity}, id, p["PolicyDocument"])
	}
}

// principalIn returns the logical ID of the principal that is named, or its name.
func (r *accessReader) principalIn(name any) string {
	if id := r.idIn(name); id != "" {
		return id
	}
	text := textIn(name)
	if id := r.names[text]; id != "" {
		return id
	}
	return iam.Readable(text)
}
