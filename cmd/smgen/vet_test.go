package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/smgen/smgen/internal/policy"
)

// TestSARIF has the published schema judge what is said about mistakes, with the
// documentation of all rules.
func TestSARIF(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../internal/output/testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	definition, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", definition); err != nil {
		t.Fatal(err)
	}
	code, stdout, _ := smgen(t, "../../testdata/demo/mistakes", "vet", "--format", "sarif")
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(stdout))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.MustCompile("sarif.json").Validate(document); err != nil || code != 1 {
		t.Errorf("exit code %d, and the schema says %v", code, err)
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
			}
		}
	}
	if err := json.Unmarshal([]byte(stdout), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	for _, rule := range policy.Rules() {
		if !slices.ContainsFunc(run.Tool.Driver.Rules, func(r struct{ ID string }) bool { return r.ID == rule.ID }) {
			t.Errorf("the report does not list rule %s", rule.ID)
		}
	}
	for _, r := range run.Results {
		if id := run.Tool.Driver.Rules[r.RuleIndex].ID; id != r.RuleID {
			t.Errorf("a result of %s refers to rule %s", r.RuleID, id)
		}
	}
	if len(run.Results) == 0 {
		t.Error("there are no results")
	}
}

// TestSARIFPlaces opens the report about a spec with many findings where a viewer
// would: each result points at what it is about.
func TestSARIFPlaces(t *testing.T) {
	const dir = "../../testdata/seed/advanced-ml"
	_, stdout, _ := smgen(t, dir, "vet", "--format", "sarif", "--now", "2026-11-01T00:00:00Z")
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID    string
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI, URIBaseID string }
						Region           struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(stdout), &log); err != nil {
		t.Fatal(err)
	}
	spec, err := os.ReadFile(dir + "/stack.cue")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(spec), "\n")
	got := map[string]string{}
	for _, r := range log.Runs[0].Results {
		place := r.Locations[0].PhysicalLocation
		if place.ArtifactLocation.URI != "testdata/seed/advanced-ml/stack.cue" || place.ArtifactLocation.URIBaseID != "%SRCROOT%" {
			t.Errorf("%s is in %+v, want the file from the repository's root", r.RuleID, place.ArtifactLocation)
		}
		got[r.RuleID], _, _ = strings.Cut(lines[place.Region.StartLine-1][place.Region.StartColumn-1:], " //")
	}
	want := map[string]string{
		"SM101": "EnableManagedSpotTraining: true",
		"SM107": "true",
		"SM113": `"s3://advanced-ml-bucket/debugger/"`,
		"SM124": `"false"`,
		"SM502": `"https://hooks.slack.com/services/T0/B0/example"`,
		"SM509": `"python3.9"`,
		"SM604": `"ml.p3.2xlarge"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the results point at (-want +got):\n%s", diff)
	}
}
