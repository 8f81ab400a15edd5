package changeset_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/localcfn"
)

// TestCreateOvertaken: somebody else's change set is executed while this one is made,
// and CloudFormation deletes this one.
func TestCreateOvertaken(t *testing.T) {
	e := serve(t)
	e.deploy(stackOf("churn", 1))
	current := e.current("churn")
	var once atomic.Bool
	e.faults.Before(func(call localcfn.Call) {
		if call.Action == "DescribeChangeSet" && once.CompareAndSwap(false, true) {
			e.deploy(stackOf("churn", 3))
		}
	})
	_, err := changeset.Create(t.Context(), e.Clients, changeset.Request{Target: stackOf("churn", 2), Current: current})
	if !errors.Is(err, changeset.ErrOvertaken) || !strings.HasSuffix(err.Error(), "run the same command again") {
		t.Errorf("got %v", err)
	}
	e.faults.Clear()
	e.nothingLeft("a change set that was overtaken")
}

// TestCreateEmptyWordings: CloudFormation says in two ways that nothing changes. The
// endpoint knows the first, and here says the second as well, which comes with
// transforms; what only begins like one of them is a failure.
func TestCreateEmptyWordings(t *testing.T) {
	e := serve(t)
	e.deploy(stackOf("churn", 1))
	current := e.current("churn")
	const first = "The submitted information didn&#39;t contain changes. Submit different information to create a change set."
	for words, isEmpty := range map[string]bool{
		first:                                 true,
		"No updates are to be performed.":     true,
		"No updates are to be performed now.": false,
	} {
		replaced := false
		through := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			e.Server.ServeHTTP(answer, r)
			text := answer.Body.String()
			replaced = replaced || strings.Contains(text, first)
			w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
			w.WriteHeader(answer.Code)
			_, _ = io.WriteString(w, strings.ReplaceAll(text, first, words))
		}))
		defer through.Close()
		c, err := session.New(session.Options{Endpoint: through.URL, Local: true, Rate: 1000}).At(t.Context(), e.Place)
		if err != nil {
			t.Fatal(err)
		}
		cs, err := changeset.Create(t.Context(), c, changeset.Request{Target: stackOf("churn", 1), Current: current})
		if !replaced {
			t.Fatal("the endpoint uses other words")
		}
		if isEmpty && (err != nil || !cs.Empty) || !isEmpty && !errors.As(err, new(*changeset.Invalid)) {
			t.Errorf("%s: got %+v, %v", words, cs, err)
		}
		e.nothingLeft(words)
	}
}
