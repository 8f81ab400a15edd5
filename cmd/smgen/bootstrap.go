package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/bootstrap"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/iam"
)

type bootstrapOptions struct {
	deployOptions
	make          bootstrap.Options
	assume        string
	printTemplate bool
	printPolicy   choice
}

func newBootstrapCmd(env environment) *cobra.Command {
	o := &bootstrapOptions{deployOptions: deployOptions{
		cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}},
		format:       choice{textFormat, []string{textFormat, "json"}},
	}}
	cmd := &cobra.Command{
		Use:   "bootstrap [PATH…]",
		Short: "Make what an account needs before smgen deploys there",
		Long: `bootstrap makes, in each account and region that the stacks name or that --account
and --region give, the CloudFormation stack smgen-bootstrap with

  - the artifact bucket, which keeps the code of launchers and large templates:
    versioned, encrypted, private, over TLS only;
  - a permissions boundary, the most that roles of training jobs may do;
  - a policy to plan, which changes nothing, and one to deploy, which makes roles
    only under the path /smgen/ and with that boundary;
  - with --github, --gitlab, --plan-from or --deploy-from a role for each of the
    two, which pipelines assume without a key.

It shows what it makes, and asks. Run again with the same flags it changes nothing;
what is left out goes. It is for whoever administers the account; nobody else
needs those rights. Names hold the region, so that several regions of an account
can be bootstrapped; the second with --identity-provider-exists.`,
		Example: `  smgen bootstrap --account 123456789012 --region eu-central-1
  smgen bootstrap --github acme/ml-specs --environment production
  smgen bootstrap --print-policy deploy --account 123456789012 --region eu-central-1
  smgen bootstrap --print-template > bootstrap.json     for StackSets, or to read`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runBootstrap(cmd.Context(), o)
		},
	}
	o.cloudOptions.addFlags(cmd)
	o.progressOptions.addFlags(cmd)
	f := cmd.Flags()
	f.Lookup("account").Usage = "the account `ID`; may be repeated (default those of the stacks)"
	f.Lookup("region").Usage = "the `REGION`; may be repeated (default those of the stacks)"
	f.StringVar(&o.assume, "assume", "", "`NAME` of a role in each account to act as, with its path, such as OrganizationAccountAccessRole")
	f.StringVar(&o.make.GitHub, "github", "", "`REPOSITORY` on GitHub whose workflows may plan and deploy; acme@1234/ml-specs@5678 with the numbers of owner and repository, if it was made after July 15, 2026")
	f.StringVar(&o.make.Environment, "environment", "production", "GitHub's environment of jobs that deploy")
	f.StringVar(&o.make.GitLab, "gitlab", "", "`PROJECT` on GitLab whose pipelines may plan and deploy, such as acme/ml-specs")
	f.StringVar(&o.make.GitLabHost, "gitlab-host", "gitlab.com", "`HOST` of GitLab")
	f.StringVar(&o.make.Branch, "branch", "main", "the branch that is deployed")
	f.BoolVar(&o.make.HasProvider, "identity-provider-exists", false, "the account trusts GitHub or GitLab already")
	f.StringSliceVar(&o.make.PlanFrom, "plan-from", nil, "`ARN` of a role that may assume the role to plan; may be repeated")
	f.StringSliceVar(&o.make.DeployFrom, "deploy-from", nil, "`ARN` of a role that may assume the role to deploy; may be repeated")
	f.StringSliceVar(&o.make.Access, "access", nil, "IAM `ACTION` that specs grant with access, for the boundary; may be repeated")
	f.BoolVar(&o.printTemplate, "print-template", false, "print the template, which is the same for all accounts and regions, and do nothing")
	o.printPolicy = choice{"", []string{string(bootstrap.Plan), string(bootstrap.Deploy)}}
	o.printPolicy.addTo(cmd, "print-policy", "print a policy, and do nothing")
	f.BoolVar(&o.yes, "yes", false, "make it without asking")
	f.StringSliceVar(&o.allow, "allow", nil, "allow dangerous changes: `LIST` of delete, iam and replace; may be repeated")
	o.format.addTo(cmd, "format", "form of the outputs")
	for _, name := range []string{"assume", "github", "environment", "gitlab", "gitlab-host", "branch", "plan-from", "deploy-from", "access"} {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions)
	}
	return cmd
}

func runBootstrap(ctx context.Context, o *bootstrapOptions) error {
	generic, err := bootstrap.Template(bootstrap.Anywhere(), o.make)
	switch {
	case err != nil:
		return err
	case o.printTemplate && o.printPolicy.value != "":
		return errors.New("--print-template and --print-policy print one thing each; leave one of them out")
	case o.printTemplate:
		_, err := o.env.stdout.Write(generic)
		return err
	}
	if err := o.checkAssume(); err != nil {
		return err
	}
	switch err := o.checkDeploy(); {
	case o.printPolicy.value != "":
	case !o.yes && !o.env.canAsk():
		return errors.New("there is no terminal to ask on; read what it makes with --print-template, and answer with --yes")
	case err != nil:
		return err
	}
	f, places, err := o.places(ctx)
	if err != nil {
		return err
	}
	if o.printPolicy.value != "" {
		return o.writePolicy(places)
	}
	var targets []*target.Target
	for _, p := range places {
		t, err := o.target(p)
		if err != nil {
			return err
		}
		targets = append(targets, t)
	}
	if err := o.knowsAllowed(targets); err != nil {
		return err
	}
	if err := o.deploy(ctx, f, targets, nil, nil); err != nil {
		return err
	}
	fmt.Fprint(o.env.stderr, bootstrapNext)
	return nil
}

// bootstrapNext is what there is to do afterwards.
const bootstrapNext = `
Next: let the specs use it, in a layer at the top:
  stack: {
  	permissionsBoundary: "arn:aws:iam::\(stack.account):policy/smgen-bootstrap/smgen-boundary-\(stack.region)"
  	rolePath:            "/smgen/"
  }
`

// writePolicy prints the policy for the one place that is meant.
func (o *bootstrapOptions) writePolicy(places []bootstrap.Place) error {
	if len(places) > 1 {
		return fmt.Errorf("a policy is for one account and region, and %d are meant; choose one with --account and --region", len(places))
	}
	kind := bootstrap.Kind(o.printPolicy.value)
	document := bootstrap.Policy(places[0], kind)
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return fmt.Errorf("write the policy: %w", err)
	}
	if size := document.Size(); size > iam.MaxManagedSize {
		fmt.Fprintf(o.env.stderr, "the policy has %d characters, and IAM takes %d in one managed policy: bootstrap makes %d of it\n", size, iam.MaxManagedSize, len(bootstrap.Policies(places[0], kind)))
	}
	_, err = fmt.Fprintf(o.env.stdout, "%s\n", text)
	return err
}
