package launch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/awslabs/goformation/v7/cloudformation/lambda"
	"github.com/awslabs/goformation/v7/cloudformation/logs"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// Function is a Lambda function whose Python stands in the template, with data
// in place of the source's DATA line. What CloudFormation fills in reaches it by
// its environment alone, so that no value can become code.
type Function struct {
	// ID is its logical ID; its role and log group have theirs from it.
	ID          string
	Description string
	// Path is the field of the spec that asks for it.
	Path string
	// Job is the job that it belongs to, nil for a function of the stack.
	Job    *spec.Job
	Source string
	// Data is a tree for [template.Template.JSON].
	Data        any
	Environment map[string]string
	// Runtime is a Python of Lambda's, empty for the default.
	Runtime string
	// Role is the ARN of the role that it runs with.
	Role string
	// Timeout is in seconds, Memory in MB.
	Timeout, Memory int
	// Name is its physical name, empty for one that CloudFormation makes.
	Name string
	// Concurrency is its reserved concurrency, nil for none.
	Concurrency *int
}

// defaultRuntime is a current Python runtime of Lambda.
const defaultRuntime = "python3.13"

// LogGroupID is the logical ID of the log group of the function with an ID.
func LogGroupID(function string) string { return function + "Logs" }

// AddLogGroup adds the log group of a function, so that its log is not kept for
// ever, and returns what the function's role needs to write to it.
func (s *Shared) AddLogGroup(function string, job *spec.Job, days int64) (iam.Statement, error) {
	id := LogGroupID(function)
	write := iam.Allow("WriteLog", iam.On(s.template.GetAtt(id, "Arn")), "logs:CreateLogStream", "logs:PutLogEvents")
	return write, s.template.Add(id, &logs.LogGroup{RetentionInDays: new(int(days)), Tags: Tags(s.stack, job)})
}

// LogDays is how long the logs of functions are kept that no job has settings for:
// what the layers say, or a month.
func (s *Shared) LogDays() int64 {
	if n, ok := s.stack.Defaults["logRetentionDays"].(json.Number); ok {
		if days, err := n.Int64(); err == nil {
			return days
		}
	}
	return 30
}

// AddFunction adds a function, whose log group was added before, and returns a
// token for its ARN.
func (s *Shared) AddFunction(f Function) (string, error) {
	code, err := code(s.template, f.Source, f.Data)
	if err != nil {
		return "", fmt.Errorf("write the code of %s: %w", f.ID, err)
	}
	function := &lambda.Function{
		Description:                  &f.Description,
		Role:                         f.Role,
		Handler:                      new("index.handler"),
		Runtime:                      new(cmp.Or(f.Runtime, defaultRuntime)),
		Timeout:                      &f.Timeout,
		MemorySize:                   &f.Memory,
		Code:                         &lambda.Function_Code{ZipFile: &code},
		ReservedConcurrentExecutions: f.Concurrency,
		LoggingConfig:                &lambda.Function_LoggingConfig{LogGroup: new(s.template.Ref(LogGroupID(f.ID))), LogFormat: new("JSON")},
		Tags:                         Tags(s.stack, f.Job),
	}
	if f.Name != "" {
		function.FunctionName = &f.Name
	}
	if len(f.Environment) > 0 {
		function.Environment = &lambda.Function_Environment{Variables: f.Environment}
	}
	s.Origin(f.ID, "", f.Path)
	s.Origin(LogGroupID(f.ID), "", f.Path)
	return s.template.GetAtt(f.ID, "Arn"), s.template.Add(f.ID, function)
}

// dataLine starts the line of a source that the data replaces.
const dataLine = "DATA: dict[str, Any] = json.loads("

// code returns the source with its data. The JSON of the data stands in the code
// as a JSON string, which is a Python literal of the same meaning: both have the
// same escapes, and none of them is written for a half of a character.
func code(t *template.Template, source string, data any) (string, error) {
	text, err := t.JSON(data)
	if err != nil {
		return "", err
	}
	literal, err := t.JSON(text)
	if err != nil {
		return "", err
	}
	before, rest, found := strings.Cut(source, dataLine)
	_, after, ended := strings.Cut(rest, "\n")
	if !found || !ended || strings.Contains(after, dataLine) {
		return "", fmt.Errorf("the source has to have one line that starts with %s", dataLine)
	}
	return before + dataLine + literal + ")\n" + after, nil
}

// CheckRuntime looks a runtime up in CloudFormation's own list.
func (j *Job) CheckRuntime(field, runtime string) {
	function, ok := cfnschema.Lookup("AWS::Lambda::Function")
	if !ok {
		return
	}
	problems := function.Check(map[string]any{"Runtime": runtime, "Code": map[string]any{}, "Role": map[string]any{"Ref": "Role"}})
	for _, p := range problems {
		if p.Pointer == "/Runtime" {
			j.Report(field, p.Message, p.Help)
		}
	}
}
