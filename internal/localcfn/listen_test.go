package localcfn_test

import (
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/localcfn"
)

// TestListenTaken expects the next step where an address is in use.
func TestListenTaken(t *testing.T) {
	first, err := localcfn.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if _, err := localcfn.Listen(first.Addr().String()); err == nil || !strings.HasSuffix(err.Error(), "; choose another address, or port 0 for a free one") {
		t.Errorf("error %v", err)
	}
}
