package compile_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// row is a row of a table in the migration guide.
type row []string

// code returns the names in backquotes in a cell.
func (r row) code(cell int) []string {
	var names []string
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(r[cell], -1) {
		names = append(names, m[1])
	}
	return names
}

// table returns the rows of the first table under a heading of the guide.
func table(t *testing.T, heading string) []row {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "from-terraform.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("the guide has no section %s", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var rows []row
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		var cells row
		for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		rows = append(rows, cells)
	}
	if len(rows) < 3 {
		t.Fatalf("section %s has no table", heading)
	}
	return rows[2:]
}

// first returns the first name in the first cell of each row, sorted.
func first(t *testing.T, rows []row) []string {
	t.Helper()
	var names []string
	for _, r := range rows {
		code := r.code(0)
		if len(code) != 1 {
			t.Fatalf("%s: want one name in the first cell", r)
		}
		names = append(names, code[0])
	}
	return slices.Sorted(slices.Values(names))
}

// TestFromTerraformVariables holds the guide to the list that smgen's messages
// use, and both to the schema.
func TestFromTerraformVariables(t *testing.T) {
	fields, err := source.Fields()
	if err != nil {
		t.Fatal(err)
	}
	known := source.FromTerraform()
	rows := table(t, "Variables")
	if diff := cmp.Diff(spec.SortedKeys(known), first(t, rows)); diff != "" {
		t.Errorf("variables (-smgen's list +guide):\n%s", diff)
	}
	if len(rows) != 38 {
		t.Errorf("the guide has %d variables; the module has 38", len(rows))
	}
	for _, r := range rows {
		name, field, named := r.code(0)[0], pathOf(known[r.code(0)[0]].Field), r.code(1)
		switch {
		case len(named) == 0 && (field != "" || r[2] == ""):
			t.Errorf("%s: want a field, %q, or a reason", name, field)
		case len(named) == 1 && !strings.HasPrefix(field+".", named[0]+"."):
			t.Errorf("%s: the guide names %s, smgen's messages %s", name, named[0], field)
		}
		for _, path := range named {
			if !strings.HasSuffix(r[1], "(stack)") {
				path = "jobs.*." + path
			}
			if !isField(fields, path) {
				t.Errorf("%s: the schema has no field %s", name, path)
			}
		}
		for _, path := range r.code(2) {
			if strings.Contains(path, ".") && !strings.ContainsAny(path, ": ") && !isField(fields, path) {
				t.Errorf("%s: the schema has no field %s", name, path)
			}
		}
		if field == "" {
			continue
		}
		if !isField(fields, field) {
			t.Errorf("%s: the schema has no field %s, which smgen's messages name", name, field)
		}
	}
}

// pathOf turns CUE such as checkpoints: {s3: …} into a path.
func pathOf(field string) string {
	field, _, _ = strings.Cut(field, ", ")
	names := regexp.MustCompile(`<?[a-zA-Z0-9]+>?`).FindAllString(field, -1)
	for i, name := range names {
		if strings.HasPrefix(name, "<") {
			names[i] = "*"
		}
	}
	return strings.Join(names, ".")
}

// isField reports whether the schema has a field at or below a path, which
// starts at the stack or at a job.
func isField(fields []string, path string) bool {
	return slices.ContainsFunc(fields, func(f string) bool {
		f = strings.ReplaceAll(f, "[]", "") + "."
		return strings.HasPrefix(f, path+".") || strings.HasPrefix(f, "jobs.*."+path+".")
	})
}

// TestFromTerraformOutputs demands a row for each output of the module, and that
// each output and member that the guide names is in some golden.
func TestFromTerraformOutputs(t *testing.T) {
	rows := table(t, "Outputs")
	want := []string{
		"training_role_arn", "schedule_rule_arn", "lambda_function_arn", "training_job_configuration", "mlflow_integration_enabled", "schedule_expression",
		"training_role_name", "scheduler_role_arn", "scheduler_role_name", "schedule_rule_name", "lambda_function_name", "lambda_role_arn",
		"training_image", "instance_type", "instance_count", "output_data_s3_path", "mlflow_tracking_uri", "mlflow_tracking_server_arn", "name_prefix", "job_definition_name",
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, first(t, rows)); diff != "" {
		t.Errorf("outputs (-module +guide):\n%s", diff)
	}
	var goldens strings.Builder
	for _, r := range compileAll(t, template.JSON) {
		goldens.Write(r.Template)
	}
	for _, r := range rows {
		names := append(r.code(1), regexp.MustCompile("`((?:Rule|rule|mlflow)[A-Z][A-Za-z]*)`").FindAllString(r[2], -1)...)
		if len(names) == 0 {
			t.Errorf("%s: want an output or a reason", r[0])
		}
		for _, name := range names {
			name = strings.Trim(name, "`")
			if !strings.Contains(goldens.String(), `Train`+name+`": {`) && !strings.Contains(goldens.String(), `Ruled`+name+`": {`) && !strings.Contains(goldens.String(), `\"`+name+`\":`) {
				t.Errorf("%s: no golden has an output or a member %s", r[0], name)
			}
		}
	}
}

// TestFromTerraformDropped holds the list of the settings that the module
// accepted and left out of the request.
func TestFromTerraformDropped(t *testing.T) {
	want := []string{"checkpoint_config", "debugger_hook_config", "enable_network_isolation", "enable_spot_training", "profiler_config", "vpc_config"}
	if diff := cmp.Diff(want, first(t, table(t, "What takes effect now"))); diff != "" {
		t.Errorf("settings that were dropped (-module +guide):\n%s", diff)
	}
}
