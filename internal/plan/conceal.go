package plan

import (
	"slices"
	"strings"
	"unicode"
)

// Place is where a value stands, for the decision whether it may be shown.
type Place struct {
	// Type is the resource's type, empty for an output.
	Type string
	// Keys lead to the value: the names of members from the property on, also
	// within JSON text, and of a list's element what identifies it.
	Keys []string
}

// SecretKey reports whether a value stands under a name that is one of a secret,
// such as DB_PASSWORD or apiKey. It looks at the last key, and for the Value of a
// list's element, as of a tag, at what identifies the element.
func SecretKey(p Place) bool {
	keys := p.Keys
	for len(keys) > 0 && keys[len(keys)-1] == "" {
		keys = keys[:len(keys)-1] // an element that nothing identifies
	}
	n := len(keys)
	if n > 1 && (keys[n-1] == "Value" || keys[n-1] == "value") {
		return isSecret(keys[n-2])
	}
	return n > 0 && isSecret(keys[n-1])
}

// isSecret looks at the words of a name. What holds a reference to a secret, such
// as a secret's name, counts as one too: better concealed in vain.
func isSecret(name string) bool {
	words := wordsOf(name)
	ends := []string{"secret", "secrets", "password", "passwords", "passwd", "passphrase", "pwd", "token", "credential", "credentials", "webhook", "apikey", "privatekey", "accesskey", "connectionstring"}
	// The words in pairs, too: api_key.
	for i := range len(words) - 1 {
		words = append(words, words[i]+words[i+1])
	}
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(word, end) })
	})
}

// wordsOf splits a name such as dbPassword, DBPassword or DB_PASSWORD into its
// words, in lower case.
func wordsOf(name string) []string {
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
