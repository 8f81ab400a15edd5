// Package secret recognises secrets that stand where everybody reads them: by
// the name of a value ([Name]) and by what the value looks like ([Form]).
//
// Both err on the side of caution. They decide what is concealed, where a value
// that is concealed in vain costs little, and one that is shown costs a secret.
package secret

// Is reports whether a named value is to be concealed.
func Is(name, value string) bool { return Name(name) || Form(value) != "" }
