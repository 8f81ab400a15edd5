package plan

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/template"
)

// A holding is all that the policies on one subject say.
type holding struct {
	exists bool // the subject is in the template
	// documents are the policies by the resource that holds them.
	documents map[string][]iam.Document
	// managed are policies that are not in the template, and unread the JSON of what
	// cannot be read, each with the resource that holds it.
	managed, unread map[string]string
	boundary        string
}

func (h *holding) all() []iam.Document {
	var list []iam.Document
	for _, id := range slices.Sorted(maps.Keys(h.documents)) {
		list = append(list, h.documents[id]...)
	}
	return list
}

// via returns the resources whose policies say the whole of a statement, or if
// none does all that hold policies.
func (h *holding) via(s iam.Statement) []string {
	ids := slices.Sorted(maps.Keys(h.documents))
	if len(ids) < 2 {
		return ids
	}
	s.Effect = iam.EffectAllow
	var own []string
	for _, id := range ids {
		var said iam.Document
		for _, d := range h.documents[id] {
			for _, t := range d.Statements {
				t.Effect = iam.EffectAllow
				said.Version = d.Version
				said.Add(t)
			}
		}
		if len(iam.Compare([]iam.Document{said}, []iam.Document{{Statements: []iam.Statement{s}}}).Gained) == 0 {
			own = append(own, id)
		}
	}
	if len(own) == 0 {
		return ids
	}
	return own
}

// accessReader reads the policies of a template.
type accessReader struct {
	doc      *template.Document
	ids      []string // logical IDs in order
	names    map[string]string
	holdings map[subject]*holding
	changed  map[string]bool
	mark     string
}

// readAccess reads all policies of a template. References to what has changed
// between the templates get the mark, so that they differ.
func readAccess(d *template.Document, changed map[string]bool, mark string) *accessReader {
	r := &accessReader{doc: d, names: map[string]string{}, holdings: map[subject]*holding{}, changed: changed, mark: mark}
	r.ids = slices.Sorted(maps.Keys(d.Resources))
	for _, id := range r.ids {
		if p := identityProperty(d.Resources[id].Type); p != "" {
			if name := textIn(d.Resources[id].Properties[p]); name != "" {
				r.names[name] = id
			}
		}
	}
	attached := map[string]bool{}
	for _, id := range r.ids {
		r.readIdentity(id, attached)
	}
	for _, id := range r.ids {
		r.readAttachment(id, attached)
		r.readResource(id)
	}
	return r
}

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

// holding returns what is on a subject, an empty holding if nothing is.
func (r *accessReader) holding(s subject) *holding {
	h := r.holdings[s]
	if h == nil {
		_, exists := r.doc.Resources[s.id]
		h = &holding{exists: exists}
	}
	return h
}

// on returns the holding of a subject to add to.
func (r *accessReader) on(s subject) *holding {
	if r.holdings[s] == nil {
		h := r.holding(s)
		*h = holding{exists: true, documents: map[string][]iam.Document{}, managed: map[string]string{}, unread: map[string]string{}}
		r.holdings[s] = h
	}
	return r.holdings[s]
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

// add reads a policy on a subject, statement by statement, so that one that
// cannot be read does not hide the others.
func (r *accessReader) add(s subject, via string, raw any) {
	h := r.on(s)
	raw = r.marked(raw)
	fields, isObject := raw.(map[string]any)
	if text, isText := raw.(string); isText && json.Unmarshal([]byte(text), &fields) == nil {
		isObject = true
	}
	statements, isList := fields["Statement"].([]any)
	if !isList {
		statements = []any{fields["Statement"]}
	}
	if !isObject || fields["Statement"] == nil {
		if raw != nil {
			h.unread[compactOf(raw)] = via
		}
		return
	}
	for _, statement := range statements {
		document := map[string]any{"Statement": statement}
		if fields["Version"] != nil {
			document["Version"] = fields["Version"]
		}
		d, err := iam.Parse(document)
		if err != nil {
			h.unread[compactOf(statement)] = via
			continue
		}
		h.documents[via] = append(h.documents[via], r.conditional(d, via, s.id))
	}
}

// conditional adds the conditions of the template under which the policy and its
// subject exist to a document, as one that only equals itself.
func (r *accessReader) conditional(d iam.Document, ids ...string) iam.Document {
	for _, id := range ids {
		name := r.doc.Resources[id].Condition
		if name == "" {
			continue
		}
		if r.changed[name] {
			name += r.mark
		}
		for i, s := range d.Statements {
			d.Statements[i] = s.When(iam.Condition{Operator: stackCondition, Key: name, Values: []string{"true"}})
		}
	}
	return d
}

// stackCondition is what stands for an operator where a condition of the template
// decides. IAM has none of that name.
const stackCondition = "Fn::Condition"

// idIn returns the logical ID that a value refers to, empty for none.
func (r *accessReader) idIn(value any) string {
	fields, _ := value.(map[string]any)
	id, _ := fields["Ref"].(string)
	switch v := fields["Fn::GetAtt"].(type) {
	case string:
		id, _, _ = strings.Cut(v, ".")
	case []any:
		if len(v) > 0 {
			id, _ = v[0].(string)
		}
	}
	if _, ok := r.doc.Resources[id]; !ok || len(fields) != 1 {
		return ""
	}
	return id
}

// textIn returns a string of the template, or the JSON of what stands in its
// place.
func textIn(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	return compactOf(value)
}

func compactOf(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}
