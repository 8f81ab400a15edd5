package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/comment"
)

// commentOptions are the flags of one platform's command.
type commentOptions struct {
	env        environment
	number     int
	file       string
	repository string
	server     string
	author     string
}

// forge is what differs between the platforms.
type forge struct {
	open func(comment.Options) (*comment.Thread, error)
	// The names of the variables in which a pipeline says what the flags do not.
	repository, server, number, token string
	// defaultServer is empty where there is none.
	defaultServer string
	// withoutToken says what to do where the token's variable is empty.
	withoutToken func(getenv func(string) string) error
}

func newCommentCmd(env environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "comment",
		Short: "Keep a review on a pull request up to date",
		Long: `comment puts the report of smgen diff --format markdown on a pull request of
GitHub or a merge request of GitLab, as one comment: the first run adds it, later
ones rewrite it. It is found by the hidden marker in the first line of the report,
among the comments of the token's own account; no other comment is touched.

The report is sent as it is, and nothing of it is run: it may come from a stranger's
pull request.`,
		Example: `  smgen comment github --pr 7
  smgen comment gitlab --file review.md`,
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCommentGitHubCmd(env), newCommentGitLabCmd(env))
	return cmd
}

func newCommentGitHubCmd(env environment) *cobra.Command {
	f := forge{
		open: comment.GitHub, repository: "GITHUB_REPOSITORY", server: "GITHUB_API_URL", token: "GITHUB_TOKEN", defaultServer: "https://api.github.com",
		withoutToken: func(func(string) string) error {
			return errors.New("GITHUB_TOKEN is not set; in a workflow set it by env: GITHUB_TOKEN: ${{ github.token }}, in a job with permissions: pull-requests: write")
		},
	}
	o := &commentOptions{env: env}
	cmd := o.command(f, "github", "Comment on a pull request of GitHub", `github comments on a pull request. The repository, the API's address and the token
are those of the workflow: GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_TOKEN. The
token needs the permission pull-requests: write.

A pull_request job of a fork gets a token that only reads. Let such a job write the
report, and comment in a workflow_run job, as smgen init --ci github sets it up.`,
		`  smgen comment github --pr 7
  smgen comment github --pr 7 --file artifact/review.md --author acme-ci[bot]`)
	cmd.Flags().StringVar(&o.author, "author", "", "the `ACCOUNT` that comments are written by (default the token's; github-actions[bot] for the token of a workflow)")
	return cmd
}

func newCommentGitLabCmd(env environment) *cobra.Command {
	f := forge{
		open: comment.GitLab, repository: "CI_PROJECT_ID", server: "CI_API_V4_URL", token: "GITLAB_TOKEN", number: "CI_MERGE_REQUEST_IID",
		withoutToken: func(getenv func(string) string) error {
			why := ""
			if getenv("CI_JOB_TOKEN") != "" {
				why = ", and CI_JOB_TOKEN may not comment on merge requests"
			}
			return fmt.Errorf("GITLAB_TOKEN is not set%s; create a project access token with the scope api, and set it as a masked variable of the project", why)
		},
	}
	o := &commentOptions{env: env}
	return o.command(f, "gitlab", "Comment on a merge request of GitLab", `gitlab comments on a merge request. The project, the API's address, the number and
the token are those of the pipeline: CI_PROJECT_ID, CI_API_V4_URL,
CI_MERGE_REQUEST_IID, GITLAB_TOKEN. The token is an access token of the project with
the scope api. GitLab does not let CI_JOB_TOKEN comment.

A pipeline of a fork has no variables of the project, and so no token.`,
		`  smgen comment gitlab
  smgen comment gitlab --pr 7 --repository acme/specs`)
}

func (o *commentOptions) command(f forge, name, short, long, example string) *cobra.Command {
	cmd := &cobra.Command{
		Use:     name,
		Short:   short,
		Long:    long,
		Example: example,
		Args:    atMost(0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runComment(cmd.Context(), o, f) },
	}
	orElse := func(variable string) string {
		if variable == "" {
			return ""
		}
		return " (default $" + variable + ")"
	}
	cmd.Flags().IntVar(&o.number, "pr", 0, "`NUMBER` of the pull request"+orElse(f.number))
	cmd.Flags().StringVar(&o.file, "file", "review.md", "`FILE` with the report, - for the standard input")
	cmd.Flags().StringVar(&o.repository, "repository", "", "`NAME` of the repository"+orElse(f.repository))
	cmd.Flags().StringVar(&o.server, "server", "", "`URL` of the API"+orElse(f.server))
	return cmd
}

func runComment(ctx context.Context, o *commentOptions, f forge) error {
	report, err := o.read()
	if err != nil {
		return err
	}
	options, err := o.fill(f)
	if err != nil {
		return err
	}
	thread, err := f.open(options)
	if err != nil {
		return err
	}
	outcome, err := thread.Upsert(ctx, report)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.env.stderr, "the comment on %d of %s is %s", options.Number, options.Repository, outcome.What)
	if outcome.Link != "" {
		fmt.Fprintf(o.env.stderr, ": %s", outcome.Link)
	}
	if outcome.Removed > 0 {
		fmt.Fprintf(o.env.stderr, "; removed %s", plural(outcome.Removed, "older one"))
	}
	fmt.Fprintln(o.env.stderr)
	return nil
}

// fill completes the flags by what the pipeline says.
func (o *commentOptions) fill(f forge) (comment.Options, error) {
	get := o.env.getenv
	options := comment.Options{Server: o.server, Repository: o.repository, Number: o.number, Token: get(f.token), Author: o.author}
	if options.Server == "" {
		options.Server = get(f.server)
	}
	if options.Server == "" {
		options.Server = f.defaultServer
	}
	if options.Repository == "" {
		options.Repository = get(f.repository)
	}
	if options.Number == 0 && f.number != "" {
		_, _ = fmt.Sscan(get(f.number), &options.Number) // what is no number is missing
	}
	switch {
	case options.Token == "":
		return options, f.withoutToken(get)
	case options.Repository == "":
		return options, fmt.Errorf("%s is not set; name the repository with --repository", f.repository)
	case options.Server == "":
		return options, fmt.Errorf("%s is not set; name the API with --server, such as https://gitlab.com/api/v4", f.server)
	}
	return options, nil
}

// read reads the report. A link or a pipe that an archive may hold is not followed.
func (o *commentOptions) read() (comment.Report, error) {
	in := o.env.stdin
	if o.file != "-" {
		path, err := o.env.absolute(o.file)
		if err != nil {
			return comment.Report{}, err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return comment.Report{}, fmt.Errorf("read the report: %w; write it with smgen diff --format markdown -o %s", err, o.file)
		}
		if !info.Mode().IsRegular() {
			return comment.Report{}, fmt.Errorf("%s is not a regular file; name the report with --file", o.file)
		}
		file, err := os.Open(path)
		if err != nil {
			return comment.Report{}, fmt.Errorf("read the report: %w", err)
		}
		defer func() { _ = file.Close() }()
		in = io.Reader(file)
	}
	report, err := comment.Read(in)
	if err != nil {
		return report, fmt.Errorf("%s is no report: %w", o.file, err)
	}
	return report, nil
}
