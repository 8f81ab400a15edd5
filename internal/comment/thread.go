package comment

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Options say which thread is meant, and who writes.
type Options struct {
	// Server is the address of the API, such as https://api.github.com or
	// https://gitlab.example/api/v4.
	Server string
	// Repository is owner/name on GitHub, on GitLab also the project's number.
	Repository string
	// Number is that of the pull request, or of the merge request in its project.
	Number int
	// Token is sent with each request.
	Token string
	// Author is the account that the comments are written by, on GitHub. Empty means
	// the one that the token belongs to, or github-actions[bot] for a token that may
	// not ask who it belongs to, as a workflow's own.
	Author string
	// Sleep waits between attempts; nil means by the clock.
	Sleep func(context.Context, time.Duration) error
}

// Thread is the comments of one pull request.
type Thread struct {
	platform platform
	options  Options
}

// platform is what GitHub and GitLab have in common. Its errors are as the
// libraries give them.
type platform interface {
	// find returns the comments of the token's own account that are accepted, the
	// oldest first.
	find(ctx context.Context, accept func(body string) bool) ([]note, error)
	add(ctx context.Context, body string) (link string, err error)
	rewrite(ctx context.Context, id int64, body string) (link string, err error)
	remove(ctx context.Context, id int64) error
	// read says what an error of the methods above means.
	read(error) failure
	words() words
}

// note is one comment.
type note struct {
	id         int64
	body, link string
}

// words are a platform's, for messages.
type words struct {
	name, thread string // GitHub, pull request
	repository   string // repository, project
	// token says how to come by one that may write comments.
	token string
	// limit is how many characters a comment has at most.
	limit string
}

// Outcome is what became of a comment.
type Outcome struct {
	// What is "created", "updated" or "unchanged".
	What string
	// Link leads to the comment; empty where the platform gives none.
	Link string
	// Removed is how many older comments with the marker were removed.
	Removed int
}

// check refuses options that cannot be meant. A token crosses no network in clear.
func (o Options) check() error {
	server, err := url.Parse(o.Server)
	switch {
	case err != nil || server.Host == "" || server.User != nil:
		return fmt.Errorf("%q is not the address of an API; want one such as https://api.github.com", o.Server)
	case server.Scheme != "https" && !isLoopback(server):
		return fmt.Errorf("%s would get the token unencrypted; want an address with https", server.Host)
	case o.Number < 1:
		return errors.New("the number of the pull request is missing; name it with --pr")
	case strings.TrimSpace(o.Token) == "" || strings.ContainsAny(o.Token, "\r\n"):
		return errors.New("the token is empty, or has more than one line")
	}
	return nil
}

// Upsert makes the report the thread's one comment with its marker.
func (t *Thread) Upsert(ctx context.Context, r Report) (Outcome, error) {
	var waited time.Duration
	for attempt := 1; ; attempt++ {
		outcome, err := t.upsert(ctx, r)
		if err == nil {
			return outcome, nil
		}
		if ctx.Err() != nil {
			return Outcome{}, ctx.Err()
		}
		f := t.platform.read(err)
		wait := f.wait(attempt)
		if waited += wait; !f.isPassing() || attempt == maxAttempts || waited > maxWait {
			return Outcome{}, t.explain(f, r)
		}
		if err := t.options.sleep(ctx, wait); err != nil {
			return Outcome{}, err
		}
	}
}

func (t *Thread) upsert(ctx context.Context, r Report) (Outcome, error) {
	own, err := t.platform.find(ctx, r.marks)
	if err != nil {
		return Outcome{}, err
	}
	if len(own) == 0 {
		link, err := t.platform.add(ctx, r.body)
		return Outcome{What: "created", Link: link}, err
	}
	first := own[0]
	o := Outcome{What: "unchanged", Link: first.link}
	if plain(first.body) != r.body {
		o.What = "updated"
		if o.Link, err = t.platform.rewrite(ctx, first.id, r.body); err != nil {
			return Outcome{}, err
		}
	}
	// Two runs at once may have added one each; a reader would take the old one for
	// the present.
	for _, other := range own[1:] {
		if err := t.platform.remove(ctx, other.id); err != nil {
			return Outcome{}, err
		}
		o.Removed++
	}
	return o, nil
}

func (o Options) sleep(ctx context.Context, d time.Duration) error {
	if o.Sleep != nil {
		return o.Sleep(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
