package comment_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const token = "s3cr3t-token"

// entry is a comment of the stub.
type entry struct {
	id     int64
	author string
	body   string
}

// stub answers as GitHub and GitLab do, as far as comments go: pages with Link and
// X-Next-Page headers, authors, refusals.
type stub struct {
	mu       sync.Mutex
	entries  []entry
	self     string // empty: the token may not ask who it belongs to
	limit    int    // of characters
	pageSize int
	// answers are given before anything else, one a request.
	answers []answer
	// requests are the methods and paths that came, but for those that ask who.
	requests []string
	// afterwards loses the answer to the next comment that is added, with 502.
	afterwards bool
}

// answer is what a platform says instead of what was asked for.
type answer struct {
	status int
	header map[string]string
	body   string
	// to limits it to a method.
	to string
}

func serve(t *testing.T, s *stub) string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if r.Header.Get("Authorization") != "Bearer "+token && r.Header.Get("PRIVATE-TOKEN") != token {
		refuse(w, 401, fmt.Sprintf("Bad credentials %s%s", r.Header.Get("Authorization"), r.Header.Get("PRIVATE-TOKEN")))
		return
	}
	isUser := strings.HasSuffix(r.URL.Path, "/user")
	if !isUser {
		s.requests = append(s.requests, r.Method+" "+r.URL.Path)
	}
	if len(s.answers) > 0 && !isUser && (s.answers[0].to == "" || s.answers[0].to == r.Method) {
		a := s.answers[0]
		s.answers = s.answers[1:]
		for name, value := range a.header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(a.status)
		_, _ = io.WriteString(w, a.body)
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	id, _ := strconv.ParseInt(parts[len(parts)-1], 10, 64)
	switch {
	case isUser && s.self == "":
		refuse(w, 403, "Resource not accessible by integration")
	case isUser:
		_ = json.NewEncoder(w).Encode(map[string]any{"login": s.self, "username": s.self, "id": number(s.self)})
	case !strings.Contains(r.URL.Path, "/7/") && !strings.HasSuffix(r.URL.Path, "/7") && r.Method != "PATCH" && r.Method != "DELETE" && r.Method != "PUT":
		refuse(w, 404, "Not Found")
	case r.Method == "GET":
		s.page(w, r)
	case r.Method == "POST", r.Method == "PATCH", r.Method == "PUT":
		s.write(w, r, id)
	case r.Method == "DELETE":
		s.entries = without(s.entries, id)
		w.WriteHeader(204)
	}
}

func (s *stub) page(w http.ResponseWriter, r *http.Request) {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = max(page, 1)
	from := min((page-1)*s.pageSize, len(s.entries))
	to := min(from+s.pageSize, len(s.entries))
	if to < len(s.entries) {
		next := *r.URL
		query := next.Query()
		query.Set("page", strconv.Itoa(page+1))
		next.RawQuery = query.Encode()
		w.Header().Set("Link", fmt.Sprintf(`<http://%s%s>; rel="next"`, r.Host, next.String()))
		w.Header().Set("X-Next-Page", strconv.Itoa(page+1))
	}
	list := []any{}
	for _, e := range s.entries[from:to] {
		list = append(list, e.shown())
	}
	_ = json.NewEncoder(w).Encode(list)
}

func (s *stub) write(w http.ResponseWriter, r *http.Request, id int64) {
	var sent struct{ Body string }
	text, _ := io.ReadAll(r.Body)
	if json.Unmarshal(text, &sent) != nil {
		values, _ := url.ParseQuery(string(text))
		sent.Body = values.Get("body")
	}
	if s.limit > 0 && len([]rune(sent.Body)) > s.limit {
		if r.Header.Get("PRIVATE-TOKEN") != "" {
			refuse(w, 400, `400 Bad request - Note {:note=>["is too long (maximum is 1000000 characters)"]}`)
			return
		}
		w.WriteHeader(422)
		_, _ = io.WriteString(w, `{"message": "Validation Failed", "errors": [{"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": "Body is too long (maximum is 65536 characters)"}]}`)
		return
	}
	written := entry{body: sent.Body, author: s.author()}
	if r.Method == "POST" {
		written.id = 1000 + int64(len(s.entries))
		s.entries = append(s.entries, written)
		if s.afterwards {
			s.afterwards = false
			refuse(w, 502, "Bad Gateway")
			return
		}
		w.WriteHeader(201)
	}
	for i := range s.entries {
		if r.Method != "POST" && s.entries[i].id == id {
			s.entries[i].body = sent.Body
			written = s.entries[i]
		}
	}
	_ = json.NewEncoder(w).Encode(written.shown())
}

func (s *stub) author() string {
	if s.self == "" {
		return "github-actions[bot]"
	}
	return s.self
}

// number makes an account's number of its name.
func number(author string) int { return len(author) }

func (e entry) shown() map[string]any {
	return map[string]any{
		"id": e.id, "body": e.body, "html_url": fmt.Sprintf("https://forge.example/comment-%d", e.id),
		"user": map[string]any{"login": e.author}, "author": map[string]any{"id": number(e.author), "username": e.author},
	}
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"message": message})
}

func without(entries []entry, id int64) []entry {
	var kept []entry
	for _, e := range entries {
		if e.id != id {
			kept = append(kept, e)
		}
	}
	return kept
}
