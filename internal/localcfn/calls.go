package localcfn

import (
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/time/rate"
)

// Call is an action that was called.
type Call struct {
	// Service is cloudformation, s3 or sts.
	Service, Action string
	Account, Region string
	// Stack is the name of the stack, Bucket and Key those of an object; empty where
	// the action has none.
	Stack, Bucket, Key string
	// Error is the code that the call was refused with, empty if it was not.
	Error string
}

// maxCalls is how many calls are remembered.
const maxCalls = 100_000

// recorder remembers calls.
type recorder struct {
	mu    sync.Mutex
	list  []Call
	first int // where the oldest is, once the list is full
	total int
	ids   atomic.Uint64
}

func (r *recorder) add(c Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total++
	if len(r.list) < maxCalls {
		r.list = append(r.list, c)
		return
	}
	r.list[r.first] = c
	r.first = (r.first + 1) % maxCalls
}

func (r *recorder) number() uint64 { return r.ids.Add(1) }

// Calls returns the calls so far, the oldest first: the last 100,000 of them.
func (s *Server) Calls() []Call {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	return slices.Concat(s.calls.list[s.calls.first:], s.calls.list[:s.calls.first])
}

// Count returns how many calls there were.
func (s *Server) Count() int {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	return s.calls.total
}

// limits are the rates of calls by account and region.
type limits struct {
	perSecond float64
	mu        sync.Mutex
	buckets   map[string]*rate.Limiter
}

// take reports whether a call is within the rate.
func (l *limits) take(place string) bool {
	if l.perSecond <= 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.buckets == nil {
		l.buckets = map[string]*rate.Limiter{}
	}
	b, ok := l.buckets[place]
	if !ok {
		b = rate.NewLimiter(rate.Limit(l.perSecond), max(1, int(l.perSecond)))
		l.buckets[place] = b
	}
	return b.Allow()
}
