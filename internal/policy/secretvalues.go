package policy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/smgen/smgen/internal/spec"
)

// secretIn says why a named value is taken for a secret, or nothing. What is a
// reference is not known, and no secret of the spec's.
func secretIn(name string, text spec.Text) string {
	value, literal := text.Literal()
	if !literal {
		return ""
	}
	for _, form := range secretForms {
		if strings.Contains(value, form.marker) && form.pattern.MatchString(value) {
			return "looks like " + form.what
		}
	}
	if namesSecret(words(name), value) {
		return "looks like a secret by its name"
	}
	return ""
}

// secretForms are secrets whose form says what they are. A pattern is tried where
// the marker is found, which is quicker.
var secretForms = [...]struct {
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

// words are the words of a name in any of the usual spellings, in lower case and
// without the numbers that follow them.
func words(name string) []string {
	var list []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			list = append(list, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case unicode.IsDigit(r):
			continue
		case !unicode.IsLetter(r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && unicode.IsLower(runes[i-1]),
			unicode.IsUpper(r) && i > 0 && unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1]):
			flush()
		}
		word = append(word, r)
	}
	flush()
	return list
}

// The last words of names that mean a secret. Those in longSecrets have other
// meanings, too, and need a value that could be one.
var (
	shortSecrets = [...]string{"password", "passwd", "pwd", "passphrase", "secret"}
	longSecrets  = [...]string{"token", "apikey", "credential", "credentials", "webhook"}
	keysToDoors  = [...]string{"api", "access", "private", "secret", "signing", "auth", "account"}
	// partsOfText are what tokens of a language are called, which are no secrets.
	partsOfText = [...]string{
		"pad", "eos", "bos", "unk", "sep", "mask", "cls", "stop", "start", "end", "special", "image", "placeholder", "trigger", "instance", "class", "next", "first", "last", "per",
	}
)

// namesSecret reports whether a name ends in words that mean a secret, and its
// value could be one.
func namesSecret(name []string, value string) bool {
	if len(name) == 0 {
		return false
	}
	last, before := name[len(name)-1], ""
	if len(name) > 1 {
		before = name[len(name)-2]
	}
	switch {
	case slices.Contains(shortSecrets[:], last):
		return couldBeSecret(value, 1)
	case last == "token" && slices.Contains(partsOfText[:], before):
		return false
	case slices.Contains(longSecrets[:], last), last == "key" && slices.Contains(keysToDoors[:], before):
		return couldBeSecret(value, 8)
	case before == "webhook" && last == "url":
		return strings.Contains(value, "://")
	}
	return false
}

// secretName is what secrets and parameters are called where they are kept.
var secretName = regexp.MustCompile(`^/?[a-z][a-z_.-]*(/[a-z][a-z_.-]*)+$`)

// couldBeSecret reports whether a value is long enough for a secret, and neither
// a switch, a small number, a placeholder, nor the place or name of something.
func couldBeSecret(value string, shortest int) bool {
	lower := strings.ToLower(value)
	switch {
	case len(value) < shortest, strings.ContainsAny(value, " \t\n"):
		return false
	case strings.Trim(value, "0123456789.-+") == "" && len(value) < 16:
		return false
	case slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "none", "null", "auto", "default", "disabled", "enabled"}, lower):
		return false
	case strings.HasPrefix(lower, "arn:"), strings.HasPrefix(lower, "s3://"), strings.HasPrefix(value, "./"), strings.HasPrefix(lower, "file:"), strings.HasPrefix(value, "/opt/ml/"):
		return false
	case strings.ContainsAny(value[:1], "<[{$%"):
		return false
	}
	return !secretName.MatchString(value)
}
