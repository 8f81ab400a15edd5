package iam

// Unwritable returns the first character of text that IAM does not take in a
// policy. It takes U+0020 to U+00FF, and white space.
func Unwritable(text string) (rune, bool) {
	for _, c := range text {
		if c > 0xFF || c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return c, true
		}
	}
	return 0, false
}
