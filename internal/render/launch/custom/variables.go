package custom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/spec"
)

// maxVariables is how many bytes Lambda takes for all variables of a function,
// names and values together.
const maxVariables = 4096

// variables are the function's environment: the user's own, and the ARN of each
// secret, which the function reads itself. Mistakes are reported.
func (c *launcher) variables() map[string]string {
	variables := map[string]string{}
	size := 0
	add := func(name string, value spec.Text, path string) {
		variables[name] = c.Text(value)
		size += len(name) + len(value.String())
		c.checkVariable(name, path)
		c.Origin(c.id, "/Properties/Environment/Variables/"+name, path)
	}
	for _, name := range spec.SortedKeys(c.settings.Environment) {
		add(name, c.settings.Environment[name], spec.Join(c.At(field+".environment"), name))
	}
	for _, name := range spec.SortedKeys(c.settings.Secrets) {
		path := spec.Join(c.At(field+".secrets"), name)
		if _, twice := variables[name]; twice {
			c.ReportAt(path, fmt.Sprintf("%s is in environment, too", name), "remove one of them")
		}
		add(name, c.settings.Secrets[name], path)
		c.checkSecret(c.settings.Secrets[name], path)
	}
	if size > maxVariables {
		c.Report(field+".environment", fmt.Sprintf("the variables have about %d bytes, and Lambda allows %d", size, maxVariables),
			"put the large ones into a file beside the code")
	}
	return variables
}

var variablePattern = lazyregexp.New(`^[a-zA-Z][a-zA-Z0-9_]+$`)

func (c *launcher) checkVariable(name, path string) {
	switch {
	case isReserved(name):
		c.ReportAt(path, fmt.Sprintf("Lambda sets %s itself", name), "choose another name, or remove it")
	case !variablePattern().MatchString(name):
		c.ReportAt(path, fmt.Sprintf("%q cannot be the name of a variable of Lambda", name), "want a letter, then letters, digits and underscores, at least two characters")
	}
}

// isReserved reports whether Lambda refuses the variable because it sets it, see
// "Defined runtime environment variables" in the Lambda developer guide.
func isReserved(name string) bool {
	return slices.Contains([]string{
		"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
		"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
		"AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API",
		"AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
		"LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
	}, name)
}

// secretPattern is the resource of a secret's full ARN, which ends in six random
// characters. Without them a policy matches nothing.
var secretPattern = lazyregexp.New(`^secret:[A-Za-z0-9/_+=.@!-]+-[A-Za-z0-9]{6}$`)

func (c *launcher) checkSecret(secret spec.Text, path string) {
	text, literal := secret.Literal()
	if !literal {
		return
	}
	const want = "want arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>, as Secrets Manager shows it"
	parsed, err := arn.Parse(text)
	switch {
	case err != nil:
		c.ReportAt(path, err.Error(), want)
	case parsed.Service != "secretsmanager" || strings.ContainsAny(text, "*?") || !secretPattern().MatchString(parsed.Resource):
		c.ReportAt(path, fmt.Sprintf("%q is not the full ARN of a secret", text), want)
	}
}
