package plan

import "github.com/smgen/smgen/internal/secret"

// Place is where a value stands, for the decision whether it may be shown.
type Place struct {
	// LogicalResourceId and Type are the resource's, empty for an output.
	LogicalResourceId, Type string
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
		return secret.Name(keys[n-2])
	}
	return n > 0 && secret.Name(keys[n-1])
}
