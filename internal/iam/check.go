package iam

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
)

// Problem is what is wrong with an action that a user wrote.
type Problem struct {
	// Message says what was given and is not right, on one line.
	Message string
	// Help is the next step, such as "did you mean s3:GetObject?".
	Help string
}

var actionPattern = lazyregexp.New(`^[A-Za-z0-9-]+:[A-Za-z0-9*?-]+$`)

// CheckAction returns what is wrong with an action or a pattern of actions, nil
// if nothing is. "*" alone is fine here: it is what IAM means it to be, and
// whether that is wise is for others to say.
func CheckAction(action string) *Problem {
	if action == "*" {
		return nil
	}
	if !actionPattern().MatchString(action) {
		return &Problem{
			Message: fmt.Sprintf("%q is not an IAM action", action),
			Help:    "write service:Action, such as s3:GetObject, with wildcards only after the colon",
		}
	}
	if len(ExpandWildcard(action)) > 0 {
		return nil
	}
	c := loaded()
	prefix, name, _ := strings.Cut(action, ":")
	read, ok := c.services[strings.ToLower(prefix)]
	if !ok {
		return c.unknownService(action, prefix, name)
	}
	if strings.ContainsAny(name, "*?") {
		return &Problem{
			Message: fmt.Sprintf("%q covers no IAM action", action),
			Help:    fmt.Sprintf("compare with the names of the actions of %s in the AWS service authorization reference", prefix),
		}
	}
	return c.unknownAction(action, prefix, name, read())
}

func (c *catalogue) unknownService(action, prefix, name string) *Problem {
	p := &Problem{
		Message: fmt.Sprintf("%q names the service %q, which IAM does not have", action, prefix),
		Help:    "look the prefix up in the AWS service authorization reference",
	}
	meant := diag.Suggest(prefix, c.names)
	if a, ok := LookupAction(meant + ":" + name); ok {
		p.Help = fmt.Sprintf("did you mean %s?", a)
	} else if meant != "" {
		p.Help = fmt.Sprintf("did you mean the service %s?", meant)
	}
	return p
}

func (c *catalogue) unknownAction(action, prefix, name string, s *service) *Problem {
	p := &Problem{
		Message: fmt.Sprintf("%q is not an action of %s", action, prefix),
		Help:    fmt.Sprintf("look it up under %s in the AWS service authorization reference", prefix),
	}
	names := make([]string, 0, len(s.actions))
	for _, a := range s.actions {
		names = append(names, a.Name)
	}
	if meant := diag.Suggest(name, names); meant != "" {
		p.Help = fmt.Sprintf("did you mean %s:%s?", strings.ToLower(prefix), meant)
	} else if elsewhere := c.elsewhere(name); elsewhere != "" {
		p.Help = fmt.Sprintf("did you mean %s?", elsewhere)
	}
	return p
}

// elsewhere returns the action of that name if just one service has it: MLflow's
// actions are sagemaker-mlflow's and not sagemaker's.
func (c *catalogue) elsewhere(name string) string {
	var found []string
	for _, prefix := range c.names {
		if a, ok := c.services[prefix]().byName[strings.ToLower(name)]; ok {
			found = append(found, a.String())
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}
