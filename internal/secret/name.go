package secret

import (
	"slices"
	"strings"
	"unicode"
)

// Name reports whether a name is one of a secret, such as DB_PASSWORD or apiKey.
// It looks at the words of the name, alone and in pairs (api_key). What holds a
// reference to a secret, such as a secret's name, counts as one too.
func Name(name string) bool {
	words := Words(name)
	ends := []string{"secret", "secrets", "password", "passwords", "passwd", "passphrase", "pwd", "token", "credential", "credentials", "webhook", "apikey", "privatekey", "accesskey", "connectionstring"}
	for i := range len(words) - 1 {
		words = append(words, words[i]+words[i+1])
	}
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(word, end) })
	})
}

// Words splits a name such as dbPassword, DBPassword or DB_PASSWORD into its
// words, in lower case.
func Words(name string) []string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) {
			b.WriteRune(' ')
			continue
		}
		ends := i > 0 && unicode.IsLower(runes[i-1])
		starts := i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if unicode.IsUpper(r) && (ends || starts) {
			b.WriteRune(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Fields(b.String())
}
