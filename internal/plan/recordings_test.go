package plan_test

import (
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// recording is a change set that AWS made of two templates.
type recording struct {
	Test   string          `json:"test"`
	Before json.RawMessage `json:"t1"`
	After  json.RawMessage `json:"t2"`
	// Renamed lists what a text of the templates is called in the change sets.
	Renamed [][2]string `json:"tr"`
	// Plain was described without property values, Valued with them.
	Plain  *recorded `json:"A"`
	Valued *recorded `json:"B"`
}

type recorded struct {
	Changes []plan.Change
	Status  string
}

// TestRecordings compares predictions with change sets from AWS: the file that
// SMGEN_RECORDINGS names is not part of the repository.
func TestRecordings(t *testing.T) {
	file := os.Getenv("SMGEN_RECORDINGS")
	if file == "" {
		t.Skip("SMGEN_RECORDINGS names no file of recorded change sets")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var recordings []recording
	if err := json.Unmarshal(text, &recordings); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, r := range recordings {
		t.Run(r.Test, func(t *testing.T) {
			before, after := r.template(t, r.Before), r.template(t, r.After)
			if len(before.Parameters)+len(after.Parameters) > 0 {
				t.Skip("the templates have parameters")
			}
			if r.Plain == nil || r.Valued == nil {
				t.Skip("nothing was recorded")
			}
			compared++
			announced := plan.Compare(before, after, plan.Options{Dynamic: true})
			if diff := gocmp.Diff(normalised(r.Plain.Changes, false), normalised(announced.Changes, false)); diff != "" {
				t.Errorf("without property values (-AWS +predicted):\n%s", diff)
			}
			shown := plan.Compare(before, after, plan.Options{})
			if diff := gocmp.Diff(normalised(r.Valued.Changes, true), normalised(shown.Changes, true)); diff != "" {
				t.Errorf("with property values (-AWS +predicted):\n%s", diff)
			}
		})
	}
	t.Logf("%d of %d recordings compared", compared, len(recordings))
}

func (r recording) template(t *testing.T, text json.RawMessage) *template.Document {
	t.Helper()
	renamed := string(text)
	for _, pair := range r.Renamed {
		renamed = strings.ReplaceAll(renamed, pair[0], pair[1])
	}
	d, err := template.Parse([]byte(renamed))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// normalised brings changes into a form in which a recording and a prediction
// must be equal.
func normalised(changes []plan.Change, values bool) []plan.Change {
	out := []plan.Change{}
	for _, change := range changes {
		r := change.ResourceChange
		if r.Action == plan.Add {
			r.Replacement = "" // with property values AWS says True for some
		}
		var details []plan.Detail
		for _, d := range r.Details {
			d.Target.Label = ""
			if !values {
				d.Target = plan.Target{Attribute: d.Target.Attribute, Name: d.Target.Name, RequiresRecreation: d.Target.RequiresRecreation}
			}
			if d.Evaluation == plan.Dynamic && d.ChangeSource == plan.DirectModification {
				continue // AWS repeats what follows from a resource so
			}
			// AWS knows the values of references, and of pseudo parameters.
			if d.CausingEntity != "" || strings.Contains(d.Target.BeforeValue, "stack name is") {
				d.Target.BeforeValue = ""
			}
			if strings.Contains(d.Target.AfterValue, " name is ") {
				d.Target.AfterValue = ""
			}
			details = append(details, d)
		}
		r.Details = details
		out = append(out, plan.Change{Type: change.Type, ResourceChange: r})
	}
	slices.SortFunc(out, func(a, b plan.Change) int {
		return cmp.Compare(a.ResourceChange.LogicalResourceId, b.ResourceChange.LogicalResourceId)
	})
	return out
}
