package localtest

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/localcfn"
)

// Serve opens an endpoint that lasts as long as a test, and takes a step for each
// resource. It returns where the endpoint is, and the faults that it shows.
func Serve(t testing.TB, step time.Duration) (server *localcfn.Server, faults *localcfn.Faults, url string) {
	t.Helper()
	faults = &localcfn.Faults{}
	server, err := localcfn.New(localcfn.Options{Dir: t.TempDir(), Faults: faults, Step: step})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(server)
	t.Cleanup(func() {
		// Who was killed has not closed them.
		front.CloseClientConnections()
		front.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server, faults, front.URL
}
