package localcfn

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/smgen/smgen/internal/localcfn/objects"
	"github.com/smgen/smgen/internal/localcfn/stacks"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// Options are what an endpoint is made with.
type Options struct {
	// Dir is the directory of the state, made for its owner alone.
	Dir string
	// Durable keeps the state also when the machine stops all of a sudden, and not
	// only the process; each change takes some milliseconds longer.
	Durable bool
	// Faults are the failures to show, nil for none.
	Faults *Faults
	// Now tells the time, nil for the clock.
	Now func() time.Time
	// Step is how long the work on one resource takes, 0 for none.
	Step time.Duration
	// Latency is added to each call.
	Latency time.Duration
	// CallsPerSecond throttles what is called more often, of CloudFormation, in one
	// account and region; 0 for no limit.
	CallsPerSecond float64
}

// Server is an open endpoint: an [http.Handler], safe for concurrent use.
type Server struct {
	options Options
	store   *store.Store
	run     *stacks.Runner
	objects *objects.Handler
	limits  limits
	calls   recorder
	actions map[string]action
}

// New opens an endpoint, and goes on with the operations that were under way in its
// directory. Close it when it is no longer needed.
func New(o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Faults == nil {
		o.Faults = &Faults{}
	}
	st, err := store.Open(o.Dir, o.Durable)
	if err != nil {
		return nil, err
	}
	blobs, err := store.OpenBlobs(filepath.Join(o.Dir, "blobs"), o.Durable)
	if err != nil {
		st.Close()
		return nil, err
	}
	s := &Server{options: o, store: st, limits: limits{perSecond: o.CallsPerSecond}, actions: actions()}
	s.objects = &objects.Handler{Store: st, Blobs: blobs, Now: o.Now}
	s.run, err = stacks.NewRunner(stacks.Setup{
		Store: st, Blobs: blobs, Faults: o.Faults, Now: o.Now, Step: o.Step,
		Report: func(err error) { slog.Error("smgen local", "error", err) },
	})
	if err != nil {
		st.Close()
		return nil, err
	}
	return s, nil
}

// Close stops the operations that are under way, and closes the directory. Another
// endpoint on it goes on with them.
func (s *Server) Close() error {
	s.run.Close()
	return s.store.Close()
}

// Listen returns a listener on an address of this machine alone, such as
// 127.0.0.1:4566; port 0 is a free one.
func Listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address %s: %w; want one such as 127.0.0.1:4566", addr, err)
	}
	if !loopback(host) {
		return nil, fmt.Errorf("address %s can be reached from other machines, which the endpoint must not be; use 127.0.0.1, [::1] or localhost", addr)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%w; choose another address, or port 0 for a free one", err)
	}
	return listener, nil
}

// loopback reports whether a host is this machine, seen from itself.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sentHere reports whether a request names this machine as its host: a page in a
// browser that has a name of its own lead here does not.
func sentHere(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	return loopback(host)
}
