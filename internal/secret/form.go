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
	{"an access key of AWS", "AKIA", regexp.MustCompile(`\bAKIA[A-Z0-9]{16}\b`)},
	{"an access key of AWS", "ASIA", regexp.MustCompile(`\bASIA[A-Z0-9]{16}\b`)},
	{"a private key", "PRIVATE KEY", regexp.MustCompile(`-----BEGIN ([A-Z]+ )*PRIVATE KEY`)},
	{"a token of GitHub", "gh", regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9]{30,}`)},
	{"a token of GitHub", "github_pat_", regexp.MustCompile(`\bgithub_pat_[A-Za-z0-9_]{20,}`)},
	{"a token of GitLab", "glpat-", regexp.MustCompile(`\bglpat-[A-Za-z0-9_-]{20,}`)},
	{"a token of Slack", "xox", regexp.MustCompile(`\bxox[abeoprs]-[A-Za-z0-9-]{10,}`)},
	{"a webhook of Slack", "hooks.slack.com/", regexp.MustCompile(`hooks\.slack\.com/(services|workflows|triggers)/.`)},
	{"a webhook of Discord", "/api/webhooks/", regexp.MustCompile(`discord(app)?\.com/api/webhooks/.`)},
	{"a webhook of Teams", "webhook.office.com/", regexp.MustCompile(`webhook\.office\.com/.`)},
	{"a key of an API", "sk-", regexp.MustCompile(`\bsk-[A-Za-z0-9_-]*([A-Z][A-Za-z_-]*[0-9]|[0-9][0-9a-z_-]*[A-Z])[A-Za-z0-9_-]{12,}`)},
	{"a token of Hugging Face", "hf_", regexp.MustCompile(`\bhf_[A-Za-z0-9]{30,}`)},
	{"a key of Stripe", "k_live_", regexp.MustCompile(`\b[sr]k_live_[A-Za-z0-9]{16,}`)},
	{"a key of Google's", "AIza", regexp.MustCompile(`\bAIza[A-Za-z0-9_-]{35}`)},
	{"a signed web token", "eyJ", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.`)},
	// A password that starts so is a placeholder of the script's.
	{"an address with a password", "://", regexp.MustCompile(`\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#@:]*:[^\s/?#@${<%][^\s/?#@]*@`)},
}
