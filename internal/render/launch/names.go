package launch

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// maxPrefix is what remains of the 63 characters of a training job's name when
// a dash and the run's ID, a UUID of 36 characters, are taken off.
const maxPrefix = 26

// The logical IDs of what starts a job.
func (j *Job) ScheduleID() string     { return j.ID + "Schedule" }
func (j *Job) RuleID() string         { return j.ID + "Rule" }
func (j *Job) EventRuleID() string    { return j.ID + "EventRule" }
func (j *Job) FunctionID() string     { return j.ID + "Function" }
func (j *Job) StateMachineID() string { return j.ID + "StateMachine" }

// LaunchRoleID is the logical ID of the role that calls CreateTrainingJob.
func (j *Job) LaunchRoleID() string { return j.ID + "LaunchRole" }

// TrainingRoleID is the logical ID of the role that the job's container runs with.
func (j *Job) TrainingRoleID() string { return j.ID + trainingRole }

const trainingRole = "TrainingRole"

// TrainingRoleARN returns the ARN of the role that the container of a job of the
// stack runs with, a token if the stack creates it.
func TrainingRoleARN(t *template.Template, job *spec.Job) string {
	if !job.TrainingRole.Arn.IsZero() {
		return Text(t, job.TrainingRole.Arn)
	}
	return t.GetAtt(LogicalID(job.Name)+trainingRole, "Arn")
}

// RunID is a regular expression of what follows the prefix and a dash in the name
// of a training job: an execution ID of EventBridge Scheduler, which is a UUID, or
// 16 letters and digits, as the example in AWS's documentation; an event's ID, a
// UUID, too; the time of a run; or, for a further attempt, an ID that ends in its
// number. Names of jobs whose prefix is longer do not match.
const RunID = `[0-9a-z]{16}(-[0-9])?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{10}([0-9a-f]{2}|-[0-9])|[0-9]{8}-[0-9]{6}`

// keptPrefix is how much of a prefix that is too long stays, before a dash and
// eight hexadecimal digits of its hash.
const keptPrefix = 17

// Prefix returns what the names of the job's training jobs start with. A
// derived prefix is in lower case, because SageMaker writes names so in ARNs,
// where policies must match them; one that is too long is shortened.
func Prefix(stack *spec.Stack, job *spec.Job) string {
	if job.TrainingJobNamePrefix != "" {
		return job.TrainingJobNamePrefix
	}
	full := strings.ToLower(stack.Project + "-" + stack.Environment + "-" + job.Name)
	if len(full) <= maxPrefix {
		return full
	}
	sum := sha256.Sum256([]byte(full))
	return strings.TrimRight(full[:keptPrefix], "-") + "-" + hex.EncodeToString(sum[:4])
}

// LogicalID returns the start of the logical IDs of a job's resources: its name
// in PascalCase. It depends on nothing else, so that IDs stay as they are when
// other jobs come and go.
func LogicalID(job string) string {
	var b strings.Builder
	for _, word := range strings.Split(job, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
