package comment

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// errRedirect refuses what would carry the token to somebody else: net/http takes
// Authorization off on the way to another host, and leaves headers such as GitLab's.
var errRedirect = errors.New("it redirects to another host; give the address that it redirects to")

// newHTTPClient returns a client that stays with its host and does not hang.
func newHTTPClient() *http.Client {
	return &http.Client{
		Timeout: 30 * time.Second,
		CheckRedirect: func(next *http.Request, via []*http.Request) error {
			first := via[0].URL
			if next.URL.Host != first.Host || next.URL.Scheme != first.Scheme || len(via) > 5 {
				return errRedirect
			}
			return nil
		},
	}
}

func isLoopback(server *url.URL) bool {
	ip := net.ParseIP(server.Hostname())
	return server.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
