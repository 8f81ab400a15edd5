package comment

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-github/v75/github"
)

// actionsBot is the account of the token that a workflow gets.
const actionsBot = "github-actions[bot]"

// githubThread is a pull request; its comments are those of an issue.
type githubThread struct {
	client      *github.Client
	owner, name string
	number      int
	author      string // empty until it is known
}

// GitHub returns the thread of a pull request of GitHub, or of a server of its own.
func GitHub(o Options) (*Thread, error) {
	owner, name, ok := strings.Cut(o.Repository, "/")
	if !ok || owner == "" || name == "" || strings.ContainsAny(o.Repository, " ?#%\\") || strings.Contains(name, "/") {
		return nil, fmt.Errorf("%q is not a repository of GitHub; want OWNER/NAME", o.Repository)
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	server, err := url.Parse(strings.TrimSuffix(o.Server, "/") + "/")
	if err != nil {
		return nil, fmt.Errorf("read the address of the API: %w", err)
	}
	client := github.NewClient(newHTTPClient()).WithAuthToken(o.Token)
	client.BaseURL = server
	// Thread waits by itself; the client would refuse to ask again.
	client.DisableRateLimitCheck = true
	return &Thread{&githubThread{client: client, owner: owner, name: name, number: o.Number, author: o.Author}, o}, nil
}

func (g *githubThread) find(ctx context.Context, accept func(string) bool) ([]note, error) {
	if err := g.findAuthor(ctx); err != nil {
		return nil, err
	}
	var own []note
	o := &github.IssueListCommentsOptions{ListOptions: github.ListOptions{PerPage: 100}}
	for {
		page, response, err := g.client.Issues.ListComments(ctx, g.owner, g.name, g.number, o)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			if strings.EqualFold(c.GetUser().GetLogin(), g.author) && accept(c.GetBody()) {
				own = append(own, note{c.GetID(), c.GetBody(), c.GetHTMLURL()})
			}
		}
		if response.NextPage <= o.Page {
			return own, nil
		}
		o.Page = response.NextPage
	}
}

// findAuthor asks whom the token belongs to. The token of a workflow may not ask.
func (g *githubThread) findAuthor(ctx context.Context) error {
	if g.author != "" {
		return nil
	}
	user, _, err := g.client.Users.Get(ctx, "")
	if f := g.read(err); err != nil && f.status == http.StatusForbidden && !f.isLimited() {
		g.author = actionsBot
		return nil
	}
	g.author = user.GetLogin()
	return err
}

func (g *githubThread) add(ctx context.Context, body string) (string, error) {
	c, _, err := g.client.Issues.CreateComment(ctx, g.owner, g.name, g.number, &github.IssueComment{Body: &body})
	return c.GetHTMLURL(), err
}

func (g *githubThread) rewrite(ctx context.Context, id int64, body string) (string, error) {
	c, _, err := g.client.Issues.EditComment(ctx, g.owner, g.name, id, &github.IssueComment{Body: &body})
	return c.GetHTMLURL(), err
}

func (g *githubThread) remove(ctx context.Context, id int64) error {
	_, err := g.client.Issues.DeleteComment(ctx, g.owner, g.name, id)
	return err
}

func (g *githubThread) read(err error) failure {
	var refused *github.ErrorResponse
	var limit *github.RateLimitError
	var secondary *github.AbuseRateLimitError
	switch {
	case err == nil:
		return failure{}
	case errors.As(err, &refused):
		message := refused.Message
		for _, e := range refused.Errors {
			message = strings.TrimSpace(message + " " + e.Message)
		}
		return newFailure(refused.Response, cut(message), err)
	case errors.As(err, &limit):
		return newFailure(limit.Response, cut(limit.Message), err)
	case errors.As(err, &secondary):
		f := newFailure(secondary.Response, cut(secondary.Message), err)
		f.status = http.StatusTooManyRequests
		return f
	}
	return newFailure(nil, "", err)
}

func (g *githubThread) words() words {
	return words{
		name: "GitHub", thread: "pull request", repository: "repository", limit: "65,536",
		token: "give the job permissions: pull-requests: write, or set GITHUB_TOKEN to a token that has it; a pull_request job of a fork gets a token that only reads, so comment in a workflow_run job",
	}
}
