package policy

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/spec"
)

// secretIn says why a named value is taken for a secret, or nothing. What is a
// reference is not known, and no secret of the spec's.
func secretIn(name string, text spec.Text) string {
	value, literal := text.Literal()
	if !literal {
		return ""
	}
	if form := secret.Form(value); form != "" {
		return "looks like " + form
	}
	if namesSecret(secret.Words(name), value) {
		return "looks like a secret by its name"
	}
	return ""
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
var secretName = lazyregexp.New(`^/?[a-z][a-z_.-]*(/[a-z][a-z_.-]*)+$`)

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
	return !secretName().MatchString(value)
}
