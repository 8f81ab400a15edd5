package comment

import (
	"context"
	"errors"
	"fmt"
	"strings"

	gitlab "gitlab.com/gitlab-org/api/client-go"
)

// gitlabThread is a merge request.
type gitlabThread struct {
	client  *gitlab.Client
	project string
	number  int64
}

// GitLab returns the thread of a merge request of GitLab.
func GitLab(o Options) (*Thread, error) {
	if o.Repository == "" || strings.ContainsAny(o.Repository, " ?#%\\") {
		return nil, fmt.Errorf("%q is not a project of GitLab; want its number, or GROUP/NAME", o.Repository)
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	client, err := gitlab.NewClient(o.Token, gitlab.WithBaseURL(o.Server), gitlab.WithHTTPClient(newHTTPClient()), gitlab.WithoutRetries(), gitlab.WithCustomLimiter(unlimited{}))
	if err != nil {
		return nil, fmt.Errorf("read the address of the API: %s", o.conceal(err.Error()))
	}
	return &Thread{&gitlabThread{client, o.Repository, int64(o.Number)}, o}, nil
}

// unlimited keeps the client from asking for limits first: Thread waits when it is
// told to.
type unlimited struct{}

func (unlimited) Wait(context.Context) error { return nil }

func (g *gitlabThread) find(ctx context.Context, accept func(string) bool) ([]note, error) {
	self, _, err := g.client.Users.CurrentUser(gitlab.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	var own []note
	o := &gitlab.ListMergeRequestNotesOptions{
		ListOptions: gitlab.ListOptions{PerPage: 100, Page: 1}, OrderBy: gitlab.Ptr("created_at"), Sort: gitlab.Ptr("asc"),
	}
	for {
		page, response, err := g.client.Notes.ListMergeRequestNotes(g.project, g.number, o, gitlab.WithContext(ctx))
		if err != nil {
			return nil, err
		}
		for _, n := range page {
			if n.Author.ID == self.ID && !n.System && accept(n.Body) {
				own = append(own, note{id: n.ID, body: n.Body})
			}
		}
		if response.NextPage <= o.Page {
			return own, nil
		}
		o.Page = response.NextPage
	}
}

func (g *gitlabThread) add(ctx context.Context, body string) (string, error) {
	_, _, err := g.client.Notes.CreateMergeRequestNote(g.project, g.number, &gitlab.CreateMergeRequestNoteOptions{Body: &body}, gitlab.WithContext(ctx))
	return "", err
}

func (g *gitlabThread) rewrite(ctx context.Context, id int64, body string) (string, error) {
	_, _, err := g.client.Notes.UpdateMergeRequestNote(g.project, g.number, id, &gitlab.UpdateMergeRequestNoteOptions{Body: &body}, gitlab.WithContext(ctx))
	return "", err
}

func (g *gitlabThread) remove(ctx context.Context, id int64) error {
	_, err := g.client.Notes.DeleteMergeRequestNote(g.project, g.number, id, gitlab.WithContext(ctx))
	return err
}

func (g *gitlabThread) read(err error) failure {
	var refused *gitlab.ErrorResponse
	switch {
	case errors.As(err, &refused):
		return newFailure(refused.Response, cut(refused.Message), err)
	case errors.Is(err, gitlab.ErrNotFound):
		return failure{status: 404}
	}
	return newFailure(nil, "", err)
}

func (g *gitlabThread) words() words {
	return words{
		name: "GitLab", thread: "merge request", repository: "project", limit: "1,000,000",
		token: "set GITLAB_TOKEN to an access token of the project with the scope api and a role that may comment",
	}
}
