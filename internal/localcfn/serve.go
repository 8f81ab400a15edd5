package localcfn

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

// The namespaces of the two services that speak Query.
const (
	cloudFormation = "http://cloudformation.amazonaws.com/doc/2010-05-15/"
	security       = "https://sts.amazonaws.com/doc/2011-06-15/"
)

// maxForm is the largest form that is read; a template is 51,200 bytes at most.
const maxForm = 2 << 20

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !sentHere(r) {
		http.Error(w, "this endpoint answers on loopback only; call it by 127.0.0.1 or localhost", http.StatusForbidden)
		return
	}
	c := callerOf(r)
	if r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		s.serveQuery(w, r, c)
		return
	}
	s.serveObjects(w, r, c)
}

// shortest is the least time that a call takes. The SDK for Go closes the body of a
// request when it sees the answer; if net/http is not done with that body by then,
// which no server on a network is fast enough for, it closes the connection.
const shortest = time.Millisecond

// wait lets a call take its time, and reports whether the caller still waits.
func (s *Server) wait(r *http.Request) bool {
	select {
	case <-time.After(max(s.options.Latency, shortest)):
		return true
	case <-r.Context().Done():
		return false
	}
}

// request is a call of an action by the Query protocol.
type request struct {
	caller
	action string
	form   url.Values
}

// serveQuery answers a call of CloudFormation or STS.
func (s *Server) serveQuery(w http.ResponseWriter, r *http.Request, c caller) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !s.wait(r) {
		return
	}
	q := request{c, r.PostForm.Get("Action"), r.PostForm}
	namespace, service, actions := cloudFormation, "cloudformation", s.cloudFormation
	if q.form.Get("Version") == "2011-06-15" {
		namespace, service, actions = security, "sts", s.security
	}
	call := Call{Service: service, Action: q.action, Account: c.account, Region: c.region, Stack: q.stack()}
	do := func(w http.ResponseWriter) error {
		result, err := actions(q)
		if err != nil {
			return err
		}
		id := s.requestID()
		text, err := query.Answer(q.action, namespace, result, id)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/xml")
		w.Header().Set("X-Amzn-RequestId", id)
		_, err = w.Write(text)
		return err
	}
	s.answer(w, call, do, func(w http.ResponseWriter, e *query.Error) {
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(e.Status)
		_, _ = w.Write(e.Text(namespace, s.requestID()))
	})
}

// stack returns the name of the stack that a form is about, empty for none.
func (q request) stack() string {
	name := q.form.Get("StackName")
	if name == "" {
		name = q.form.Get("ChangeSetName")
	}
	if _, rest, ok := strings.Cut(name, ":stack/"); ok {
		name, _, _ = strings.Cut(rest, "/")
	}
	return name
}

// answer does what a call asks for, and what faults make of it, and records it. do
// writes the answer, unless it returns an error, which refuse writes.
func (s *Server) answer(w http.ResponseWriter, call Call, do func(http.ResponseWriter) error, refuse func(http.ResponseWriter, *query.Error)) {
	fault := s.options.Faults.next(call)
	if fault == (effect{}) && call.Service == "cloudformation" && !s.limits.take(call.Account+"/"+call.Region) {
		fault.instead = throttled()
	}
	var refusal *query.Error
	to := http.ResponseWriter(heedless{w})
	if fault.after != nil || fault.resetAfter {
		to = nobody{http.Header{}}
	}
	switch {
	case fault.instead != nil:
		refusal = fault.instead
	case !fault.resetBefore:
		refusal = refusalOf(do(to))
	}
	if fault.after != nil {
		refusal = fault.after
	}
	if refusal != nil {
		call.Error = refusal.Code
	}
	s.calls.add(call)
	switch {
	case fault.resetBefore || fault.resetAfter:
		hangUp(w)
	case refusal != nil:
		refuse(w, refusal)
	}
}

// heedless does not tell that the caller is gone: what was done is done, and is no
// refusal for it.
type heedless struct{ http.ResponseWriter }

func (h heedless) Write(b []byte) (int, error) {
	_, _ = h.ResponseWriter.Write(b)
	return len(b), nil
}

// nobody reads an answer.
type nobody struct{ header http.Header }

func (n nobody) Header() http.Header         { return n.header }
func (n nobody) Write(b []byte) (int, error) { return len(b), nil }
func (n nobody) WriteHeader(int)             {}

// refusalOf returns what the caller is told of an error, nil without one.
func refusalOf(err error) *query.Error {
	if err == nil {
		return nil
	}
	if refusal := (*query.Error)(nil); errors.As(err, &refusal) {
		return refusal
	}
	if errors.Is(err, stacks.ErrTooMany) {
		return query.Refuse("LimitExceededException", "Limit for stack has been exceeded")
	}
	return &query.Error{Status: http.StatusInternalServerError, Code: "InternalFailure", Message: err.Error()}
}

func throttled() *query.Error { return query.Refuse("Throttling", "Rate exceeded") }

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

func (s *Server) requestID() string {
	return physical.UUID(fmt.Sprintf("request %d", s.calls.number()))
}
