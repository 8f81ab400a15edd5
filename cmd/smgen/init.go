package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/scaffold"
)

type initOptions struct {
	env     environment
	dir     string
	module  string
	ci      choice
	upgrade bool
}

func newInitCmd(env environment) *cobra.Command {
	o := &initOptions{env: env, ci: choice{allowed: scaffold.Pipelines()}}
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a repository of specs, or upgrade one",
		Long: `init writes a repository of specs that works to DIR, by default the working
directory: defaults for an organisation and two environments, a stack in each, the
schema for editors, and the version of smgen that renders it. Files that exist are
kept as they are.

--ci adds a pipeline that checks specs and rendered templates, says what a pull
request would change, and keeps a comment on it up to date.

--upgrade brings a repository to this version of smgen instead: its copy of the
schema, and the version that it names; nothing else is touched.`,
		Example: `  smgen init my-specs
  smgen init my-specs --module acme.example/ml-specs --ci github
  smgen init --upgrade`,
		Args:              atMost(1),
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.dir = args[0]
			}
			return runInit(o)
		},
	}
	cmd.Flags().StringVar(&o.module, "module", "", "`PATH` of the repository's CUE module, such as acme.example/ml-specs (default example.com/ and the directory's name)")
	cmd.Flags().BoolVar(&o.upgrade, "upgrade", false, "bring a repository to this version of smgen")
	o.ci.addTo(cmd, "ci", "pipeline to add")
	_ = cmd.RegisterFlagCompletionFunc("module", cobra.NoFileCompletions)
	return cmd
}

func runInit(o *initOptions) error {
	working, err := o.env.getwd()
	if err != nil {
		return fmt.Errorf("find the working directory: %w", err)
	}
	dir := filepath.Clean(o.dir)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(working, dir)
	}
	switch {
	case o.upgrade && (o.module != "" || o.ci.value != ""):
		return errors.New("--upgrade changes neither module nor pipeline; leave --module and --ci out")
	case o.upgrade:
		return upgradeRepository(o, dir)
	}
	return startRepository(o, dir)
}

func startRepository(o *initOptions, dir string) error {
	if o.module == "" {
		o.module = scaffold.DefaultModule(dir)
	}
	files, err := scaffold.Write(dir, scaffold.Options{Module: o.module, Version: version(), CI: o.ci.value})
	o.list(files)
	if err != nil {
		return err
	}
	fmt.Fprint(o.env.stderr, "\nNext:\n")
	if o.dir != "" && o.dir != "." {
		fmt.Fprintf(o.env.stderr, "  cd %s\n", o.dir)
	}
	fmt.Fprint(o.env.stderr, `  smgen vet                    check the specs
  smgen render -o rendered     write the templates; commit them with the specs
Put your own account, images and buckets in the place of the examples in stacks/.
`)
	if version() == unreleased {
		fmt.Fprint(o.env.stderr, "This smgen is not a release, and a pipeline cannot install it; with a release, run smgen init --upgrade.\n")
	}
	return nil
}

func upgradeRepository(o *initOptions, dir string) error {
	files, pins, err := scaffold.Upgrade(dir, version())
	o.list(files)
	for _, pin := range pins {
		fmt.Fprintf(o.env.stderr, "updated %s: smgen %s is now %s\n", pin.Pos, pin.Version, pin.To)
	}
	switch {
	case err != nil:
		return err
	case len(files)+len(pins) == 0:
		fmt.Fprintf(o.env.stderr, "the repository is up to date with smgen %s\n", version())
	default:
		fmt.Fprint(o.env.stderr, "Next: run smgen render with -o as before, and commit what changes.\n")
	}
	return nil
}

// list prints what became of files.
func (o *initOptions) list(files []scaffold.File) {
	for _, f := range files {
		fmt.Fprintf(o.env.stderr, "%-7s %s\n", f.What, f.Name)
	}
}
