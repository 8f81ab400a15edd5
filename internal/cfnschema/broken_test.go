package cfnschema_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/smgen/smgen/internal/cfnschema"
)

// The templates in testdata/broken are those that outside judges reject. Where the
// mistake is one against a registry schema, Check has to find it too, and nothing
// in the others.
func TestCheckAgreesWithTheJudges(t *testing.T) {
	const dir = "../../testdata/broken"
	var index []struct {
		Name   string
		Schema bool
	}
	readInto(t, filepath.Join(dir, "index.json"), &index)
	for _, broken := range index {
		problems := checkTemplate(t, filepath.Join(dir, broken.Name+".json"))
		if found := len(problems) > 0; found != broken.Schema {
			t.Errorf("%s: Check found %+v, want a finding: %t", broken.Name, problems, broken.Schema)
		}
	}
}

func checkTemplate(t *testing.T, file string) (problems []cfnschema.Problem) {
	t.Helper()
	var template struct {
		Resources map[string]struct {
			Type       string
			Properties any
		}
	}
	readInto(t, file, &template)
	for _, resource := range template.Resources {
		if typ, ok := cfnschema.Lookup(resource.Type); ok {
			problems = append(problems, typ.Check(resource.Properties)...)
		}
	}
	return problems
}

func readInto(t *testing.T, file string, v any) {
	t.Helper()
	reader, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	decoder := json.NewDecoder(reader)
	decoder.UseNumber()
	if err := decoder.Decode(v); err != nil {
		t.Fatalf("decode %s: %v", file, err)
	}
}
