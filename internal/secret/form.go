package secret

import (
	"regexp"
	"strings"
)

// Form says what kind of secret a value looks like, in words that follow "looks
// like", such as "a private key"; empty if it looks like none. The forms are
// those that the issuers of keys and tokens document, so that an ordinary value
// is not taken for one.
func Form(value string) string {
	for _, f := range forms {
		if strings.Contains(value, f.marker) && f.pattern.MatchString(value) {
			return f.what
		}
	}
	return ""
}

// forms are tried where the marker is found, which is quicker than the pattern.
var forms = [...]struct {
	what, marker string
	pattern      *regexp.Regexp
}{
	{"an access key of AWS", "AKIA", regexp.MustCompile(`\bAKIA[0-9A-Z]{16}\b`)},
	{"an access key of AWS", "ASIA", regexp.MustCompile(`\bASIA[0-9A-Z]{16}\b`)},
	{"a private key", "PRIVATE KEY-----", regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`)},
	{"a token of GitHub", "gh", regexp.MustCompile(`\bgh[a-z]_[0-9A-Za-z]{30}`)},
	{"a token of GitHub", "github_pat_", regexp.MustCompile(`\bgithub_pat_\w{20}`)},
	{"a token of GitLab", "glpat-", regexp.MustCompile(`\bglpat-[\w-]{20}`)},
	{"a token of Hugging Face", "hf_", regexp.MustCompile(`\bhf_[0-9A-Za-z]{30}`)},
	{"a token of Slack", "xox", regexp.MustCompile(`\bxox[a-z]-[0-9A-Za-z-]{10}`)},
	{"a webhook of Slack", "hooks.slack.com/", regexp.MustCompile(`hooks\.slack\.com/[a-z]+/\w`)},
	{"a key of an API", "sk-", regexp.MustCompile(`\bsk-[\w-]*[\w]{20}`)},
	{"a web token", "eyJ", regexp.MustCompile(`\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.`)},
	{"an address with a password", "@", regexp.MustCompile(`\b[A-Za-z][\w+.-]*://[^\s/?#@:]*:[^\s/?#@]+@`)},
}
