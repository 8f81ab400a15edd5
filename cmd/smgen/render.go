package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/rendered"
	"github.com/smgen/smgen/internal/request/model"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/schema"
)

type renderOptions struct {
	compileOptions
	dir    string
	format choice
	check  bool
}

func newRenderCmd(env environment) *cobra.Command {
	o := &renderOptions{compileOptions: compileOptions{env: env}, format: choice{"json", []string{"json", "yaml"}}}
	cmd := &cobra.Command{
		Use:   "render [PATH…]",
		Short: "Compile specs into CloudFormation templates",
		Long: `render checks specs and writes their CloudFormation templates. Without -o there
is one stack, and its template goes to the standard output. With -o DIR, each
stack gets DIR/<stack>/template.json and origins.json, which says for each
property the line of the spec that it came from, and DIR/manifest.json lists all.
Stacks that are gone are removed; other files in DIR are left alone. With errors,
nothing is written.

--check writes nothing either: it prints how DIR differs from the specs, and
exits with 1 if it does.

A PATH is what it is to smgen vet.`,
		Example: `  smgen render stacks/staging/churn
  smgen render stacks/staging/churn --format yaml
  smgen render stacks/... -o rendered
  smgen render stacks/... -o rendered --check`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runRender(cmd.Context(), o, cmd.Flags().Changed("output"))
		},
	}
	o.addFlags(cmd)
	cmd.Flags().StringVarP(&o.dir, "output", "o", "", "write the templates to `DIR`, or compare with it")
	cmd.Flags().BoolVar(&o.check, "check", false, "print how the directory differs from the specs, and write nothing")
	o.format.addTo(cmd, "format", "form of the templates")
	_ = cmd.MarkFlagDirname("output")
	return cmd
}

func runRender(ctx context.Context, o *renderOptions, toDirectory bool) error {
	switch {
	case toDirectory && o.dir == "":
		return errors.New("-o names no directory; give one, such as -o rendered")
	case o.check && !toDirectory:
		return errors.New("--check compares with a directory; name it with -o")
	}
	o.compileOptions.format = template.JSON
	if o.format.value == "yaml" {
		o.compileOptions.format = template.YAML
	}
	f, err := o.find()
	if err != nil {
		return err
	}
	if toDirectory {
		return renderToDirectory(ctx, o, f)
	}
	return renderToStdout(ctx, o, f)
}

func renderToStdout(ctx context.Context, o *renderOptions, f *found) error {
	if n := len(f.stacks); n > 1 {
		return fmt.Errorf("the paths name %d stacks, and the standard output takes one; name one, or a directory with -o", n)
	}
	var text []byte
	diags, err := o.compile(ctx, f, func(r *compile.Result) error {
		text = r.Template
		return nil
	})
	if err != nil {
		return err
	}
	if err := o.report(f, diags); err != nil {
		return err
	}
	if _, err := o.env.stdout.Write(text); err != nil {
		return fmt.Errorf("print the template: %w", err)
	}
	return nil
}

func renderToDirectory(ctx context.Context, o *renderOptions, f *found) (err error) {
	w, err := o.writer(f)
	if err != nil {
		return err
	}
	defer func() {
		if closing := w.Close(); err == nil {
			err = closing
		}
	}()
	diags, err := o.compile(ctx, f, func(r *compile.Result) error {
		if r.Template == nil {
			return nil
		}
		return w.Add(stackOf(r), "template."+o.format.value, r.Template, r.Origins)
	})
	if err != nil {
		return err
	}
	if err := o.report(f, diags); err != nil {
		fmt.Fprintf(o.env.stderr, "%s is unchanged\n", o.dir)
		return err
	}
	if o.check {
		return o.compare(w)
	}
	changed, err := w.Commit()
	if err != nil {
		return err
	}
	fmt.Fprintf(o.env.stderr, "%s: %s changed\n", o.dir, plural(changed, "file"))
	return nil
}

// writer returns the writer of the output directory.
func (o *renderOptions) writer(f *found) (*rendered.Writer, error) {
	digest, err := schema.Digest()
	if err != nil {
		return nil, fmt.Errorf("read the embedded schema: %w", err)
	}
	dir := o.dir
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(f.dir, dir)
	}
	return rendered.New(dir, rendered.Header{Smgen: version(), Schema: digest, Model: model.Digest()}, func(stack string) bool {
		_, err := os.Lstat(filepath.Join(f.repository.Dir, filepath.FromSlash(stack), source.StackFile))
		return err == nil
	})
}

func (o *renderOptions) compare(w *rendered.Writer) error {
	differs, err := w.Compare(o.env.stdout, filepath.ToSlash(o.dir))
	if err != nil {
		return err
	}
	if differs {
		fmt.Fprintf(o.env.stderr, "%s is not what the specs say; run smgen render with the same paths and -o %s, and commit the result\n", o.dir, o.dir)
		return errFindings
	}
	fmt.Fprintf(o.env.stderr, "%s is up to date\n", o.dir)
	return nil
}

// stackOf is the manifest's entry for a result.
func stackOf(r *compile.Result) rendered.Stack {
	s := rendered.Stack{Path: r.Dir, Name: r.Stack.StackName(), Account: r.Stack.Account, Region: r.Stack.Region}
	for _, a := range r.Assets {
		s.Assets = append(s.Assets, rendered.Asset{Path: a.Path, Key: a.Key(), Digest: "sha256:" + a.Digest, Size: a.Size})
	}
	return s
}
