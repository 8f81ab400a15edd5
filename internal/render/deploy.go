package render

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// What CloudFormation takes of a stack.
const (
	maxStackTags     = 50
	maxNotifications = 5
	maxStackPolicy   = 16384 // bytes
)

// deployment finds what is wrong with the settings that belong to the stack and
// not to its template.
func (r *renderer) deployment() {
	if tags := request.Tags(r.stack, nil); len(tags) > maxStackTags {
		r.report("tags", fmt.Sprintf("the stack has %d tags, with those that smgen adds, and CloudFormation allows %d", len(tags), maxStackTags), "remove some")
	}
	d := r.stack.Deploy
	if d == nil {
		return
	}
	r.stackRole("deploy.role", d.Role)
	r.stackRole("deploy.stackRole", d.StackRole)
	if n := len(d.Notifications); n > maxNotifications {
		r.report("deploy.notifications", fmt.Sprintf("the stack has %d topics, and CloudFormation allows %d", n, maxNotifications), "let one topic tell the others")
	}
	for i, topic := range d.Notifications {
		r.notification(fmt.Sprintf("deploy.notifications[%d]", i), topic, d.Notifications[:i])
	}
	r.stackPolicy(d.StackPolicy)
}

// stackRole checks the ARN of a role; an empty one has been reported.
func (r *renderer) stackRole(path, role string) {
	if role == "" {
		return
	}
	if message, help := launch.IAMProblem(role, "role", r.stack.Account); message != "" {
		r.report(path, message, help)
		return
	}
	r.checkPartition(path, spec.Literal(role))
}

func (r *renderer) notification(path, topic string, before []string) {
	message, help := launch.TopicProblem(topic)
	parsed, _ := arn.Parse(topic)
	switch {
	case message != "":
		r.report(path, message, help)
	case parsed.Region != r.stack.Region:
		r.report(path, "the topic is in "+parsed.Region+", and CloudFormation tells topics of the stack's own region only", "name a topic in "+r.stack.Region)
	case slices.Contains(before, topic):
		r.report(path, strconv.Quote(topic)+" is listed twice", "remove one of them")
	}
	r.checkPartition(path, spec.Literal(topic))
}

// stackPolicy finds what would make a stack policy fail, or protect something
// else than it seems to.
func (r *renderer) stackPolicy(policy map[string]any) {
	if policy == nil {
		return
	}
	const path = "deploy.stackPolicy"
	if text, err := json.Marshal(policy); err == nil && len(text) > maxStackPolicy {
		r.report(path, fmt.Sprintf("the stack policy has %d bytes, and CloudFormation allows %d", len(text), maxStackPolicy), "let statements name several resources, or use wildcards")
	}
	statements, _ := policy["Statement"].([]any)
	allows := false
	for i, s := range statements {
		statement, _ := s.(map[string]any)
		allows = allows || statement["Effect"] == "Allow"
		r.stackPolicyStatement(fmt.Sprintf("%s.Statement[%d]", path, i), statement)
	}
	if len(statements) > 0 && !allows {
		r.report(path, "the stack policy allows nothing, and what is not allowed is denied: no resource could be updated", `add {Effect: "Allow", Principal: "*", Action: "Update:*", Resource: "*"}`)
	}
}

// stackPolicyStatement demands one of each pair of fields.
func (r *renderer) stackPolicyStatement(path string, statement map[string]any) {
	for _, pair := range [][3]string{{"Action", "NotAction", "Update:*"}, {"Resource", "NotResource", "*"}} {
		_, one := statement[pair[0]]
		_, other := statement[pair[1]]
		if one == other {
			r.report(path, fmt.Sprintf("a statement of a stack policy has one of %s and %s", pair[0], pair[1]), fmt.Sprintf("such as %s: %q", pair[0], pair[2]))
		}
	}
}

// protected calls found for each resource that a stack policy names in full.
func protected(d *spec.Deploy, found func(path, id string)) {
	if d == nil {
		return
	}
	statements, _ := d.StackPolicy["Statement"].([]any)
	for i, s := range statements {
		statement, _ := s.(map[string]any)
		for _, field := range []string{"Resource", "NotResource"} {
			for k, name := range texts(statement[field]) {
				id, isID := strings.CutPrefix(name, "LogicalResourceId/")
				if !isID || strings.ContainsAny(id, "*?") {
					continue
				}
				path := fmt.Sprintf("deploy.stackPolicy.Statement[%d].%s", i, field)
				if _, list := statement[field].([]any); list {
					path += fmt.Sprintf("[%d]", k)
				}
				found(path, id)
			}
		}
	}
}
