package plan

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/template"
)

// readResource reads the policies on a resource, or of a resource that is the
// policy of others: whatever property holds a policy document.
func (r *accessReader) readResource(id string) {
	resource := r.doc.Resources[id]
	switch {
	case resource.Type == "AWS::Lambda::Permission":
		r.readPermission(id)
		return
	case strings.HasPrefix(resource.Type, "AWS::IAM::"):
		return
	}
	for _, property := range slices.Sorted(maps.Keys(resource.Properties)) {
		value := resource.Properties[property]
		if !isPolicy(property, value) {
			continue
		}
		for _, s := range r.targetsOf(id) {
			r.add(s, id, value)
		}
	}
	if resource.Type == "AWS::KMS::Key" && resource.Properties["KeyPolicy"] == nil {
		r.add(subject{id, GrantResource}, id, defaultKeyPolicy())
	}
}

// defaultKeyPolicy is what a key has that is given none: see "Default key policy"
// in the KMS developer guide, for keys made by its API.
func defaultKeyPolicy() map[string]any {
	root := map[string]any{"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
	return map[string]any{"Version": iam.Version, "Statement": map[string]any{
		"Effect": "Allow", "Principal": map[string]any{"AWS": root}, "Action": "kms:*", "Resource": "*",
	}}
}

// isPolicy reports whether the value of a property is a policy document: as it is,
// as text, or by the name of the property if an intrinsic stands in its place.
func isPolicy(property string, value any) bool {
	fields, _ := value.(map[string]any)
	if text, isText := value.(string); isText && strings.HasPrefix(strings.TrimSpace(text), "{") {
		_ = json.Unmarshal([]byte(text), &fields) // what cannot be read is no policy
	}
	if isIntrinsic(fields) {
		return strings.HasSuffix(property, "Policy") || strings.HasSuffix(property, "PolicyDocument") || strings.HasSuffix(property, "PolicyText")
	}
	statements, isList := fields["Statement"].([]any)
	if !isList {
		statements = []any{fields["Statement"]}
	}
	return slices.ContainsFunc(statements, func(s any) bool {
		statement, _ := s.(map[string]any)
		return statement["Effect"] != nil || isIntrinsic(statement)
	})
}

func isIntrinsic(fields map[string]any) bool {
	_, _, ok := template.Intrinsic(fields)
	return ok
}

// targetsOf returns what a resource's policy is on: what it names if it is the
// policy of others, such as AWS::SQS::QueuePolicy, else itself.
func (r *accessReader) targetsOf(id string) []subject {
	resource := r.doc.Resources[id]
	var targets []subject
	if strings.HasSuffix(resource.Type, "Policy") {
		for _, property := range []string{"Queues", "Queue", "Topics", "TopicArn", "Bucket", "SecretId"} {
			names, isList := resource.Properties[property].([]any)
			if !isList && resource.Properties[property] != nil {
				names = []any{resource.Properties[property]}
			}
			for _, name := range names {
				targets = append(targets, subject{r.targetIn(name), GrantResource})
			}
		}
	}
	if len(targets) == 0 {
		targets = []subject{{id, GrantResource}}
	}
	return targets
}

func (r *accessReader) targetIn(name any) string {
	if id := r.idIn(name); id != "" {
		return id
	}
	return iam.Readable(textIn(r.marked(name)))
}

// readPermission reads a permission of a function as the statement that it adds
// to the function's policy: see AddPermission in the Lambda API reference.
func (r *accessReader) readPermission(id string) {
	p := r.doc.Resources[id].Properties
	conditions := map[string]any{}
	add := func(operator, key string, value any) {
		if value == nil {
			return
		}
		if conditions[operator] == nil {
			conditions[operator] = map[string]any{}
		}
		conditions[operator].(map[string]any)[key] = value
	}
	add("ArnLike", "aws:SourceArn", p["SourceArn"])
	add("StringEquals", "aws:SourceAccount", p["SourceAccount"])
	add("StringEquals", "aws:PrincipalOrgID", p["PrincipalOrgID"])
	// What else it has narrows it as well, in whatever way.
	for _, property := range slices.Sorted(maps.Keys(p)) {
		switch property {
		case "Action", "FunctionName", "Principal", "SourceArn", "SourceAccount", "PrincipalOrgID":
		default:
			add("StringEquals", "lambda:"+property, p[property])
		}
	}
	statement := map[string]any{"Effect": "Allow", "Action": p["Action"], "Principal": permittedIn(p["Principal"])}
	if len(conditions) > 0 {
		statement["Condition"] = conditions
	}
	document := map[string]any{"Version": iam.Version, "Statement": statement}
	if _, err := iam.Parse(document); err != nil {
		delete(conditions, "StringEquals") // it would be shown as it is, with a token
	}
	r.add(subject{r.targetIn(p["FunctionName"]), GrantResource}, id, document)
}

// permittedIn reads the principal of a permission: a service by its domain, else
// an account or an ARN.
func permittedIn(principal any) any {
	text, isText := principal.(string)
	switch {
	case text == "*":
		return "*"
	case isText && strings.Contains(text, ".") && !strings.Contains(text, ":"):
		return map[string]any{"Service": text}
	}
	return map[string]any{"AWS": principal}
}
