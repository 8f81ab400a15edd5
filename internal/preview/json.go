package preview

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/spec"
)

// schemaVersion changes when a member of the JSON goes or means something else;
// members may come without it.
const schemaVersion = 1

type document struct {
	SchemaVersion int    `json:"schemaVersion"`
	From          string `json:"from"`
	Timezone      string `json:"timezone,omitempty"`
	Jobs          []job  `json:"jobs"`
}

type job struct {
	Stack    string     `json:"stack"`
	Dir      string     `json:"dir"`
	Job      string     `json:"job"`
	Schedule *timed     `json:"schedule,omitempty"`
	Event    *triggered `json:"event,omitempty"`
}

type timed struct {
	Expression            string    `json:"expression"`
	Kind                  string    `json:"kind,omitempty"`
	English               string    `json:"english,omitempty"`
	Problem               string    `json:"problem,omitempty"`
	Timezone              string    `json:"timezone"`
	Via                   string    `json:"via"`
	Enabled               bool      `json:"enabled"`
	Start                 string    `json:"start,omitempty"`
	End                   string    `json:"end,omitempty"`
	FlexibleWindowMinutes int64     `json:"flexibleWindowMinutes,omitempty"`
	CountsFromDeployment  bool      `json:"countsFromDeployment"`
	Runs                  []run     `json:"runs"`
	Skipped               []skipped `json:"skipped"`
}

type run struct {
	Local    string `json:"local"`
	Zone     string `json:"zone"`
	UTC      string `json:"utc"`
	Repeated bool   `json:"repeated"`
}

type skipped struct {
	Wall string `json:"wall"`
}

type triggered struct {
	Kind    string `json:"kind"`
	Enabled bool   `json:"enabled"`
}

// JSON prints the jobs for scripts, in the shape that docs/schedules.md describes.
func JSON(w io.Writer, jobs []Job, o Options) error {
	d := document{SchemaVersion: schemaVersion, From: o.Since.String(), Jobs: []job{}}
	if o.Viewer != nil {
		d.Timezone = o.Viewer.String()
	}
	for _, j := range jobs {
		out := job{Stack: j.Stack, Dir: j.Dir, Job: j.Name}
		if j.Schedule != nil {
			out.Schedule = j.Schedule.json()
		}
		if j.Event != nil {
			out.Event = &triggered{Kind: eventKind(j.Event), Enabled: j.Event.Enabled}
		}
		d.Jobs = append(d.Jobs, out)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d); err != nil {
		return fmt.Errorf("print the runs: %w", err)
	}
	return nil
}

func (s *Schedule) json() *timed {
	out := &timed{
		Expression: s.Spec.Expression, Problem: s.Problem, Timezone: s.Spec.Zone(), Via: s.Spec.Via, Enabled: s.Spec.Enabled,
		Start: s.Spec.Start, End: s.Spec.End, Runs: []run{}, Skipped: []skipped{},
	}
	if minutes := s.Spec.FlexibleWindowMinutes; minutes != nil {
		out.FlexibleWindowMinutes = *minutes
	}
	if s.Table == nil {
		return out
	}
	e := s.Table.Expression
	out.Expression, out.Kind, out.English = e.String(), e.Kind().String(), e.English()
	out.Timezone, out.CountsFromDeployment = s.Table.Zone.String(), s.Table.FromDeployment()
	for _, due := range s.Due {
		if due.Clock == schedule.Skipped {
			out.Skipped = append(out.Skipped, skipped{Wall: due.Wall.Format("2006-01-02T15:04:05")})
			continue
		}
		local := due.Run.In(s.zone)
		zone, _ := local.Zone()
		out.Runs = append(out.Runs, run{
			Local: local.Format(time.RFC3339), Zone: zone, UTC: due.Run.UTC().Format(time.RFC3339), Repeated: due.Clock == schedule.Twice,
		})
	}
	return out
}

// eventKind is the field of the spec that says which event it is.
func eventKind(e *spec.Event) string {
	switch {
	case e.Completed != nil:
		return "completed"
	case e.Pattern != nil:
		return "pattern"
	}
	return "s3"
}
