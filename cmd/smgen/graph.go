package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/graph"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

type graphOptions struct {
	compileOptions
	form choice
	file string
}

func newGraphCmd(env environment) *cobra.Command {
	o := &graphOptions{compileOptions: compileOptions{env: env, withoutRules: true}, form: choice{"mermaid", []string{"mermaid", "markdown"}}}
	cmd := &cobra.Command{
		Use:   "graph [PATH…]",
		Short: "Draw what starts the jobs, and what follows",
		Long: `graph draws a stack as a Mermaid flowchart, which GitHub and GitLab show as a
picture: what starts each job, its machines and roles, where its model goes, who
is told of failures, and which job comes next. Of several stacks it draws the
jobs, and what connects one stack to another: events, exports, topics.

A PATH is a stack's directory, a tree such as stacks/..., or a spec file; without
a PATH it is the tree at the working directory. It may also be a CloudFormation
template, JSON or YAML, whoever wrote it.

A drawing has at most 120 boxes, that of a fleet 60 stacks; what is left out is
counted. Values of variables and hyperparameters are not drawn.`,
		Example: `  smgen graph stacks/prod/churn
  smgen graph stacks/prod/... --format markdown -o fleet.md
  smgen graph rendered/churn-prod/template.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runGraph(cmd.Context(), o, cmd.Flags().Changed("output"))
		},
	}
	o.addFlags(cmd)
	o.form.addTo(cmd, "format", "form of the drawing")
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "write the drawing to `FILE`, - for the standard output")
	return cmd
}

func runGraph(ctx context.Context, o *graphOptions, toFile bool) error {
	if toFile && o.file == "" {
		return errors.New("-o names no file; give one, such as -o fleet.md, or - for the standard output")
	}
	stacks, err := o.stacks(ctx)
	if err != nil && !errors.Is(err, errFindings) {
		return err
	}
	if len(stacks) > 0 {
		if err := o.draw(stacks); err != nil {
			return err
		}
	}
	return err
}

// draw writes the drawing of one stack, or of the fleet.
func (o *graphOptions) draw(stacks []graph.Stack) error {
	text := graph.Fleet(stacks)
	if len(stacks) == 1 {
		text = graph.Draw(stacks[0].Document, stacks[0].Place, nil)
	}
	if o.form.value == "markdown" {
		text = graph.Fence(text)
	}
	out := &destination{Writer: o.env.stdout}
	if o.file != "" && o.file != "-" {
		path, err := o.env.absolute(o.file)
		if err != nil {
			return err
		}
		if out, err = createDestination(o.file, path); err != nil {
			return err
		}
	}
	defer out.discard()
	if _, err := io.WriteString(out, text); err != nil {
		return fmt.Errorf("write the drawing: %w", err)
	}
	return out.commit()
}

// stacks are the stacks to draw: templates that are named, or what specs compile
// to, in the order of their directories. With errFindings there are those that
// have no mistakes.
func (o *graphOptions) stacks(ctx context.Context) ([]graph.Stack, error) {
	if n := len(slices.DeleteFunc(slices.Clone(o.patterns), func(p string) bool { return !isTemplateName(p) })); n > 0 {
		if n < len(o.patterns) {
			return nil, errors.New("the paths name templates and specs; name the one or the other")
		}
		return o.templates()
	}
	f, err := o.find()
	if err != nil {
		return nil, err
	}
	type compiled struct {
		dir string
		graph.Stack
	}
	var list []compiled
	diags, err := o.compile(ctx, f, func(r *compile.Result) error {
		if r.Template == nil {
			return nil
		}
		d, err := template.Parse(r.Template)
		if err != nil {
			return fmt.Errorf("read the template of %s: %w", r.Dir, err)
		}
		place := trace.Place{Partition: arn.Partition(r.Stack.Region), Region: r.Stack.Region, Account: r.Stack.Account}
		if r.Stack.Sensitive != nil {
			d = graph.Conceal(d, place, r.Stack.Sensitive.Marks)
		}
		list = append(list, compiled{r.Dir, graph.Stack{Name: r.Stack.StackName(), Document: d, Place: place}})
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b compiled) int { return cmp.Compare(a.dir, b.dir) })
	var stacks []graph.Stack
	for _, c := range list {
		stacks = append(stacks, c.Stack)
	}
	return stacks, o.report(f, diags)
}

// isTemplateName reports whether a path looks like a template's.
func isTemplateName(path string) bool {
	return slices.Contains([]string{".json", ".yaml", ".yml", ".template"}, filepath.Ext(path))
}

// templates reads the templates that the paths name.
func (o *graphOptions) templates() ([]graph.Stack, error) {
	var stacks []graph.Stack
	for _, name := range o.patterns {
		path, err := o.env.absolute(name)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("read the template: %w", err)
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is not a regular file; name a template", name)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read the template: %w", err)
		}
		d, err := template.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		stacks = append(stacks, graph.Stack{Name: stackNameOf(path), Document: d})
	}
	return stacks, nil
}

// stackNameOf is what a stack is called of which only the template is known: by
// its file, or by its directory where render has written it.
func stackNameOf(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if name == "template" {
		name = filepath.Base(filepath.Dir(path))
	}
	return name
}
