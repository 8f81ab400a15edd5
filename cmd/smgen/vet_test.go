package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

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
