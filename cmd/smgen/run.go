package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/diag"
)

// environment is all that the program takes from the outside.
type environment struct {
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	getwd          func() (string, error)
	last           *lastWords
}

// absolute returns a path that a user gave relative to the working directory.
func (e environment) absolute(path string) (string, error) {
	if filepath.IsAbs(path) {
		return path, nil
	}
	dir, err := e.getwd()
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	return filepath.Join(dir, path), nil
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, env environment) int {
	root := newRootCmd(env)
	root.SetArgs(env.args)
	root.SetIn(env.stdin)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	understood := false
	root.PersistentPreRun = func(*cobra.Command, []string) { understood = true }
	cmd, err := root.ExecuteContextC(ctx)
	if err != nil && !understood {
		err = usageError(cmd, err)
	}
	return exitCode(env.stderr, err)
}

// usageError puts what is wrong with a command line on one line, and where to
// read on.
func usageError(cmd *cobra.Command, err error) error {
	message, _, _ := strings.Cut(err.Error(), "\n")
	if cmd.Name() == "help" {
		cmd = cmd.Root()
	}
	return fmt.Errorf("%s; see %s --help", message, cmd.CommandPath())
}

func newRootCmd(env environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "smgen",
		Short: "Compile SageMaker training-job specs into CloudFormation, and deploy them",
		Long: `smgen compiles specs of scheduled SageMaker training jobs, written in CUE,
into CloudFormation templates: what the spec says is what SageMaker receives. It
deploys them as they were reviewed.

A stack is a directory that holds stack.cue. Files of the same package in the
directories above are inherited.

Data goes to the standard output, everything else to the standard error.

Exit codes:
  0    all is fine, or there is nothing to do
  1    mistakes in the specs, wrong usage, failures, a question that was declined
  2    something changes: with --detailed-exitcode alone
  3    something dangerous would have to be allowed, with --allow
  4    what would happen is not what was reviewed: make a new plan
  5    some stacks failed, and others did not: run the same again
  130  interrupted`,
		Example: `  smgen init my-specs               start a repository of specs
  smgen vet stacks/...              check all stacks
  smgen diff                        what the change would do
  smgen plan --out plan.json        what AWS says that it would do
  smgen deploy --plan plan.json     do what was reviewed
  smgen deploy --local              try it without AWS
  smgen status                      what is deployed, and when it runs next`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
		Args:          knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	cmd.SetVersionTemplate("smgen {{.Version}}\n")
	for _, g := range groups(env) {
		cmd.AddGroup(&cobra.Group{ID: g.title, Title: g.title + ":"})
		for _, c := range g.commands {
			c.GroupID = g.title
			cmd.AddCommand(c)
		}
	}
	mendDefaults(cmd)
	return cmd
}

// group is what the help lists together.
type group struct {
	title    string
	commands []*cobra.Command
}

// groups are all commands, in the order in which people come to need them.
func groups(env environment) []group {
	return []group{
		{"Write specs", []*cobra.Command{
			newInitCmd(env), newVetCmd(env), newRenderCmd(env), newRequestCmd(env), newScheduleCmd(env), newGraphCmd(env),
			newRulesCmd(env), newSchemaCmd(env),
		}},
		{"Review and deploy", []*cobra.Command{
			newBootstrapCmd(env), newDiffCmd(env), newCommentCmd(env), newPlanCmd(env), newShowCmd(env), newDeployCmd(env), newLocalCmd(env),
		}},
		{"Look after what is deployed", []*cobra.Command{
			newStatusCmd(env), newEventsCmd(env), newOutputsCmd(env), newDriftCmd(env), newRollbackCmd(env), newDestroyCmd(env), newPruneCmd(env),
		}},
		{"Other commands", []*cobra.Command{newVersionCmd(env)}},
	}
}

// mendDefaults makes cobra's own commands refuse what they do not know; as they
// come, they print a help text that nobody asked for.
func mendDefaults(root *cobra.Command) {
	root.SetHelpCommandGroupID("Other commands")
	root.SetCompletionCommandGroupID("Other commands")
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "completion":
			c.Args, c.RunE = knownCommand, root.RunE
		case "help":
			c.Args = func(_ *cobra.Command, args []string) error {
				if about, rest, err := root.Find(args); err == nil && about != root {
					return knownCommand(about, rest)
				}
				return knownCommand(root, args)
			}
		}
	}
}

// knownCommand refuses arguments of a command that has commands: they are
// commands that do not exist.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	if near := diag.Suggest(args[0], names); near != "" {
		return fmt.Errorf("unknown command %q (did you mean %s?)", args[0], near)
	}
	return fmt.Errorf("unknown command %q", args[0])
}

// atMost refuses more than n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) <= n:
			return nil
		case n == 0:
			return fmt.Errorf("unexpected argument %q; the command takes none", args[0])
		}
		return fmt.Errorf("unexpected argument %q; the command takes at most %d", args[n], n)
	}
}

// directories completes arguments to directories.
func directories(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// plural returns n with the noun, in the plural unless n is 1.
func plural(n int, noun string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
