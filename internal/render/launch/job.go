package launch

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// Backend renders one kind of launch.
type Backend struct {
	// Kind is the field of the spec's launch, such as scheduler.
	Kind string
	// Asked tells whether a spec asks for it.
	Asked func(spec.Launch) bool
	// Rule tells whether an EventBridge rule can start it, at set times or for an
	// event.
	Rule bool
	// Looks tells whether it can leave out a run while the one before is in
	// progress.
	Looks bool
	// Registers tells whether it registers the model itself when the job is done.
	Registers bool
	// Render adds the backend's resources to the job's template. Its errors are
	// mistakes in smgen; those of the user are reported on the job.
	Render func(*Job) error
}

// Job is one job while it is rendered.
type Job struct {
	Stack    *spec.Stack
	Spec     *spec.Job
	Request  *request.Request
	Template *template.Template
	Shared   *Shared
	// ID starts the logical IDs of the job's resources, such as ChurnEu.
	ID string
	// Prefix starts the names of the job's training jobs.
	Prefix string
	// TrainingRole is the ARN of the container's role, literal or a token.
	TrainingRole string
	// Asset reads the code of a custom launcher.
	Asset func(path string) (Asset, error)
	// Out says what the backend made, for the outputs of the stack.
	Out Outputs
	// Diags are the findings about the job.
	Diags []diag.Diagnostic
}

// Asset is a file that the template refers to by its content.
type Asset struct {
	// Path is where it comes from, slash-separated and relative to the
	// repository's root: a .zip file, or a directory to be zipped.
	Path string
	// Digest is the hexadecimal SHA-256 of the zip file.
	Digest string
	// Size is the zip file's size in bytes.
	Size int64
	// Files are the names of the files inside.
	Files []string
}

// Key is where the asset stands in the artifact bucket, named after its content.
func (a Asset) Key() string { return "lambda/" + a.Digest + ".zip" }

// Outputs are the ARNs that a backend made, as tokens, empty where it made none.
type Outputs struct {
	LaunchRole, Schedule, Rule, EventRule, Function, StateMachine string
	// FunctionName is the Lambda function's name.
	FunctionName string
	// EventAge is how late the trigger may start the job, in seconds; 0 for a job
	// without one.
	EventAge int
	// Assets are what has to be in the artifact bucket before a deployment.
	Assets []Asset
}

// At returns the path of a field of the job.
func (j *Job) At(field string) string { return j.Spec.Path() + "." + field }

// Report adds an error about the field of the job.
func (j *Job) Report(field, message, help string) {
	j.report(diag.Error, field, message, help)
}

// Warn adds a warning about the field of the job.
func (j *Job) Warn(field, message, help string) {
	j.report(diag.Warning, field, message, help)
}

// Note adds a note about the field of the job.
func (j *Job) Note(field, message, help string) {
	j.report(diag.Note, field, message, help)
}

// ReportAt adds an error about the value at a path of the stack.
func (j *Job) ReportAt(path, message, help string) { j.find(diag.Error, path, message, help) }

// WarnAt adds a warning about the value at a path of the stack.
func (j *Job) WarnAt(path, message, help string) { j.find(diag.Warning, path, message, help) }

// NoteAt adds a note about the value at a path of the stack.
func (j *Job) NoteAt(path, message, help string) { j.find(diag.Note, path, message, help) }

func (j *Job) report(severity diag.Severity, field, message, help string) {
	j.find(severity, j.At(field), message, help)
}

func (j *Job) find(severity diag.Severity, path, message, help string) {
	j.Diags = append(j.Diags, diag.Diagnostic{Severity: severity, Pos: j.Stack.Origins.At(path).Pos, Path: path, Message: message, Help: help})
}

// Claim notes the name that a field gives to a resource, and reports a second
// resource of that kind and name in the stack, which AWS would not create.
func (j *Job) Claim(kind, name, field string) {
	if name == "" {
		return
	}
	key := Name{kind, name}
	if first, taken := j.Shared.claimed[key]; taken {
		j.Report(field, fmt.Sprintf("the stack has two %ss named %s", kind, name), "the other is "+first+"; rename one of them")
		return
	}
	j.Shared.claimed[key] = j.At(field)
}

// Origin notes that the property at pointer of a resource came from the value
// at a path of the spec.
func (j *Job) Origin(id, pointer, path string) { j.Shared.Origin(id, pointer, path) }

// NoteLaunchRole notes that the property at pointer of a resource is the role that
// the spec has for starting the job, if it has one.
func (j *Job) NoteLaunchRole(id, pointer string) {
	if !j.Spec.LaunchRole.Arn.IsZero() {
		j.Origin(id, pointer, j.At("launchRole.arn"))
	}
}

// Text returns a text with tokens for its references.
func (j *Job) Text(t spec.Text) string { return Text(j.Template, t) }

// Text returns t as a string for the template, with tokens for its references.
func Text(t *template.Template, text spec.Text) string {
	var b strings.Builder
	for _, p := range text {
		switch {
		case p.Import != "":
			b.WriteString(t.ImportValue(p.Import))
		case p.ImportList != "":
			b.WriteString(t.ImportList(p.ImportList))
		case p.SSM != "":
			b.WriteString(t.DynamicSSM(p.SSM))
		case p.Resource != "":
			b.WriteString(t.GetAtt(p.Resource, p.Attribute))
		default:
			b.WriteString(p.Literal)
		}
	}
	return b.String()
}

// ARN returns an ARN in the stack's partition, region and account.
func (j *Job) ARN(service, resource string) string { return ARN(j.Stack, service, resource) }

// ARN returns an ARN in the partition, region and account of a stack.
func ARN(stack *spec.Stack, service, resource string) string {
	return arn.ARN{
		Partition: arn.Partition(stack.Region), Service: service,
		Region: stack.Region, Account: stack.Account, Resource: resource,
	}.String()
}

// BucketARN returns the ARN of a bucket, which may be a token, in the partition of
// a stack.
func BucketARN(stack *spec.Stack, bucket string) string {
	return "arn:" + arn.Partition(stack.Region) + ":s3:::" + bucket
}

// TrainingJobs is the pattern of the ARNs of the job's training jobs.
func (j *Job) TrainingJobs() string { return j.ARN("sagemaker", "training-job/"+j.Prefix+"-*") }
