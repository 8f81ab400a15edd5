package secret

import (
	"regexp"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// Form says what kind of secret a value looks like, in words that follow "looks
// like", such as "a private key"; empty if it looks like none. The forms are
// those that the issuers of keys and tokens document, so that an ordinary value
// is not taken for one.
func Form(value string) string {
	for _, f := range forms {
		if strings.Contains(value, f.marker) && f.pattern().MatchString(value) {
			return f.what
		}
	}
	return ""
}

// forms are tried where the marker is found, which is quicker than the pattern.
var forms = [...]struct {
	what, marker string
	pattern      func() *regexp.Regexp
}{
	{"an access key of AWS", "AKIA", lazyregexp.New(`\bAKIA[A-Z0-9]{16}\b`)},
	{"an access key of AWS", "ASIA", lazyregexp.New(`\bASIA[A-Z0-9]{16}\b`)},
	{"a private key", "PRIVATE KEY", lazyregexp.New(`-----BEGIN ([A-Z]+ )*PRIVATE KEY`)},
	{"a token of GitHub", "gh", lazyregexp.New(`\bgh[pousr]_[A-Za-z0-9]{30,}`)},
	{"a token of GitHub", "github_pat_", lazyregexp.New(`\bgithub_pat_[A-Za-z0-9_]{20,}`)},
	{"a token of GitLab", "glpat-", lazyregexp.New(`\bglpat-[A-Za-z0-9_-]{20,}`)},
	{"a token of Slack", "xox", lazyregexp.New(`\bxox[abeoprs]-[A-Za-z0-9-]{10,}`)},
	{"a webhook of Slack", "hooks.slack.com/", lazyregexp.New(`hooks\.slack\.com/(services|workflows|triggers)/.`)},
	{"a webhook of Discord", "/api/webhooks/", lazyregexp.New(`discord(app)?\.com/api/webhooks/.`)},
	{"a webhook of Teams", "webhook.office.com/", lazyregexp.New(`webhook\.office\.com/.`)},
	{"a key of an API", "sk-", lazyregexp.New(`\bsk-[A-Za-z0-9_-]*([A-Z][A-Za-z_-]*[0-9]|[0-9][0-9a-z_-]*[A-Z])[A-Za-z0-9_-]{12,}`)},
	{"a token of Hugging Face", "hf_", lazyregexp.New(`\bhf_[A-Za-z0-9]{30,}`)},
	{"a key of Stripe", "k_live_", lazyregexp.New(`\b[sr]k_live_[A-Za-z0-9]{16,}`)},
	{"a key of Google's", "AIza", lazyregexp.New(`\bAIza[A-Za-z0-9_-]{35}`)},
	{"a signed web token", "eyJ", lazyregexp.New(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.`)},
	// A password that starts so is a placeholder of the script's.
	{"an address with a password", "://", lazyregexp.New(`\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#@:]*:[^\s/?#@${<%][^\s/?#@]*@`)},
}
