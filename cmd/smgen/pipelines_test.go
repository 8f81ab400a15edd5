package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"gopkg.in/yaml.v3"

	"github.com/smgen/smgen/internal/comment"
)

// pipelineCommands returns the arguments of each command line of smgen in the pipeline
// that init writes, in the order of its files and lines. A variable of the shell
// stands for a number.
func pipelineCommands(t *testing.T, ci string) [][]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "specs")
	if code, _, stderr := smgen(t, filepath.Dir(dir), "init", "specs", "--ci", ci); code != 0 {
		t.Fatal(stderr)
	}
	var commands [][]string
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".yml" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var document yaml.Node
		if err := yaml.Unmarshal(text, &document); err != nil {
			return err
		}
		for line := range strings.Lines(strings.Join(scripts(&document, false), "\n")) {
			line, _, _ = strings.Cut(line, " 2>") // where the standard error goes
			if words := strings.Fields(line); len(words) > 0 && words[0] == "smgen" {
				for i, word := range words {
					words[i] = os.Expand(strings.Trim(word, `"`), func(string) string { return "7" })
				}
				commands = append(commands, words[1:])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return commands
}

// scripts returns the texts below the keys under which GitHub and GitLab have scripts.
func scripts(node *yaml.Node, within bool) []string {
	if node.Kind == yaml.ScalarNode && within {
		return []string{node.Value}
	}
	var list []string
	for i, child := range node.Content {
		if node.Kind != yaml.MappingNode {
			list = append(list, scripts(child, within)...)
		} else if i%2 == 1 {
			key := node.Content[i-1].Value
			list = append(list, scripts(child, within || slices.Contains([]string{"run", "script", "before_script"}, key))...)
		}
	}
	return list
}

// TestPipelineCommands has each command line of the pipelines parsed: the command and
// its flags exist, and take these values.
func TestPipelineCommands(t *testing.T) {
	for ci, want := range map[string][]string{
		"github": {
			"comment github --file --pr", "drift --account --detailed-exitcode --region", "plan --account --format --out --output --region", "deploy --allow --digest --plan",
			"vet --format", "render --check --output", "diff --format --output",
		},
		"gitlab": {
			"vet --format --output", "render --check --output", "diff --format --output", "diff --format --output", "comment gitlab --file",
			"plan --account --out --region", "show --format --output", "deploy --allow --digest --plan", "drift --account --detailed-exitcode --region",
		},
	} {
		var got []string
		for _, args := range pipelineCommands(t, ci) {
			cmd, rest, err := newRootCmd(environment{}).Find(args)
			if err == nil {
				err = parse(cmd, rest)
			}
			if err != nil {
				t.Errorf("%s: smgen %s: %v", ci, strings.Join(args, " "), err)
				continue
			}
			line := strings.TrimPrefix(cmd.CommandPath(), "smgen ")
			cmd.Flags().Visit(func(f *pflag.Flag) { line += " --" + f.Name })
			got = append(got, line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the commands of %s (-want +got):\n%s", ci, diff)
		}
	}
}

func parse(cmd *cobra.Command, args []string) error {
	if err := cmd.ParseFlags(args); err != nil {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

// TestPipelineReports runs what the pipelines run to write the report, and has it read
// as comment reads it, also of environments with any name.
func TestPipelineReports(t *testing.T) {
	c := newReviewCaseOf(t, func(*reviewCase) {})
	const file = "stacks/staging/churn/stack.cue"
	c.write(file, strings.Replace(c.read(file), `epochs: "10"`, `epochs: "20"`, 1))
	for _, ci := range []string{"github", "gitlab"} {
		written := 0
		for _, args := range pipelineCommands(t, ci) {
			if args[0] != "diff" || args[len(args)-1] != "review.md" {
				continue
			}
			written++
			for _, name := range []string{"", "prod", "pre prod", "--> <b>", "→", strings.Repeat("long-", 100)} {
				if code, report := c.run(slices.Concat(args, []string{"--environment", name})...); code != 0 {
					t.Fatalf("smgen %s: %s", strings.Join(args, " "), report)
				}
				if _, err := comment.Read(strings.NewReader(c.read("review.md"))); err != nil {
					t.Errorf("%s, environment %q: comment cannot read the report: %v", ci, name, err)
				}
				c.remove("review.md")
			}
		}
		if written != 1 {
			t.Errorf("%s: %d commands write review.md, want 1", ci, written)
		}
	}
}
