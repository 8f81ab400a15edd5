package compile

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// hold is something of a job that another job may get into the way of: the prefix
// of its training jobs, or a place in S3 that it reads or writes.
type hold struct {
	*holder
	// text is the prefix with a dash, after region and account; or bucket and key.
	text string
	// own reports that the job writes here, too, and takes all that it finds for its
	// own: checkpoints that are the same for each run.
	own bool
	// path is the field that says so. How much a finding about it matters, and
	// whether it is waived, the stack has decided.
	path     string
	pos      diag.Position
	severity diag.Severity
	waiver   *diag.Waiver
}

// holder is the job of a hold.
type holder struct {
	named
	// prefix is the job's, and waits what the job waits for: the path of another
	// job of the stack, or a prefix.
	prefix, waits string
}

// holds are what the comparison of all stacks keeps of one, or of all.
type holds struct{ prefixes, reads, writes []hold }

func (h *holds) add(more holds) {
	h.prefixes = append(h.prefixes, more.prefixes...)
	h.reads = append(h.reads, more.reads...)
	h.writes = append(h.writes, more.writes...)
}

// holdsOf returns what the jobs of a stack hold, as far as it is known.
func holdsOf(s *spec.Stack, requests map[string]*request.Request, ruling *policy.Ruling) holds {
	var h holds
	for _, name := range s.JobNames() {
		job := s.Jobs[name]
		c := collector{holds: &h, ruling: ruling, job: &holder{
			named:  named{dir: s.Dir, job: job.Path(), stack: s.StackName()},
			prefix: launch.Prefix(s, job),
		}}
		if job.On != nil && job.On.Completed != nil {
			c.job.waits = cmp.Or(job.On.Completed.TrainingJobNamePrefix, spec.Join("jobs", job.On.Completed.Job))
		}
		// A stack with mistakes may leave too little for a prefix.
		named := job.TrainingJobNamePrefix != "" || s.Project != "" && s.Environment != ""
		if named && s.Account != "" && s.Region != "" {
			h.prefixes = append(h.prefixes, c.hold(policy.SharedPrefix, prefixField(s, job), s.Region+" "+s.Account+" "+c.job.prefix+"-"))
		}
		if r := requests[name]; r != nil {
			c.places(r)
			if m := s.MlflowOf(job); m != nil {
				c.writesTo(m.Artifacts, job.Path()+".mlflow.artifacts")
			}
		}
	}
	return h
}

// prefixField is the field that says a job's prefix.
func prefixField(s *spec.Stack, job *spec.Job) string {
	if field := job.Path() + ".trainingJobNamePrefix"; s.Origins[field].Pos.IsValid() {
		return field
	}
	return job.Path()
}

// collector adds the holds of one job.
type collector struct {
	*holds
	ruling *policy.Ruling
	job    *holder
}

func (c *collector) hold(rule, path, text string) hold {
	found := c.ruling.Finding(rule, path)
	return hold{holder: c.job, text: text, path: path, pos: found.Pos, severity: found.Severity, waiver: found.Waiver}
}

// places adds the places that a request names.
func (c *collector) places(r *request.Request) {
	channels, _ := r.Value("InputDataConfig").([]any)
	for i, channel := range channels {
		source := request.Member(channel, "DataSource", "S3DataSource")
		uri, literal := spec.AsText(request.Member(source, "S3Uri")).Literal()
		// A manifest is one object.
		if at, ok := strings.CutPrefix(uri, "s3://"); ok && literal && request.Member(source, "S3DataType") == "S3Prefix" {
			if !strings.Contains(at, "/") {
				at += "/" // the whole bucket, and no other
			}
			c.reads = append(c.reads, c.hold(policy.SharedPlace, r.Path(fmt.Sprintf("/InputDataConfig/%d/DataSource/S3DataSource/S3Uri", i)), at))
		}
	}
	checkpoints, path := r.Text("CheckpointConfig", "S3Uri"), r.Path("/CheckpointConfig/S3Uri")
	if uri, literal := checkpoints.Literal(); literal && strings.HasPrefix(uri, "s3://") {
		h := c.hold(policy.SharedPlace, path, directory(strings.TrimPrefix(uri, "s3://")))
		h.own = true
		c.reads = append(c.reads, h)
	}
	c.writesTo(checkpoints, path)
	for _, member := range [...]string{"OutputDataConfig", "TensorBoardOutputConfig", "DebugHookConfig", "ProfilerConfig"} {
		c.writesTo(r.Text(member, "S3OutputPath"), r.Path("/"+member+"/S3OutputPath"))
	}
}

// writesTo adds a place that the job writes below. Of a place that a run or a
// reference fills in, the beginning is known.
func (c *collector) writesTo(uri spec.Text, path string) {
	if uri.IsZero() {
		return
	}
	at, ok := strings.CutPrefix(uri[0].Literal, "s3://")
	if !ok || len(uri) > 1 && !strings.Contains(at, "/") {
		return
	}
	if len(uri) == 1 {
		at = directory(at)
	}
	c.writes = append(c.writes, c.hold(policy.SharedPlace, path, at))
}

// directory is a place as SageMaker writes to it: below a slash.
func directory(at string) string { return strings.TrimSuffix(at, "/") + "/" }
