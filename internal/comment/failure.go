package comment

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	maxAttempts = 5
	// maxWait is how long a platform is waited for in all. A used-up limit of GitHub
	// may need an hour; a pipeline better fails and says so.
	maxWait = 5 * time.Minute
	// maxMessage is how many characters of a platform's own message are shown.
	maxMessage = 300
)

// failure is what a platform answered instead of what was asked for.
type failure struct {
	status  int // 0 without an answer
	header  http.Header
	message string
	// isFinal reports that no answer will come, however often it is asked.
	isFinal bool
}

// newFailure reads an answer. Without one, the error itself is all there is.
func newFailure(response *http.Response, message string, err error) failure {
	if response == nil {
		return failure{message: err.Error(), isFinal: errors.Is(err, errRedirect)}
	}
	return failure{status: response.StatusCode, header: response.Header, message: message}
}

// isLimited reports whether the platform wants fewer requests: see "Rate limits for
// the REST API" of GitHub, which answers with 403 or 429, and "Rate limits" of
// GitLab, which answers with 429.
func (f failure) isLimited() bool {
	switch f.status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		return f.header.Get("Retry-After") != "" || f.header.Get("X-Ratelimit-Remaining") == "0" || strings.Contains(strings.ToLower(f.message), "rate limit")
	}
	return false
}

// isPassing reports whether it is worth asking again.
func (f failure) isPassing() bool {
	return f.isLimited() || f.status == 0 && !f.isFinal || f.status >= 500 && f.status != http.StatusNotImplemented
}

// wait is how long to wait before the next attempt: as long as the platform says,
// for GitHub else a minute, and otherwise twice as long each time.
func (f failure) wait(attempt int) time.Duration {
	if seconds, err := strconv.Atoi(f.header.Get("Retry-After")); err == nil && seconds >= 0 {
		return time.Duration(seconds) * time.Second
	}
	if !f.isLimited() {
		return time.Second << attempt
	}
	for _, prefix := range []string{"X-Ratelimit-", "Ratelimit-"} {
		at, err := strconv.ParseInt(f.header.Get(prefix+"Reset"), 10, 64)
		if err == nil && f.header.Get(prefix+"Remaining") == "0" {
			return max(time.Until(time.Unix(at, 0)).Round(time.Second), time.Second)
		}
	}
	return time.Minute
}

// explain says what a failure means and what to do about it, without the token.
func (t *Thread) explain(f failure, r Report) error {
	w, o := t.platform.words(), t.options
	where := fmt.Sprintf("%s %d of %s", w.thread, o.Number, o.Repository)
	var text string
	switch {
	case f.isLimited():
		text = fmt.Sprintf("%s wants fewer requests, and %s to be asked again; run the job later", w.name, f.wait(maxAttempts))
	case f.status == 0:
		text = fmt.Sprintf("%s does not answer: %s", o.Server, f.message)
	case f.status >= 500:
		text = fmt.Sprintf("%s fails with %d%s; run the job later", w.name, f.status, f.quoted())
	case f.status == http.StatusUnauthorized:
		text = fmt.Sprintf("%s does not know the token (401)%s; it is wrong, or has expired: %s", w.name, f.quoted(), w.token)
	case f.status == http.StatusForbidden:
		text = fmt.Sprintf("the token may not comment on %s (403)%s; %s", where, f.quoted(), w.token)
		if asked := f.header.Get("X-Accepted-Github-Permissions"); asked != "" {
			text += fmt.Sprintf(" (%s asks for %s)", w.name, asked)
		}
	case f.status == http.StatusNotFound:
		text = fmt.Sprintf("%s finds no %s, or the token may not see it (404); check the number and the %s, and the token: %s", w.name, where, w.repository, w.token)
	case f.isTooLong():
		text = fmt.Sprintf("%s takes comments of at most %s characters, and the report has %d; write it with smgen diff --format markdown, which stays below, or for fewer stacks", w.name, w.limit, utf8.RuneCountInString(r.body))
	default:
		text = fmt.Sprintf("%s answers with %d%s", w.name, f.status, f.quoted())
	}
	return errors.New("comment on " + where + ": " + o.conceal(printable(text)))
}

// isTooLong reports whether a comment was refused for its length, by the words of
// GitHub (422, "Body is too long (maximum is 65536 characters)") and GitLab (400,
// "is too long (maximum is 1000000 characters)"), or by a proxy (413).
func (f failure) isTooLong() bool {
	refused := f.status == http.StatusUnprocessableEntity || f.status == http.StatusBadRequest
	return f.status == http.StatusRequestEntityTooLarge || refused && strings.Contains(f.message, "too long")
}

func (f failure) quoted() string {
	if f.message == "" {
		return ""
	}
	return ": " + f.message
}

// conceal takes the token out of a text: a proxy may send it back.
func (o Options) conceal(text string) string {
	return strings.ReplaceAll(text, o.Token, "(token)")
}

// printable makes text of the platform one line of bounded length.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}

// cut bounds the message of a platform.
func cut(text string) string {
	if utf8.RuneCountInString(text) > maxMessage {
		return string([]rune(text)[:maxMessage]) + "…"
	}
	return text
}
