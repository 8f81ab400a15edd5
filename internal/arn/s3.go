package arn

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// bucketPattern holds the rules for names of general purpose buckets that a
// pattern can hold; it fits the aliases of access points too.
var bucketPattern = lazyregexp.New(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// S3 reads s3://bucket/key. The key is what follows the slash, unchanged: often
// a prefix such as training/, and empty for the bucket as a whole. The error
// says how the URI should be written.
func S3(uri string) (bucket, key string, err error) {
	rest, found := strings.CutPrefix(uri, "s3://")
	if !found {
		return "", "", fmt.Errorf("%q is not an S3 URI; %s", uri, s3Advice(uri))
	}
	bucket, key, _ = strings.Cut(rest, "/")
	if bucket == "" {
		return "", "", fmt.Errorf("S3 URI %q names no bucket; want s3://bucket/prefix", uri)
	}
	if advice := bucketAdvice(bucket); advice != "" {
		return "", "", fmt.Errorf("S3 URI %q has the bucket %q; %s", uri, bucket, advice)
	}
	if strings.ContainsAny(key, lineBreaks) {
		return "", "", fmt.Errorf("S3 URI %q contains a line break; remove it", uri)
	}
	return bucket, key, nil
}

// lineBreaks are what the dot in the API's pattern for S3 URIs does not match,
// (https|s3)://([^/]+)/?(.*).
const lineBreaks = "\n\r\u0085\u2028\u2029"

// s3Advice says what to do about a URI that does not start with s3://.
func s3Advice(uri string) string {
	lower := strings.ToLower(uri)
	switch {
	case strings.TrimSpace(uri) != uri:
		return "remove the white space around it"
	case strings.HasPrefix(lower, "s3://"):
		return "write s3:// in lower case"
	case strings.HasPrefix(lower, "s3:"):
		return "want two slashes after s3:, as in s3://bucket/prefix"
	case strings.HasPrefix(lower, "arn:"):
		return "want s3://bucket/prefix rather than an ARN"
	case strings.HasPrefix(lower, "https://"), strings.HasPrefix(lower, "http://"):
		return "want s3://bucket/prefix rather than a web address"
	default:
		return "want s3://bucket/prefix"
	}
}

// bucketAdvice says what is wrong with a bucket's name, or nothing.
func bucketAdvice(bucket string) string {
	switch {
	case len(bucket) < 3 || len(bucket) > 63:
		return "want 3 to 63 characters"
	case !bucketPattern().MatchString(bucket):
		return "want lower-case letters, digits, dots and dashes, with a letter or digit at both ends"
	case strings.Contains(bucket, ".."):
		return "want single dots"
	}
	if address, err := netip.ParseAddr(bucket); err == nil && address.Is4() {
		return "want a name rather than an IP address"
	}
	return ""
}
