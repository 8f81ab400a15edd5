package render

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/smgen/smgen/internal/spec"
)

// maxPrefix is what remains of the 63 characters of a training job's name when
// a dash and the run's ID, a UUID of 36 characters, are taken off.
const maxPrefix = 26

// keptPrefix is how much of a prefix that is too long stays, before a dash and
// eight hexadecimal digits of its hash.
const keptPrefix = 17

// maxID is what remains of the 255 characters of a logical ID or an output's name
// for the job's part of it, with some to spare.
const maxID = 200

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

// logicalID returns the start of the logical IDs of a job's resources: its name
// in PascalCase. It depends on nothing else, so that IDs stay as they are when
// other jobs come and go.
func logicalID(job string) string {
	var b strings.Builder
	for _, word := range strings.Split(job, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
