package localcfn

import (
	"net/http"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// caller is who sent a request, and where to.
type caller struct {
	key, account, region string
	// service is the one of the signature, such as s3, empty without one.
	service string
}

// defaultAccount is that of keys that name none, defaultRegion that of requests that
// are not signed.
const (
	defaultAccount = "123456789012"
	defaultRegion  = "us-east-1"
)

var (
	credential = lazyregexp.New(`Credential=([^/,\s]+)/[0-9]+/([^/,\s]+)/([^/,\s]+)/aws4_request`)
	localKey   = lazyregexp.New(`^LOCAL([0-9]{12})$`)
)

// callerOf reads the credential scope of a request.
func callerOf(r *http.Request) caller {
	c := caller{account: defaultAccount, region: defaultRegion}
	text := r.Header.Get("Authorization")
	if signed := r.URL.Query().Get("X-Amz-Credential"); text == "" && signed != "" {
		text = "Credential=" + signed
	}
	m := credential().FindStringSubmatch(text)
	if m == nil {
		return c
	}
	c.key, c.region, c.service = m[1], m[2], m[3]
	if m := localKey().FindStringSubmatch(c.key); m != nil {
		c.account = m[1]
	}
	if !strings.Contains(c.region, "-") || c.region == "aws-global" {
		c.region = defaultRegion
	}
	return c
}
