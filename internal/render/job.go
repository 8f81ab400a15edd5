package render

import (
	"fmt"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/registration"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// maxID is what remains of the 255 characters of a logical ID or an output's name
// for the job's part of it, with some to spare.
const maxID = 200

func (r *renderer) job(job *spec.Job) error {
	id := launch.LogicalID(job.Name)
	if len(id) > maxID {
		r.report(job.Path(), fmt.Sprintf("the job's name has %d characters, and the resources named after it allow %d", len(job.Name), maxID), "choose a shorter name")
		return nil
	}
	if other, taken := r.ids[id]; taken {
		r.report(job.Path(), fmt.Sprintf("the jobs %s and %s would have the same logical IDs, %s…", other, job.Name, id), "rename one of them")
		id += fmt.Sprintf("Job%d", len(r.ids))
	}
	r.ids[id] = job.Name
	j := &launch.Job{
		Stack: r.stack, Spec: job, Template: r.result.Template, Shared: r.shared,
		ID: id, Prefix: launch.Prefix(r.stack, job),
		Asset: func(path string) (launch.Asset, error) { return r.assets(r.stack.Dir, path) },
	}
	chosen := backend(j)
	var diags []diag.Diagnostic
	j.Request, diags = request.Build(r.stack, job, names(j))
	r.result.Requests[job.Name] = j.Request
	if err := r.trainingRole(j); err != nil {
		return err
	}
	if err := chosen.Render(j); err != nil {
		return err
	}
	if job.Registration != nil && !chosen.Registers {
		if err := registration.Add(j); err != nil {
			return err
		}
	}
	if err := outputs(j, chosen.Kind); err != nil {
		return err
	}
	r.jobs = append(r.jobs, j)
	r.result.Assets = append(r.result.Assets, j.Out.Assets...)
	r.result.Diags = append(append(r.result.Diags, diags...), j.Diags...)
	return nil
}

// names are the name of each run and the role of its container.
func names(j *launch.Job) request.Names {
	role := j.Spec.TrainingRole.Arn
	if role.IsZero() {
		role = spec.Text{{Resource: j.TrainingRoleID(), Attribute: "Arn"}}
	}
	return request.Names{
		TrainingJobName: spec.Literal(j.Prefix + "-").Append(spec.Part{Run: "id"}),
		RoleArn:         role,
	}
}
